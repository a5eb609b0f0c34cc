"""What a run says that cannot write its files: why, what to do, and whether a new result waits."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from matchmaker.writing import disk

_ADVICE = {
    errno.ENOSPC: "make room on the disk and run again",
    errno.EDQUOT: "make room on the disk and run again",
    errno.EFBIG: "lift the limit on the size of files, or choose another folder",
    errno.EEXIST: "a file stands in its way; choose another folder",
    errno.ENOTDIR: "a file stands in its way; choose another folder",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EACCES: "choose a folder that you may write to",
    errno.EPERM: "choose a folder that you may write to",
    errno.EROFS: "choose a folder that you may write to",
}

_WRONG_KIND = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENOTEMPTY})
"""What a system answers where a file is a folder, or a folder a file, or not empty."""


def refusal(folder: Path, ready: Path, error: OSError) -> str:
    """Return why a folder cannot be written and what to do; ``ready`` is where a finished result waits, if one does."""
    if disk.is_held(error):
        reason = f"{error.filename} is open in another program; close it and run again"
    elif error.errno in _WRONG_KIND and "/.matchmaker." in Path(os.fsdecode(error.filename or "")).as_posix():
        reason = f"{error.filename} stands in the way; remove it and run again"
    else:
        advice = _ADVICE.get(error.errno or 0, "choose another folder, or try again")
        if disk.may_be_held(error):
            advice = f"close what is open there in another program, or {advice}"
        reason = f"{folder} cannot be written: {error.strerror or type(error).__name__}; {advice}"
    if os.path.isdir(ready):  # noqa: PTH112 - False for whatever cannot be looked at
        return f"{reason}. The finished result is kept in {ready}; the next run puts it in place"
    return f"{reason}. Nothing was changed"
