"""Capacity over the years. The room is laid out; its first block comes with the five-year plan."""
