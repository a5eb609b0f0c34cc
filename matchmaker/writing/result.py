"""What the files of a result say; how they get into their folder whole is in ``whole.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from matchmaker.certificate_record import CertificateRecord
from matchmaker.errors import OutputError, RecordError
from matchmaker.handouts.pairs import handouts as handouts_of
from matchmaker.handouts.pairs import is_handout
from matchmaker.matching import Matching
from matchmaker.pool import Pool
from matchmaker.programme import Programme
from matchmaker.sensitivity import Sensitivity
from matchmaker.tables.large import LargeMatching
from matchmaker.tables.large_record import altered_tables, read_large
from matchmaker.writing import disk, whole
from matchmaker.writing.csv_file import as_csv
from matchmaker.writing.lines import PAIR, PERSON, Lines
from matchmaker.writing.record_file import as_json, from_json

FILES = ("matching.json", "pairs.csv", "people.csv", "certificate.json")
SENSITIVITY = "sensitivity.json"
_TABLES = ("pairs.parquet", "people.parquet", "prices.parquet", "chances.parquet")
LARGE_FILES = (*FILES[:3], *_TABLES, *FILES[3:])
"""The files of a large answer; the last table is there only where pairs were drawn under a cap."""

_REPLACED = ("matching.json: another run has replaced it since it was read; verify again",)
_NAMES = (*FILES, *_TABLES, SENSITIVITY, whole.HANDOUTS)


def write_matching(
    matching: Matching,
    pool: Pool,
    folder: str | Path,
    *,
    sensitivity: Sensitivity | None = None,
    handouts: Mapping[str, str] = MappingProxyType({}),
    force: bool = False,
) -> tuple[Path, ...]:
    """Write a matching's files into ``folder`` and return their paths; the run before is kept in ``previous/``.

    ``handouts`` are what ``handouts()`` returned; they go into a folder of their own. Those of another run go, and its
    ``sensitivity``.

    Raises
    ------
    OutputError
        If the folder holds other files (unless ``force``, which leaves them alone, and is refused where one has the
        name of a file to write), cannot be written, or another run does not stop writing into it.
    """
    folder, texts = Path(folder), _texts(matching, pool)
    texts |= {SENSITIVITY: as_json(sensitivity)} if sensitivity else {}
    texts |= handouts
    with whole.alone(folder, _NAMES):
        _refuse_strangers(folder, _NAMES, force=force)
        written = {name.partition("/")[0] for name in texts}
        whole.put(folder, texts, gone=[name for name in _NAMES if name not in written])
    return tuple(folder / name for name in _NAMES if name in written)


def write_made(
    folder: Path, names: Sequence[str], make: Callable[[Path], None], *, force: bool = False
) -> tuple[Path, ...]:
    """Write the files that ``make`` makes, which is given a folder for them, and return their paths.

    For an answer too large to be held; else as ``write_matching``.

    Raises
    ------
    OutputError
        As ``write_matching`` does.
    """
    with whole.alone(folder, _NAMES):
        _refuse_strangers(folder, _NAMES, force=force)
        whole.put_made(folder, names, make, gone=[name for name in _NAMES if name not in names])
    return tuple(folder / name for name in names)


def refuse_early(folder: Path, names: Sequence[str] = _NAMES, *, force: bool = False) -> None:
    """Raise what writing files of these ``names`` would, as far as it can be told before: to spare a long run."""
    if folder.is_dir():
        with whole.alone(folder, names):
            _refuse_strangers(folder, names, force=force)


def _refuse_strangers(folder: Path, names: Sequence[str], *, force: bool) -> None:
    """Refuse a folder that holds anything but what a run wrote that writes ``names``, its record first."""
    record = names[0]
    ours = (*names, whole.PREVIOUS) if (folder / record).is_file() else ()
    strangers = [name for name in whole.others(folder, ours) if not name.startswith(".")]
    if strangers and not force:
        raise OutputError(f"{folder} holds other files, such as {strangers[0]}; choose another folder, or --force")
    in_the_way = [name for name in (*names[1:], whole.PREVIOUS) if name in strangers]
    if in_the_way and record not in strangers:
        reason = f"is there already, and was not written by a run: no {record} lies beside it"
        raise OutputError(f"{folder / in_the_way[0]} {reason}; move it, or choose another folder")
    for place in (folder, folder / whole.PREVIOUS):
        if odd := next((name for name in whole.handouts(place) if not is_handout(name)), ""):
            raise OutputError(f"{place / odd} was not written by a run; move it, or choose another folder")


def altered(matching: Matching, pool: Pool, folder: str | Path, programme: Programme | None = None) -> tuple[str, ...]:
    """Return which files of a written matching do not say what its record says, ``matching`` being what was read.

    Hand-outs, if there are any, are looked at if their ``programme`` is given.
    """
    folder = Path(folder)
    if isinstance(matching, LargeMatching):
        changed = _altered_large(matching, pool, folder)
        return changed if programme is None else changed + _altered_handouts(matching, pool, folder, programme)
    texts = {name: text.encode() for name, text in _texts(matching, pool).items()}
    found = _found(folder)
    if found["matching.json"] != texts["matching.json"] and read_record(folder) != matching:
        found = _found(folder / whole.PREVIOUS)  # a run has ended since the record was read, and has kept it there
        if found != texts:
            return _REPLACED
    changed = tuple(_wrong(name, found[name] is not None) for name in FILES if found[name] != texts[name])
    return changed if programme is None else changed + _altered_handouts(matching, pool, folder, programme)


def other_sheets(matching: Matching, folder: str | Path) -> tuple[str, ...]:
    """Return which spreadsheets of a large record are missing, or not those it tells of: soon seen, before any walk."""
    if not isinstance(matching, LargeMatching):
        return ()
    folder, tables = Path(folder), matching.tables
    told = {"pairs.csv": tables.pairs_csv, "people.csv": tables.people_csv}
    names = [
        name for name, one in told.items() if not (folder / name).is_file() or disk.sha256(folder / name) != one.sha256
    ]
    return _told_of_large(matching, folder, names) if names else ()


def _altered_large(matching: LargeMatching, pool: Pool, folder: Path) -> tuple[str, ...]:
    return _told_of_large(matching, folder, altered_tables(matching, pool, folder))


def _told_of_large(matching: LargeMatching, folder: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Return what is wrong with these spreadsheets, unless they are of another run by now."""
    now = read_record(folder)  # whatever is there by then: tables that changed are refused
    if not isinstance(now, LargeMatching) or now.tables != matching.tables:
        return _REPLACED
    return tuple(_wrong(name, (folder / name).is_file()) for name in names)


