"""Mentor-mentee matching."""
