"""One spelling for one company: ``key``. What it drops and what it keeps, and why.

The promise is that nobody is matched inside their own company. A missed equality breaks it, a false one costs one
legal pair, so where a spelling could be either, these decisions lean to *same* and likeness beyond them only flags:

- **Spaces and hyphens** do not count (``JPMorgan``, ``J.P. Morgan``; ``Wal-Mart``, ``Walmart``).
- **Connecting words**: ``&``, ``+``, ``and`` are one sign. Between words of three letters and more it is dropped, and
  so are ``und et y e og och en i`` (``Marks Spencer``); between initials it counts (``D&B`` is not ``DB``).
- **Umlauts** are ``ä``, ``ae`` or ``a``: an ``e`` after ``a o u`` between consonants is dropped in names of
  five letters and more (``Müller``, ``Mueller``, ``Muller``).
- **Region words** at the end and whatever stands in parentheses are dropped: ``Acme UK`` and ``Acme (Berlin)`` work for
  Acme. Not where only a common word would be left (``Air Canada``, ``Credit Suisse``) or after ``of`` or ``de``.
- **Group words** (``Group``, ``Holdings``, ``Gruppe``, ``.com``) go the same way: the group is the owner anyway.
  ``Bank``, ``International``, ``Energy`` stay: they tell firms apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate

from matchmaker.companies.words import (
    COMMON,
    CONNECTING,
    FORMS_GLUED,
    FORMS_MORE,
    FORMS_NOT,
    GROUPS,
    GROUPS_FIRST,
    LEADING,
    LEADING_OR_NAME,
    LETTERS,
    NO_COMPANY,
    PREPOSITIONS,
    REGIONS,
    ROLES,
)

Forms = Mapping[str, Sequence[list[str]]]  # the word at the edge of a name -> the forms it may belong to, longest first

_PARENTHESES = re.compile(r"\([^()]*\)")
_DOTTED = re.compile(r"(?<![^\s&()])[^\s.()&](?:\.[^\s.()&])+(?=[\s.()&]|$)")  # J.P. and s.p.a, not E.ON
_JOINT = re.compile(r"(?<!\d) | (?!\d)")  # a space that does not stand between two digits
_UMLAUT = re.compile(r"(?<=[b-df-hj-np-pr-tv-z])([aou])e(?=[b-df-hj-np-tv-z])")
_SHORT = 200  # longer names are worked out but not remembered


class _Fold(dict[int, str]):
    """Character -> its folded form, made on first sight. One by one, as normalising a whole text may be quadratic."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        text = "" if character in "™℠®©" else unicodedata.normalize("NFKD", character).casefold()
        folded = "".join(map(_folded_character, unicodedata.normalize("NFKD", text)))
        self[code] = folded if len(folded) < 5 else character  # one Arabic sign is eighteen letters
        return self[code]


def _folded_character(character: str) -> str:
    if character in LETTERS:
        return LETTERS[character]
    category = unicodedata.category(character)
    # Latin, Greek and Cyrillic accents go; marks of other scripts are vowels and voicing, and stay.
    if "\u0300" <= character <= "\u036f" or category == "Cf":
        return ""
    return character if character.isalnum() or category[0] == "M" else " "


_FOLD = _Fold()


def _words(name: str, parentheses: bool = False) -> list[str]:
    """The folded words of a name, ``&`` being a word; without what stands in parentheses unless it is all or asked."""
    text = name.translate(_FOLD)
    if not parentheses:
        outside = _PARENTHESES.sub(" ", text)
        text = outside if any(map(str.isalnum, outside)) else text
    text = _DOTTED.sub(lambda found: found.group().replace(".", ""), text)
    text = text.translate(dict.fromkeys(map(ord, "()."), " "))
    return _connected(_glued().sub(r" \g<0> ", text).split())


def _connected(words: list[str]) -> list[str]:
    """The words with ``and`` as ``&``, and with ``und``, ``et``, ``y`` … as ``&`` where they cannot be initials."""
    inner = list(words)
    for i in range(1, len(words) - 1):
        weak = words[i] in CONNECTING and len(words[i - 1]) > 2 and len(words[i + 1]) > 2
        if words[i] == "and" or weak:
            inner[i] = "&"
    return inner


@lru_cache(maxsize=1)
def _glued() -> re.Pattern[str]:
    """Legal forms of scripts that write no spaces, the longest first."""
    forms = [form.translate(_FOLD) for form in FORMS_GLUED]
    return re.compile("|".join(sorted(forms, key=lambda form: (-len(form), form))))


def _index(texts: Iterable[str], edge: int) -> Forms:
    """The words of each text by its first (edge 0) or last (edge -1) word, longest first, in a fixed order."""
    index: dict[str, list[list[str]]] = {}
    for words in sorted({tuple(_words(text)) for text in texts} - {()}, key=lambda words: (-len(words), words)):
        index.setdefault(words[edge], []).append(list(words))
    return index


