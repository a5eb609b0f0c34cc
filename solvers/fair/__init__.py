"""The fairest strategy, and its ways: by flows, or where rows want several places by linear relaxations and CP-SAT."""
