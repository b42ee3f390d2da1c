"""Training of the attribution model: from a corpus folder to the shipped weights."""