def _wrong(name: str, there: bool) -> str:
    return f"{name}: {'not what the record says' if there else 'is not there'}"


def _altered_handouts(matching: Matching, pool: Pool, folder: Path, programme: Programme) -> tuple[str, ...]:
    there = whole.handouts(folder)
    if not there:
        return ()
    texts = handouts_of(pool, programme, matching)
    names = sorted({*there, *texts})
    found = _found(folder, names)
    so = {name: texts[name].encode() if name in texts else None for name in names}
    return tuple(_wrong(name, found[name] is not None) for name in names if found[name] != so[name])


def write_comparison(folder: Path, texts: Mapping[str, str], *, force: bool = False) -> tuple[Path, ...]:
    """Write a comparison's files, its record first, and return their paths; those of the one before are kept.

    Raises
    ------
    OutputError
        As ``write_matching`` does.
    """
    with whole.alone(folder, list(texts)):
        _refuse_strangers(folder, tuple(texts), force=force)
        whole.put(folder, texts)
    return tuple(folder / name for name in texts)


def write_new_folder(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write a programme's files into a folder that is new or empty, and return their paths.

    Raises
    ------
    OutputError
        If the folder holds anything, cannot be written, or another run does not stop writing into it.
    """
    order = sorted(texts, key=lambda name: (name == "mentors.csv", name))  # without mentors.csv no folder is read
    with whole.alone(folder, order):
        if whole.others(folder):
            raise OutputError(f"{folder} is not empty; choose a new folder")
        whole.put(folder, {name: texts[name] for name in order})
    return tuple(folder / name for name in texts)


def write_next(folder: Path, texts: Mapping[str, str], *, force: bool = False) -> tuple[Path, ...]:
    """Write what a finished cycle leaves into the next one's folder, and return the files' paths.

    Raises
    ------
    OutputError
        If one of the files is there already (unless ``force``, which keeps it in ``previous/``), or the folder cannot
        be written.
    """
    with whole.alone(folder, list(texts)):
        there = [name for name in texts if (folder / name).exists()]
        if there and not force:
            raise OutputError(f"{folder / there[0]} is there already; choose another folder, or --force")
        whole.put(folder, texts)
    return tuple(folder / name for name in texts)


def read_record(folder: str | Path) -> Matching:
    """Read a written result, with its certificate.

    Raises
    ------
    RecordError
        If a file is missing or is not what it should be.
    OutputError
        If a finished result cannot be moved into its place, such as when a file of the one before is open elsewhere.
    """
    folder = Path(folder)
    found = _found(folder, ("matching.json", "certificate.json", *_TABLES))
    record, certificate = found["matching.json"], found["certificate.json"]
    if record is None or certificate is None:
        missing = "matching.json" if record is None else "certificate.json"
        raise RecordError([f"{folder}: {missing} cannot be read: No such file or directory"])
    if any(found[name] is not None for name in _TABLES):
        return read_large(folder, record, certificate, found)
    matching = from_json(folder / "matching.json", record, Matching)
    proof = from_json(folder / "certificate.json", certificate, CertificateRecord)
    return matching.model_copy(update={"certificate": proof})


def _found(folder: Path, names: Sequence[str] = FILES) -> dict[str, bytes | None]:
    """Return what the files of a folder say, all of one run."""
    try:
        return whole.read(folder, names)
    except OSError as error:
        raise RecordError([f"{folder}: {Path(error.filename or '').name} cannot be read: {error.strerror}"]) from error


def _texts(matching: Matching, pool: Pool) -> dict[str, str]:
    """Return the content of every file of a matching."""
    if matching.certificate is None:
        raise OutputError("this matching has no certificate; only what match() returned can be written")
    said = Lines(pool)
    pairs = [said.of_pair(pair) for pair in matching.pairs]
    return {
        "matching.json": as_json(matching),
        "pairs.csv": as_csv(pairs, list(pairs[0]) if pairs else PAIR),
        "people.csv": as_csv(map(said.of_person, matching.people), PERSON),
        "certificate.json": as_json(matching.certificate),
    }
