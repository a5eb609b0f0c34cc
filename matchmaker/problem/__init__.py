"""Problem: a scored pool as a solver is asked of it: demands, limits, strategies, and what may be listed at most."""
