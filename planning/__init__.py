"""Capacity over the years: the five-year move of the lines, and the plan of one year."""
