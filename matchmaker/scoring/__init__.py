"""Scoring: what people's answers come to, pair by pair, and what is known of all pairs together. ``scores`` leads."""
