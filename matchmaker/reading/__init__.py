"""Reading: a folder's files in, each opened with care, every problem located. ``folder`` leads."""
