"""Documents and their doors: what comes in, what goes out, and what is known of the region. Imports nothing of ours."""
