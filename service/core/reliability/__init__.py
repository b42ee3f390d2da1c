"""Reliability of sources (A-F) and credibility of claims (1-6), each number with the rows it was computed from."""
