"""Price and verify: exact on scored pairs far too many to list, by listing the few that matter."""
