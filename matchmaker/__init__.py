"""Mentor-mentee matching: people's answers in, a proven and explained set of pairs out."""

__version__ = "0.1.0"
