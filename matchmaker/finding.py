"""Finding somebody by what a caller, or a record, calls them."""

from __future__ import annotations

from matchmaker.errors import UnknownPersonError
from matchmaker.pool import Pool
from matchmaker.settings import View


def find(pool: Pool, role: View, person: str) -> int:
    """Return somebody's row or column by id, e-mail or full name; nobody is an error that names the nearest id."""
    index, by_key = (pool.mentee_index, pool.row_of) if role == "mentee" else (pool.mentor_index, pool.column_of)
    if person in index:
        return index[person]
    try:
        key = pool.directory.find(person)
    except ValueError as error:
        raise UnknownPersonError(f"{role} {person}: {error}") from error
    if key not in by_key:
        from rapidfuzz import process

        ids = sorted(one for one in index if "@" not in one)  # nobody else's e-mail
        near = process.extractOne(person, ids, score_cutoff=60)
        raise UnknownPersonError(f'no {role} has the id "{person}"' + (f'; the nearest is "{near[0]}"' if near else ""))
    return by_key[key]
