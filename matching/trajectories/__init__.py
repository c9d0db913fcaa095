"""Lines over months: development, training, a job, one after the other, for everybody jointly."""
