"""Who fits where, now and next: rules, value, joint assignment, check and explanation."""
