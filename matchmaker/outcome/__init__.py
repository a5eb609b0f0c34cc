"""Outcome: what became of everybody, and why; from chosen pairs to the record. ``assembly`` leads."""
