"""Archives: a file of articles in, a file of records out, in parts that can be done again."""
