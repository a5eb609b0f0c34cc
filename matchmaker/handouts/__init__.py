"""What pairs take away: a plan to fill in, an introduction for each side, an invitation to the first meeting."""

from matchmaker.handouts.introductions import Introduction
from matchmaker.handouts.pairs import handouts, introduction, invitation, plan
from matchmaker.handouts.plans import Plan

__all__ = ["Introduction", "Plan", "handouts", "introduction", "invitation", "plan"]
