"""After solving: a record checked again without a solver, its rules and numbers written a second time, plainly."""

from matchmaker.verification.head import strangers
from matchmaker.verification.record import verify

__all__ = ["strangers", "verify"]
