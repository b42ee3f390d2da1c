"""Language helpers that any stage may use."""
