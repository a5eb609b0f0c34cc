"""The version, on its own so that records can name it without importing everything."""

__version__ = "0.1.0"
