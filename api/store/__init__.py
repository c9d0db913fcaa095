"""What the service remembers: datasets, decisions, runs, scenarios, and the logbook of who did what."""
