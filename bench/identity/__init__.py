"""Builders of the identity stage's word files."""
