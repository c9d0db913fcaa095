"""What was measured, on which instance, against which baseline."""
