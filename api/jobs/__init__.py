"""Durable runs: asked for in a request's transaction, done once by any of the workers, and never lost."""
