"""The drivers: a measured phase a file."""
