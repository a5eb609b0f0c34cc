"""Languages people can work in: names or tags in, one short code a language out."""

from __future__ import annotations

from functools import cache


@cache
def parse_language(text: str) -> str:
    """Return the language's code (``en``) for a tag (``pt-BR``) or a name in English or itself (``Deutsch``).

    Regions and scripts are dropped: whoever works in Brazilian Portuguese can talk to Lisbon.

    Raises
    ------
    ValueError
        If no language goes by that name or tag.
    """
    import langcodes

    word = text.split("(")[0].strip()
    try:
        found = langcodes.Language.get(word)
        if not found.is_valid():
            raise LookupError(word)
    except (LookupError, ValueError):
        try:
            found = langcodes.find(word)
        except LookupError:
            raise ValueError(
                f'"{text}" is no language we know; write its English name or its tag, such as "en"'
            ) from None
    return langcodes.standardize_tag(found.language or "und", macro=True)


@cache
def language_name(code: str) -> str:
    """Return the English name of a language's code."""
    import langcodes

    return langcodes.Language.get(code).language_name("en")
