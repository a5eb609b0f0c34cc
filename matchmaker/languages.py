"""Languages people can work in: names or tags in, one short code a language out."""

from __future__ import annotations

import re
from functools import cache, lru_cache

_NO_LANGUAGE = {"und", "mul", "zxx", "mis", "root"}
_SAME_TO_WORK_IN = {"nb": "no", "nn": "no"}
"""Written forms of one language, whose speakers work with each other in it."""


@lru_cache(maxsize=4096)
def parse_language(text: str) -> str:
    """Return the language's code (``en``) for a tag (``pt-BR``) or a name in English or itself (``Deutsch``).

    Regions and scripts are dropped: whoever works in Brazilian Portuguese can talk to Lisbon.

    Raises
    ------
    ValueError
        If no language goes by that name or tag.
    """
    word = re.sub(r"\(.*\)", "", text).strip()
    code = _by_tag(word) or _by_name(word)
    if code is None or code in _NO_LANGUAGE:
        raise ValueError(f'"{text[:40]}" is no language we know; write its English name or its tag, one after each ";"')
    return _SAME_TO_WORK_IN.get(code, code)


@cache
def language_name(code: str) -> str:
    """Return the English name of a language's code."""
    import langcodes

    return langcodes.Language.get(code).language_name("en")


def _by_tag(word: str) -> str | None:
    import langcodes

    if not re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", word):
        return None
    try:
        found = langcodes.Language.get(langcodes.standardize_tag(word, macro=True))
    except ValueError:
        return None
    return found.language if found.is_valid() else None


def _by_name(word: str) -> str | None:
    """Return the language of a name; None where the text names several.

    The library shortens a text until it finds a name, so that it reads "German, English" as German.
    """
    if len(word) < 2 or re.search(r"[^\w\s'’.-]|[\d_]|-$", word):
        return None
    first, *others = word.split()
    code = _find(word)
    several = code == _find(first) and any(_find(other) not in {None, code} for other in others)
    return None if several else code


def _find(name: str) -> str | None:
    import langcodes

    try:
        return langcodes.standardize_tag(langcodes.find(name).language or "und", macro=True)
    except (LookupError, ValueError):
        return None
