"""Writing: what a result's files and the terminal say, made harmless; files whole or not at all. ``result`` leads."""
