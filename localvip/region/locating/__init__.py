"""Who owns each point: an index of polygons, kept for the next run, and the exact test where it must decide."""
