"""The leximin strategy, and its ways: level after level by flows, or by counting where rows want several places."""
