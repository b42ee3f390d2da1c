"""Sourcegrade: reliability-annotated JSON for the sources that a news article cites."""

__version__ = "0.1.0"
