"""Training methods, one a file; each registers itself with `@method`."""
