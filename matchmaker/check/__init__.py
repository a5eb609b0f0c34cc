"""Check: what is found before solving; answers that are needed, columns a programme added, who is screened out."""

from matchmaker.check.findings import notices, unfit

__all__ = ["notices", "unfit"]