@lru_cache(maxsize=1)
def _legal_forms() -> Forms:
    """Legal forms as written at the end: cleanco's, less the everyday words among them, and those it lacks."""
    from cleanco.termdata import terms_by_country, terms_by_type

    known = {term for terms in (*terms_by_type.values(), *terms_by_country.values()) for term in terms}
    known = {term for term in known if not set(_words(term)) & FORMS_NOT}
    known |= {*FORMS_MORE, *FORMS_GLUED, "the", "&"}
    spaced = {term.replace(".", ". ") for term in known}  # "S. A." besides "S.A." and "SA"
    return _index(known | spaced | {term.replace(".", "") for term in known}, -1)


@lru_cache(maxsize=1)
def _edges() -> tuple[Forms, Forms, Forms, frozenset[str]]:
    """What goes from the front always; from the end and the front if a telling word is left; the words not telling."""
    regions = _index((*REGIONS, *GROUPS), -1)
    front = _index((*LEADING, *FORMS_GLUED, "the", "&"), 0)
    telling_front = _index((*LEADING_OR_NAME, *GROUPS_FIRST), 0)
    dull = {word for forms in (regions, front) for group in forms.values() for form in group for word in form}
    return front, regions, telling_front, frozenset(dull | {word for text in COMMON for word in _words(text)})


def _fits(forms: Forms, words: list[str], low: int, high: int, front: bool) -> int:
    """How many words of ``words[low:high]`` the longest fitting form takes at that edge; never all of them."""
    for form in forms.get(words[low if front else high - 1], ()):
        size = len(form)
        if size < high - low and (words[low : low + size] if front else words[high - size : high]) == form:
            return size
    return 0


def _core(words: list[str]) -> list[str]:
    """The words without legal forms, group and region words at either end, to a fixed point; at least one stays."""
    dull = _edges()[3]
    telling = [0, *accumulate(int(word not in dull) for word in words)]
    low, high = 0, len(words)
    while low < high and words[low] == "&":  # so that the word that stays is never the sign
        low += 1
    while high - low > 1:
        if size := _tail(words, telling, low, high):
            high -= size
        elif size := _head(words, telling, low, high):
            low += size
        else:
            break
    return words[low:high]


def _tail(words: list[str], telling: list[int], low: int, high: int) -> int:
    """How many words go from the end. ``telling[i]``: how many of the first i words are more than common words."""
    if size := _fits(_legal_forms(), words, low, high, front=False):
        return size
    size = _fits(_edges()[1], words, low, high, front=False)
    stays = telling[high - size] == telling[low] or words[high - size - 1] in PREPOSITIONS
    return 0 if stays else size


def _head(words: list[str], telling: list[int], low: int, high: int) -> int:
    front, _, telling_front, _ = _edges()
    if size := _fits(front, words, low, high, front=True):
        return size
    size = _fits(telling_front, words, low, high, front=True)
    return size if telling[high] > telling[low + size] else 0


def _joined(words: Iterable[str]) -> str:
    """The words as one text: no spaces but between digits, ``&`` only beside initials, umlauts in one spelling."""
    parts: list[list[str]] = []
    for part in filter(None, _JOINT.sub("", " ".join(words)).split("&")):
        if parts and len(part) > 2 and (len(parts[-1]) > 1 or len(parts[-1][0]) > 2):
            parts[-1].append(part)
        else:
            parts.append([part])
    text = "&".join(map("".join, parts))
    return _UMLAUT.sub(r"\1", text) if len(text) > 4 else text


def core_words(name: str, parentheses: bool = False) -> list[str]:
    """The folded words of a name that tell it apart, in order; with those in parentheses if asked."""
    return _core(_words(name, parentheses))


def key_of(words: list[str]) -> str:
    """The key of folded words, but for a form that only joining them shows (``gm bh``); much quicker than ``key``."""
    return _joined(_core(words))


def key(name: str) -> str:
    """The canonical spelling of one company's name: ``ACME``, ``Acme Ltd.`` and ``acme, inc`` are all ``acme``.

    Never empty for a name with a letter or digit; ``key(key(name)) == key(name)``. For comparing, not for showing.
    """
    return _short_key(name) if len(name) <= _SHORT else _key(name)


def _key(name: str) -> str:
    folded = name
    while (shorter := _joined(core_words(folded))) != folded:  # a joined name may show a form: "gm bh" -> "gmbh"
        folded = shorter
    return folded


_short_key = lru_cache(maxsize=65_536)(_key)


def is_no_company(name: str) -> bool:
    """Whether the text says that there is no company: ``freelance``, ``n/a``, ``étudiante``, ``-``, nothing at all."""
    if len(name) > _SHORT and any(map(str.isalnum, name)):
        return False  # longer than anything in the list
    return _short_no_company(name) if len(name) <= _SHORT else _is_no_company(name)


def _is_no_company(name: str) -> bool:
    words = _words(name)
    while len(words) > 1 and words[-1] in ROLES:  # freelance designer
        words.pop()
    return not any(map(str.isalnum, "".join(words))) or _joined(words) in _no_company()


_short_no_company = lru_cache(maxsize=65_536)(_is_no_company)


@lru_cache(maxsize=1)
def _no_company() -> frozenset[str]:
    return frozenset(_joined(_words(text)) for text in NO_COMPANY)
