"""Coverage-guided search for input that breaks what parsing and annotation promise (`make fuzz-parsers`)."""
