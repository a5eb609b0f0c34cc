"""The JSON schemas of everything that is read and written, straight from the models."""

from __future__ import annotations

from pydantic import BaseModel

from matchmaker.certificate_record import CertificateRecord
from matchmaker.comparison import Comparison, SideBySide
from matchmaker.feedback import Feedback
from matchmaker.handouts import Introduction, Plan
from matchmaker.matching import Matching
from matchmaker.metrics import Measures
from matchmaker.people import Mentee, Mentor
from matchmaker.programme import Programme
from matchmaker.ratings import Rating
from matchmaker.relations import Relation
from matchmaker.sensitivity import Sensitivity
from matchmaker.tables.large import LargeCertificate, LargeMatching

WRITTEN: dict[str, type[BaseModel]] = {
    "matching.json": Matching,
    "certificate.json": CertificateRecord,
    "matching.json, large": LargeMatching,
    "certificate.json, large": LargeCertificate,
    "sensitivity.json": Sensitivity,
    "plan.json": Plan,
    "introduction": Introduction,
    "measures": Measures,
    "comparison.json": SideBySide,
    "moves": Comparison,
}
READ: dict[str, type[BaseModel]] = {
    "mentor": Mentor,
    "mentee": Mentee,
    "relation": Relation,
    "rating": Rating,
    "feedback": Feedback,
}


def schemas() -> dict[str, object]:
    """Return the schemas by name: what is read first, then what is written."""
    found: dict[str, object] = {name: model.model_json_schema(mode="validation") for name, model in READ.items()}
    found["programme.toml"] = Programme.model_json_schema()
    return found | {name: model.model_json_schema(mode="serialization") for name, model in WRITTEN.items()}
