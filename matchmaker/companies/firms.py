"""One firm behind many spellings: what the rules ``same_company`` and ``competitors`` compare.

``names.key`` tells when two spellings are one name; ``companies.toml`` adds what no spelling shows::

    [aliases]
    "IBM" = ["International Business Machines", "Big Blue"]
    [groups]
    "Globex" = ["Acme Labs", "Initech"]      # parent = subsidiaries
    [competitors]
    "rail" = ["Isenbruck Rail", "Brimholt Rail"]    # any name = firms that compete, each with all others

Two people share a firm if their ``firms`` have a key in common. Likeness never bans: ``look_alikes`` is for a notice.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice
from pathlib import Path

from matchmaker.answers import LONGEST_LINE
from matchmaker.companies.names import core_words, is_no_company, key, key_of
from matchmaker.errors import InputError, Problem
from matchmaker.reading.input_file import read_toml

Names = Mapping[str, tuple[str, ...]]
Found = tuple[str, str]  # dotted key, what is wrong or stands there

_FILE = "companies.toml"
_TABLES = ("aliases", "groups", "competitors")
_ALIKE = 85  # rapidfuzz ratio, 0…100: one typing error in a name of five letters or more
_BEGINNING = 100  # letters of a name that are compared for likeness, so that a huge cell costs no time
_NEIGHBOURS = 300  # names in the order of the alphabet that each is compared with
_MOST_ALIKE = 100  # pairs of names, as where "Company 0001" and so on stand for all firms
_MOST_WORDS = 12  # of a name that is searched for another firm's name


@dataclass(frozen=True)
class Companies:
    """A programme's aliases (name -> other spellings), groups (parent -> subsidiaries) and competitors (set -> firms).

    Names are as written. Raises InputError if a spelling belongs to two firms, a firm has two parents, parents run in a
    circle, or a set of competitors has not two firms or one of them twice.
    """

    aliases: Names = field(default_factory=dict)
    groups: Names = field(default_factory=dict)
    competitors: Names = field(default_factory=dict)

    def __post_init__(self) -> None:
        if found := _faults((), self.aliases, self.groups, self.competitors):
            raise InputError(Problem(_FILE, 0, place, message) for place, message in found)

    @classmethod
    def read(cls, path: Path) -> Companies:
        """The companies of a ``companies.toml``. Raises InputError with everything wrong in it, by dotted key."""
        document = read_toml(path)
        unknown = [name for name in document if name not in _TABLES]
        found = [(_dotted(name), f"no such table; the nearest is [{_nearest(name)}]") for name in unknown]
        tables = [_table(name, document.get(name, {}), found) for name in _TABLES]
        if not found:
            return cls(*tables)
        raise InputError(Problem(_FILE, 0, place, message) for place, message in _faults(found, *tables))

    def firms(self, cell: str) -> frozenset[str]:
        """The keys of the firms at the top of every employer in a ``company`` cell; none for ``freelance``, ``n/a``."""
        return frozenset(self._owners.get(name, name) for name in map(key, _employers(cell)))

    @cached_property
    def competing(self) -> tuple[frozenset[str], ...]:
        """Of every set of competitors, the keys of the firms at the top: each competes with all others of its set."""
        return tuple(frozenset().union(*map(self.firms, names)) for names in self.competitors.values())

    def look_alikes(self, cells: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """Pairs of names, as written in the cells or the file, that look alike but count as different firms.

        Alike: one name begins or ends with the whole other (``Siemens``, ``Siemens Energy``), or a rapidfuzz ratio of
        at least 85 (and the same first letter, and not too far apart in the alphabet, which keeps large pools quick).
        Sorted; of very many, a hundred.
        """
        names: dict[str, str] = {}
        for name in sorted({name for cell in cells for name in _employers(cell)} | set(self._written())):
            names.setdefault(key(name), name)
        apart = (
            (one, two)
            for one, two in chain(_within(names), _near(names))
            if self._owners.get(one, one) != self._owners.get(two, two)
        )
        likely = sorted(set(islice(apart, _MOST_ALIKE)))
        return tuple((min(names[one], names[two]), max(names[one], names[two])) for one, two in likely)

    def _written(self) -> Iterator[str]:
        return (name for _, name in _names(self.aliases, self.groups, self.competitors))

    @cached_property
    def _owners(self) -> Mapping[str, str]:
        """The key of every name in the file -> the key of the firm at its top."""
        firm = _firm_of(self.aliases)
        parents = {child: parent for parent, child, _, _ in _families(self.aliases, self.groups)}
        owners: dict[str, str] = {}
        tops: dict[str, str] = {}
        for name in map(key, self._written()):
            line = [firm.get(name, name)]
            while (above := tops.get(line[-1], parents.get(line[-1], line[-1]))) != line[-1]:
                line.append(above)
            tops |= dict.fromkeys(line, line[-1])
            owners[name] = line[-1]
        return owners


def _employers(cell: str) -> Iterator[str]:
    """The companies in a cell, each once as written, without the words that say there is none."""
    for name in dict.fromkeys(name.strip() for name in re.split("[;；]", cell)):
        if not is_no_company(name):
            yield name


def _near(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys with the same first letter and a ratio of at least ``_ALIKE``."""
    from rapidfuzz import fuzz, process

    same_letter: dict[str, list[str]] = {}
    for name in sorted(names):
        same_letter.setdefault(name[0], []).append(name)
    for group in same_letter.values():
        short = [name[:_BEGINNING] for name in group]
        for i, name in enumerate(group):
            for _, _, j in process.extract(
                short[i], short[i + 1 : i + 1 + _NEIGHBOURS], scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None
            ):
                yield name, group[i + 1 + j]


