"""Generated code that opens, loads and attaches an object."""
