"""How people write their answers into one cell: lists, levels, tokens. Every reader says what is allowed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Literal, NamedTuple, TypeVar

from matchmaker.writing.harmless import is_visible, undirected

GAINS = ("learn", "industries", "leading", "give back", "network", "talent", "energy")
"""What a mentor can get out of mentoring, and a mentee can offer."""

QUALITIES = ("time", "communication", "psychology", "knowledge", "discretion", "care", "enthusiasm")
"""What a mentee can wish a mentor to have."""

ASKS = ("job", "funding", "introductions")
"""Kinds of help that a mentee may ask for besides topics, and a mentor may refuse."""

READINESS = (
    "works hard",
    "accepts shortcomings",
    "honest",
    "appreciative",
    "motivated",
    "courage to change",
    "has time",
    "has goals",
)
"""The eight answers a mentee's readiness is read from, in this order."""

TOKENS = 10
"""How many tokens a person spreads over a list."""

LONGEST_LINE, LONGEST_CELL = 300, 10_000
"""The most characters of a line of text, such as a name, and of a whole cell."""

_MOST_OFFERS, _MOST_NEEDS = 15, 6
_MOST_MARKS = 30
"""On one letter; Unicode's own limit for text that is handled in pieces. No language needs ten."""

_BETWEEN = re.compile(r"[;\n]")
_WHOLE = re.compile(r"\s*\d{1,6}\s*", re.ASCII)

_KEPT = 1 << 16
"""How many different parts of cells are kept as they were read: many people write the same, and then share it."""

Part = TypeVar("Part")


class Offer(NamedTuple):
    """A topic a mentor can help with. ``level`` is 1 (a little) to 5 (expert), None if not said."""

    topic: str
    level: int | None = None


class Need(NamedTuple):
    """A topic a mentee wants help with: ``importance`` 1–3, ``own_level`` 0–5 or None if not said."""

    topic: str
    importance: int = 2
    own_level: int | None = None


def items(text: str) -> tuple[str, ...]:
    """Split a cell at ``;`` or line breaks; blanks are dropped, spaces folded."""
    return tuple(filter(None, [" ".join(part.split()) for part in _BETWEEN.split(text)]))


def normal(text: str, form: Literal["NFC", "NFKC"]) -> str:
    """Return ``unicodedata.normalize``, whose time grows with the square of the marks on one letter, for few of them.

    A text that is too long for any cell is returned as it is.
    """
    if len(text) > LONGEST_CELL:
        return text
    if len(text) > _MOST_MARKS and not text.isascii():
        marks = "".join("x" if unicodedata.combining(character) else " " for character in text)
        if "x" * (_MOST_MARKS + 1) in marks:
            raise ValueError(f"more than {_MOST_MARKS} marks on one letter are not allowed")
    return unicodedata.normalize(form, text)


def line(text: str) -> str:
    """Fold one line of text: composed characters, single spaces, none at its ends; nothing that steers a terminal."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    folded = " ".join(normal(undirected(text), "NFC").split())
    if not is_visible(folded):
        raise ValueError("control characters are not allowed")
    return folded


def offers(text: str) -> tuple[Offer, ...]:
    """Read ``python:5; leadership:3``."""
    return _read_all(text, _offer, _MOST_OFFERS)


def needs(text: str) -> tuple[Need, ...]:
    """Read ``python:3>1; public speaking:2``."""
    return _read_all(text, _need, _MOST_NEEDS)


def tokens(text: str, names: Sequence[str]) -> dict[str, int]:
    """Read ``learn:4; network:6``: ten tokens over ``names``."""
    return check_tokens(_marks(text, names, "tokens"), names)


def check_tokens(spread: Mapping[str, int], names: Sequence[str]) -> dict[str, int]:
    """Return ``spread`` if it puts ten tokens, none negative, on some of ``names``; an empty one is unanswered."""
    checked = check_marks(spread, names, range(TOKENS + 1))
    if checked and sum(checked.values()) != TOKENS:
        raise ValueError(f"{TOKENS} tokens are to be spread, these are {sum(checked.values())}")
    return checked


def marks(text: str, names: Sequence[str], allowed: range) -> dict[str, int]:
    """Read ``learn:3; network:1``: a mark within ``allowed`` for some of ``names``."""
    return check_marks(_marks(text, names, "marks"), names, allowed)


def check_marks(given: Mapping[str, int], names: Sequence[str], allowed: range) -> dict[str, int]:
    """Return ``given`` in the order of ``names`` if every name and mark is allowed."""
    for name in given:
        if name not in names:
            raise ValueError(f'"{name[:60]}" is not on the list; allowed are {", ".join(names)}')
    for name, mark in given.items():
        if mark not in allowed:
            raise ValueError(f'"{name}" has {mark}; allowed is {allowed[0]} to {allowed[-1]}')
    return {name: given[name] for name in names if name in given}


def check_asks(given: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of help in the order of ``ASKS``, each once, if all are on it."""
    kinds = [kind.casefold() for kind in given]
    check_marks(dict.fromkeys(kinds, 1), ASKS, range(1, 2))
    return tuple(kind for kind in ASKS if kind in kinds)


