"""The real case type catalogue and selection list."""