def _within(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of keys of which one is the first or the last words of the other, parentheses read as words."""
    for name, written in names.items():
        words = core_words(written, parentheses=True)
        for i in range(1, len(words) if len(words) <= _MOST_WORDS else 0):
            for part in (key_of(words[:i]), key_of(words[i:])):
                if part in names and part != name:
                    yield min(name, part), max(name, part)


def _table(table: str, content: object, found: list[Found]) -> dict[str, tuple[str, ...]]:
    """The usable entries of one table; what is wrong with the others is added to ``found``."""
    if not isinstance(content, dict):
        found.append((table, f'must be a table: a line [{table}], then lines "name" = ["other", …]'))
        return {}
    usable: dict[str, tuple[str, ...]] = {}
    for name, others in content.items():
        place = _dotted(table, name)
        if isinstance(others, list):
            wrong = [number for number, other in enumerate(others, 1) if not isinstance(other, str)]
            found += [(place, f"entry {number} is not a text in quotes") for number in wrong]
            usable[name] = tuple(other for other in others if isinstance(other, str))
        else:
            found.append((place, 'must be a list of names in quotes: ["…", "…"]'))
    return usable


def _faults(before: Iterable[Found], aliases: Names, groups: Names, competitors: Names) -> list[Found]:
    """What was wrong before, and everything wrong with the names: each by itself, then against the others."""
    names = [*_names(aliases, groups, competitors)]
    found = [*before]
    found += [(place, f"{_quoted(name)} {fault}") for place, name in names if (fault := _fault(name))]
    if any(len(name) > LONGEST_LINE for _, name in names):
        return found
    found += [*_alias_clashes(aliases), *_group_clashes(aliases, groups)]
    if competitors and not found:  # only where all else is right can it be told which names are one firm
        found += _competitor_clashes(competitors, Companies(aliases, groups))
    return found


def _names(*tables: Names) -> Iterator[Found]:
    """The place and the name of every firm in the tables; what a set of competitors is called is no firm."""
    for table, content in zip(_TABLES, tables, strict=True):
        for name, others in content.items():
            place = _dotted(table, name)
            yield from ((place, text) for text in (others if table == "competitors" else (name, *others)))


def _fault(name: str) -> str:
    if len(name) > LONGEST_LINE:
        return f"has more than {LONGEST_LINE} characters"
    if is_no_company(name):
        return "means that there is no company" if name.strip() else "is empty; a name needs a letter or digit"
    return 'holds ";", which separates employers' if re.search("[;；]", name) else ""


def _firm_of(aliases: Names) -> dict[str, str]:
    """The key of every spelling -> the key of the firm it is listed under."""
    return {key(other): key(name) for name, others in aliases.items() for other in others}


def _families(aliases: Names, groups: Names) -> Iterator[tuple[str, str, str, str]]:
    """Parent's key, subsidiary's key, both as written; a subsidiary that is its parent's other spelling left out."""
    firm = _firm_of(aliases)
    for parent, children in groups.items():
        for child in children:
            above, below = (firm.get(key(name), key(name)) for name in (parent, child))
            if above != below or parent == child:
                yield above, below, parent, child


def _alias_clashes(aliases: Names) -> Iterator[Found]:
    heads = {key(name): name for name in aliases}
    for name, others in aliases.items():
        for other in others:
            firm = heads.setdefault(key(other), name)  # the first to list a spelling has it
            if key(firm) != key(name):
                yield _dotted("aliases", name), f"{_quoted(other)} already stands for {_dotted('aliases', firm)}"


def _group_clashes(aliases: Names, groups: Names) -> Iterator[Found]:
    parents: dict[str, tuple[str, str]] = {}
    for above, below, parent, child in _families(aliases, groups):
        first, written = parents.setdefault(below, (above, parent))
        if first != above:
            yield _dotted("groups", parent), f"{_quoted(child)} already belongs to {_dotted('groups', written)}"
    done: set[str] = set()
    for start in parents:
        line: dict[str, None] = {}
        name = start
        while name in parents and name not in done and name not in line:
            line[name] = None
            name = parents[name][0]
        if name in line:
            yield _dotted("groups", parents[name][1]), "its parents run in a circle, back to itself"
        done.update(line)


def _competitor_clashes(competitors: Names, companies: Companies) -> Iterator[Found]:
    for name, firms in competitors.items():
        place = _dotted("competitors", name)
        if len(firms) < 2:
            yield place, "needs two firms or more, as nobody competes alone"
        seen: dict[frozenset[str], str] = {}
        for firm in firms:
            top = companies.firms(firm)
            if top in seen:
                yield place, f"{_quoted(firm)} and {_quoted(seen[top])} are one firm or group; list it once"
            seen.setdefault(top, firm)


def _dotted(*keys: str) -> str:
    """A dotted key as TOML writes it: aliases.IBM, groups."Acme Labs"."""
    return ".".join(part if re.fullmatch("[A-Za-z0-9_-]+", part) else _quoted(part) for part in keys)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _nearest(name: str) -> str:
    from rapidfuzz import fuzz, process

    return str(process.extractOne(name.casefold(), _TABLES, scorer=fuzz.ratio)[0])
