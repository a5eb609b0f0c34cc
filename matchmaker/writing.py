"""Writing a result: whole or not at all, the last one kept.

All files are first written and synced inside ``.new-…``; one rename to ``.ready`` is the moment the new result
exists. Then each file is moved into its place, the old one into ``previous/``. Killed before that moment, the old
result stands and the leftovers are swept by the next run; killed after it, whoever comes next finishes the moves.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from matchmaker.errors import OutputError, RecordError
from matchmaker.matching import CertificateRecord, Matching, Pair, PersonState
from matchmaker.pool import Pool
from matchmaker.sentences import hundredths

FILES = ("matching.json", "pairs.csv", "people.csv", "certificate.json")
_READY, _NEW, _PREVIOUS = ".ready", ".new-", "previous"


def write_matching(matching: Matching, pool: Pool, folder: str | Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write a matching's files into ``folder`` and return their paths.

    Raises
    ------
    OutputError
        If the folder holds other files (unless ``force``, which leaves them alone) or cannot be written.
    """
    folder, texts = Path(folder), _texts(matching, pool)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        finish(folder)
        ours = {*FILES, _PREVIOUS} if (folder / "matching.json").is_file() else set()
        strangers = sorted({path.name for path in folder.iterdir() if not path.name.startswith(".")} - ours)
        if strangers and not force:
            raise OutputError(f"{folder} holds other files, such as {strangers[0]}; choose another folder, or --force")
        staged = Path(tempfile.mkdtemp(prefix=_NEW, dir=folder))
        for name, text in texts.items():
            _write_synced(staged / name, text)
        _sync(staged)
        staged.rename(folder / _READY)
        _sync(folder)
        finish(folder)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error
    return tuple(folder / name for name in FILES)


def altered(matching: Matching, pool: Pool, folder: str | Path) -> tuple[str, ...]:
    """Return which of a written matching's files no longer say what its record says."""
    texts = _texts(matching, pool)
    paths = {name: Path(folder) / name for name in texts}
    return tuple(
        f"{name}: not what the record says"
        for name, path in paths.items()
        if not path.is_file() or path.read_bytes() != texts[name].encode()
    )


def write_new_folder(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write files into a folder that is new or empty, and return their paths.

    Raises
    ------
    OutputError
        If the folder holds anything, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise OutputError(f"{folder} is not empty; choose a new folder")
        for name, text in texts.items():
            _write_synced(folder / name, text)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror}") from error
    return tuple(folder / name for name in texts)


def finish(folder: Path) -> None:
    """Complete a write that was cut short after its decisive moment, and sweep what was cut short before it."""
    ready = folder / _READY
    if ready.is_dir():
        (folder / _PREVIOUS).mkdir(exist_ok=True)
        for name in FILES:
            if (ready / name).exists():  # what is no longer there was moved before the cut
                if (folder / name).exists():
                    (folder / name).replace(folder / _PREVIOUS / name)
                (ready / name).replace(folder / name)
        ready.rmdir()
        if not any((folder / _PREVIOUS).iterdir()):
            (folder / _PREVIOUS).rmdir()
        _sync(folder)
    for orphan in folder.glob(f"{_NEW}*"):
        shutil.rmtree(orphan)


def read_record(folder: str | Path) -> Matching:
    """Read a written result, with its certificate.

    Raises
    ------
    RecordError
        If a file is missing or is not what it should be.
    """
    folder = Path(folder)
    try:
        if (folder / _READY).is_dir():
            finish(folder)
        matching = Matching.model_validate_json((folder / "matching.json").read_bytes())
        certificate = CertificateRecord.model_validate_json((folder / "certificate.json").read_bytes())
    except OSError as error:
        raise RecordError([f"{folder}: {Path(error.filename or '').name} cannot be read: {error.strerror}"]) from error
    except ValueError as error:
        raise RecordError([f"{folder}: not a record of this version: {type(error).__name__}"]) from error
    return matching.model_copy(update={"certificate": certificate})


def _texts(matching: Matching, pool: Pool) -> dict[str, str]:
    """Return the content of every file of a matching."""
    if matching.certificate is None:
        raise OutputError("this matching has no certificate; only what match() returned can be written")
    return {
        "matching.json": matching.model_dump_json(indent=1) + "\n",
        "pairs.csv": _pairs_csv(matching.pairs, pool),
        "people.csv": _people_csv(matching.people, pool),
        "certificate.json": matching.certificate.model_dump_json(indent=1) + "\n",
    }


def _pairs_csv(pairs: Iterable[Pair], pool: Pool) -> str:
    rows = []
    for pair in pairs:
        mentee, mentor = pool.mentees[pool.mentee_index[pair.mentee]], pool.mentors[pool.mentor_index[pair.mentor]]
        people = {
            f"{person.role}_{field}": getattr(person, field) or ""
            for person in (mentee, mentor)
            for field in ("id", "name", "email", "company", "time_zone")
        }
        points = {f"{part.view}:{part.name}": hundredths(part.points) for part in pair.criteria}
        views = {"mentee_view": hundredths(pair.mentee_view), "mentor_view": hundredths(pair.mentor_view)}
        whys = {f"why_{part.name}": part.why for part in pair.criteria if part.view == "mentee"}
        rows.append({**people, "score": hundredths(pair.score), **views, **points, **whys})
    return _csv(rows, ("mentee_id", "mentor_id", "score"))


def _people_csv(people: Iterable[PersonState], pool: Pool) -> str:
    rows = []
    for one in people:
        mentee = one.role == "mentee"
        person = pool.mentees[pool.mentee_index[one.id]] if mentee else pool.mentors[pool.mentor_index[one.id]]
        rows.append(
            {
                "role": one.role,
                "id": one.id,
                "name": person.name,
                "email": person.email or "",
                "state": one.state,
                "places": one.places,
                "filled": one.filled,
                "possible_partners": one.legal,
                "why": one.why,
            }
        )
    return _csv(rows, ("role", "id", "name", "email", "state", "places", "filled", "possible_partners", "why"))


def _csv(rows: Sequence[Mapping[str, object]], columns: Sequence[str]) -> str:
    """Return rows as CSV with a byte order mark, by which spreadsheets know UTF-8; ``columns`` stand for no rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else list(columns), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return "\ufeff" + text.getvalue()


def _inert(value: object) -> object:
    """Quote a text that a spreadsheet would run as a formula."""
    first = unicodedata.normalize("NFKC", value).lstrip()[:1] if isinstance(value, str) else ""
    return f"'{value}" if first and first in "=+-@" else value


def _write_synced(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
