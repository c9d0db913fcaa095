"""The cases: a family of problems a file."""
