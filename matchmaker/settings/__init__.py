"""The tables of programme.toml: weights, criteria, rules, each with its settings and their ranges."""

from matchmaker.settings.around import AuditSettings, CappedLotterySettings, HelpSettings, OnetSettings
from matchmaker.settings.criteria import (
    AvailabilityScore,
    BenefitSettings,
    ExpertiseSettings,
    QualitiesSettings,
    ReadinessSettings,
    SourceSettings,
    StyleSettings,
    WishesSettings,
)
from matchmaker.settings.limits import CODED, HoursSettings, LimitSettings
from matchmaker.settings.rules import (
    AvailabilitySettings,
    CurrentBossSettings,
    FormerBossSettings,
    LanguageSettings,
    NotMentoringSettings,
    NotReadySettings,
    PastPairSettings,
    RuleSettings,
    SameCompanySettings,
)
from matchmaker.settings.table import Months, Percent, Points, Settings, View, Whole, nearest
from matchmaker.settings.weights import WEIGHTS, Unknown, Weights, unknown_names

__all__ = [
    "CODED",
    "WEIGHTS",
    "AuditSettings",
    "AvailabilityScore",
    "AvailabilitySettings",
    "BenefitSettings",
    "CappedLotterySettings",
    "CurrentBossSettings",
    "ExpertiseSettings",
    "FormerBossSettings",
    "HelpSettings",
    "HoursSettings",
    "LanguageSettings",
    "LimitSettings",
    "Months",
    "NotMentoringSettings",
    "NotReadySettings",
    "OnetSettings",
    "PastPairSettings",
    "Percent",
    "Points",
    "QualitiesSettings",
    "ReadinessSettings",
    "RuleSettings",
    "SameCompanySettings",
    "Settings",
    "SourceSettings",
    "StyleSettings",
    "Unknown",
    "View",
    "Weights",
    "Whole",
    "WishesSettings",
    "nearest",
    "unknown_names",
]
