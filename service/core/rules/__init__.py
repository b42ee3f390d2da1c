"""Rules: from a report to findings, and from findings to a verdict."""
