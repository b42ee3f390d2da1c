"""Check answers in the formats of CI systems, editors and people."""
