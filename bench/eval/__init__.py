"""Measuring the shipped pipeline on articles with gold."""
