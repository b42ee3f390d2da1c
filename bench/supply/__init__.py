"""What we ship that others wrote: known holes, and the list of it."""
