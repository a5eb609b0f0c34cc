"""The compiled loops. Only functions may import them, as numba comes with them; they are never run uncompiled."""
