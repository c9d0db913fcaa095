"""From arrays to an honest answer: the only room of planning that knows a solver."""
