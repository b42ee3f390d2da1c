"""Pages that are made from code."""
