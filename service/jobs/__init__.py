"""Many articles: the one way from a request's values to a record, the queue, and the workers that empty it."""
