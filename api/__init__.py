"""Everything that people and other programs touch: the command line, and later the service and its pages."""
