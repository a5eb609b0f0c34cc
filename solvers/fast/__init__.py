"""Compiled scans of matrices and a compiled flow, behind the extra ``fast``: the same answers, sooner."""
