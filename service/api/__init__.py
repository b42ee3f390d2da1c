"""The HTTP edge: accept, call, return. Problems are translated here and nowhere else."""
