"""Build, check and document the source registry."""
