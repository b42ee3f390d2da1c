"""Timings: ratios within one run, never a timed test."""
