"""Strategies that take one pair after the other, each if it still fits: greedy, first come, the lottery."""
