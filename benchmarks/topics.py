"""What a programme's own topics cost: ``python benchmarks/topics.py [TOPICS ...] [--onet SKILLS.xlsx TREE.xlsx]``.

Writes topics.csv of each size, once with a row a topic and once with a row a link, and prints processor seconds: of
reading it, of the likeness of 1000 topics asked for with 400 offered, of naming what is nearest to 50 that are unknown,
and of the digest that settings are hashed with; then the process's peak memory. With ``--onet``, the same of the topics
that ship together with O*NET's. Each row runs in a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

SIZES = (1_000, 10_000, 20_000)
ASKED, OFFERED, UNKNOWN = 1000, 400, 50
TITLES = ("topics", "written as", "read, s", "likeness, s", "nearest, s", "digest, s", "all, s", "peak MiB")


def rows(size: int, kind: str) -> Iterator[str]:
    """Yield a file's lines: twenty fields, twelve children a topic at most, a link and an alias for every third."""
    draw = Random(size)
    yield "topic,broader,related,strength,aliases"
    for number in range(size):
        broader = f"topic {(number - 20) // 12}" if number >= 20 else ""
        link, strength = f"topic {number - 5}", f"{draw.random():.2f}"
        linked, named = number % 3 == 2 and number > 40, f"alias {number}" if number % 3 == 1 else ""
        if kind == "links" and linked:
            yield f"topic {number},,{link},{strength},"
        cell = f"{link}:{strength}" if linked and kind == "topics" else ""
        yield f"topic {number},{broader},{cell},,{named}"


def run(kind: str, *words: str) -> None:
    """Run one file and print its row."""
    import resource

    from matchmaker.topics import TopicGraph

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "topics.csv"
        if kind != "O*NET":
            path.write_text("\n".join(rows(int(words[0]), kind)), "utf-8")
        marks = [time.process_time()]
        graph = TopicGraph.shipped().with_onet(*map(Path, words)) if kind == "O*NET" else TopicGraph.read(path)
    marks.append(time.process_time())
    names = [topic.name for topic in graph.topics]
    graph.table(Random("asked").choices(names, k=ASKED), Random("offered").choices(names, k=OFFERED))
    marks.append(time.process_time())
    for number in range(UNKNOWN):
        graph.nearest(f"tropic {number}")
    marks.append(time.process_time())
    graph.digest_rows()
    marks.append(time.process_time())
    seconds = [
        f"{end - start:.2f}" for start, end in zip([*marks[:-1], marks[0]], [*marks[1:], marks[-1]], strict=True)
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
    print("| " + " | ".join([str(len(names)), kind, *seconds, str(peak)]) + " |")


def main(words: list[str]) -> None:
    """Run every file asked for, each in its own process."""
    at = words.index("--onet") if "--onet" in words else len(words)
    sizes = [int(word) for word in words[:at]] or list(SIZES)
    files = [str(Path(word).resolve()) for word in words[at + 1 :]]
    print("| " + " | ".join(TITLES) + " |\n|" + "---|" * len(TITLES), flush=True)
    runs = [(kind, str(size)) for size in sizes for kind in ("topics", "links")] + (
        [("O*NET", *files)] if files else []
    )
    for run_ in runs:
        code = f"import topics; topics.run(*{run_!r})"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parent)


if __name__ == "__main__":
    main(sys.argv[1:])
