"""What pydantic finds wrong, in plain words that say what is allowed, and without anybody's personal data."""

from __future__ import annotations

from pydantic_core import ErrorDetails

_DATE = "must be a date as in 2027-03-01"
_WHOLE = "must be a whole number"
_NUMBER = "must be a number"
_TABLE = "must be a table, which holds name = value"
_PLAIN = {
    "missing": "required",
    "model_type": _TABLE,
    "model_attributes_type": _TABLE,
    "dict_type": _TABLE,
    "tuple_type": "must be a list, [ … ], or tables under [[ … ]]",
    "string_type": "must be text",
    "string_too_short": "required",
    "too_short": "required",
    "string_too_long": "at most {max_length} characters are allowed",
    "too_long": "at most {max_length} entries are allowed",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} at least",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} at most",
    "decimal_max_places": "must have {decimal_places} decimals at most",
    "multiple_of": "must be in steps of {multiple_of}",
    "literal_error": "allowed are {expected}",
    "enum": "allowed are {expected}",
    "extra_forbidden": "no such column here",
    "value_error": "{error}",
}


def say_fault(found: ErrorDetails, *, shown: bool) -> str:
    """Return one finding in plain words; what came is added where ``shown``, which is for coded fields only."""
    plain = _PLAIN[found["type"]].format(**found.get("ctx", {})) if found["type"] in _PLAIN else found["msg"]
    came = found.get("input")
    if shown and isinstance(came, str) and found["type"] not in {"missing", "value_error"}:
        plain += f'; came "{came.strip()[:40]}"'
    return plain