def readiness(text: str) -> dict[str, int]:
    """Read eight answers 1–5: ``5;4;4;5;3;4;5;2`` in the form's order (``-`` for none), or by name."""
    parts = items(text)
    named = any(":" in part for part in parts)
    if not named and len(parts) != len(READINESS):
        raise ValueError(f'{len(READINESS)} answers are needed, "-" for one not given; these are {len(parts)}')
    with _unrepeated():
        if named:
            return marks(text, READINESS, range(1, 6))
        given = {name: _whole(part) for name, part in zip(READINESS, parts, strict=True) if part != "-"}
        return check_marks(given, READINESS, range(1, 6))


def check_readiness(given: Mapping[str, int]) -> dict[str, int]:
    """Return ``given`` in the order of the form if every answer is on it, and 1 to 5."""
    with _unrepeated():
        return check_marks(given, READINESS, range(1, 6))


@contextmanager
def _unrepeated() -> Iterator[None]:
    """Say what is allowed and not what came: these answers are private."""
    try:
        yield
    except ValueError:
        raise ValueError('allowed are 1 to 5, and "-" for an answer not given; or by name, as in honest:3') from None


def check_offers(given: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Return ``given`` if every level is 1 to 5, every topic stands once, and there are 15 at most."""
    given = tuple(_with_topic(one) for one in _few(given, _MOST_OFFERS))
    for topic, level in given:
        if level is not None and level not in range(1, 6):
            raise ValueError(f'"{topic[:60]}": level {level}; allowed is 1 to 5, written as in python:5')
    return _each_once(given)


def check_needs(given: tuple[Need, ...]) -> tuple[Need, ...]:
    """Return ``given`` if importance and own level are allowed, every topic stands once, and there are 6 at most."""
    given = tuple(_with_topic(one) for one in _few(given, _MOST_NEEDS))
    for topic, importance, own_level in given:
        if importance not in range(1, 4):
            raise ValueError(f'"{topic[:60]}": importance {importance}; allowed is 1 to 3, written as in python:3>1')
        if own_level is not None and own_level not in range(6):
            raise ValueError(f'"{topic[:60]}": own level {own_level}; allowed is 0 to 5, written as in python:3>1')
    return _each_once(given)


@lru_cache(_KEPT)
def _offer(part: str) -> Offer:
    topic, _, level = part.partition(":")
    return Offer(topic.strip(), _whole(level) if level.strip() else None)


@lru_cache(_KEPT)
def _need(part: str) -> Need:
    topic, _, rest = part.partition(":")
    importance, _, own_level = rest.partition(">")
    return Need(
        topic.strip(),
        _whole(importance) if importance.strip() else 2,
        _whole(own_level) if own_level.strip() else None,
    )


def some(problems: Sequence[str]) -> str:
    """Join what is wrong into one message that stays readable: five faults at most, each cut short."""
    said = [problem if len(problem) <= 200 else f"{problem[:80]} … {problem[-100:]}" for problem in problems[:5]]
    more = [f"and {len(problems) - 5} more"] if len(problems) > 5 else []
    return "; ".join([*said, *more])


def _read_all(text: str, read: Callable[[str], Part], most: int) -> tuple[Part, ...]:
    """Read every part, and name every part that cannot be read, not only the first."""
    good, problems = [], []
    for part in _few(items(text), most):
        try:
            good.append(read(part))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError(some(problems))
    return tuple(good)


def _few(answers: tuple[Part, ...], most: int) -> tuple[Part, ...]:
    if len(answers) > most:
        raise ValueError(f"{len(answers)} topics; allowed are {most}")
    return answers


Topical = TypeVar("Topical", Offer, Need)


@lru_cache(_KEPT)
def _with_topic(one: Topical) -> Topical:
    """Return the answer with its topic as one line; equal answers are one object."""
    if len(topic := line(one.topic)) > LONGEST_LINE:
        raise ValueError(f"a topic has {len(topic)} characters; allowed are {LONGEST_LINE}")
    return one._replace(topic=topic)


def _each_once(answers: tuple[Topical, ...]) -> tuple[Topical, ...]:
    topics = [answer.topic.casefold() for answer in answers]
    if "" in topics:
        raise ValueError("a topic is missing before its level")
    if odd := [topic for topic in topics if ":" in topic or ">" in topic]:
        raise ValueError(f'"{odd[0][:60]}" is no topic, as it holds : or >; a level is written as in python:3')
    for topic in topics:
        if topics.count(topic) > 1:
            raise ValueError(f'"{topic[:60]}" stands more than once')
    return answers


def _marks(text: str, names: Sequence[str], what: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in items(text):
        name, _, mark = part.partition(":")
        name = name.strip().casefold()
        if name in found:
            raise ValueError(f'"{name[:60]}" stands more than once')
        if not mark.strip():
            raise ValueError(f'"{part[:60]}" has no {what}; write as in {names[0]}:3')
        found[name] = _whole(mark)
    return found


@lru_cache(1000)
def _whole(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        hint = '; several answers are separated by ";"' if "," in text else ""
        raise ValueError(f'"{text.strip()[:40]}" is not a whole number{hint}')
    return int(text)
