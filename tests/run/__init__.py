"""Programs that are compiled, loaded into the running kernel and run."""
