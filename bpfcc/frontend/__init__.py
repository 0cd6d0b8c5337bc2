"""C: from source text to the typed tree."""
