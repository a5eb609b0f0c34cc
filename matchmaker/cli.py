"""The command line: parse, call, exit code."""

from __future__ import annotations

import gc
import json
import sys
import traceback
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from matchmaker.errors import InputError, MatchmakerError, Problem, RecordError
from matchmaker.programme import Programme, SolverName, StrategyName
from matchmaker.stopping import stoppable
from matchmaker.version import __version__
from matchmaker.writing.terminal import complain, print_json, print_text, working

if TYPE_CHECKING:
    from matchmaker.comparison import Entrant

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Match mentors and mentees: a folder of people's answers in, proven and explained pairs out.",
    epilog="Exit codes: 0 done and proven; 1 a bug; 2 bad input; 3 demands that clash; "
    "4 a legal matching, not proven best, or a comparison cut short; 6 a record that does not hold; 130 interrupted.",
)

NOT_PROVEN, INTERRUPTED = 4, 130


def _say_version(asked: bool) -> None:
    if asked:
        print_text(f"matchmaker {__version__}")
        raise typer.Exit


@app.callback()
def every_command(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that go before any command."""


class Format(StrEnum):
    """How the answer is printed."""

    TEXT = "text"
    JSON = "json"


Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The programme's folder: mentors.csv, mentees.csv, …")]
Result = Annotated[Path, typer.Argument(metavar="DIR", help="The folder a matching was written to.")]
WithPlans = Annotated[
    bool, typer.Option("--plans", help="Write a plan, introductions and an invitation for each pair, too.")
]
WithSensitivity = Annotated[
    bool, typer.Option("--sensitivity", help="Match again ten times, every weight up to 20 % off: what changes?")
]
AsFormat = Annotated[Format, typer.Option("--format", help="Print text, or one JSON document.")]


@app.command()
def match(
    folder: Folder,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the result goes.")] = Path("out"),
    strategy: Annotated[StrategyName | None, typer.Option(help="What is sought, instead of programme.toml's.")] = None,
    solver: Annotated[SolverName | None, typer.Option(help="The exact engine.")] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="S", min=0, help="Search so many seconds at most, then check and write."),
    ] = None,
    plans: WithPlans = False,
    sensitivity: WithSensitivity = False,
    format: AsFormat = Format.TEXT,  # noqa: A002 - the option's name
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no summary and show no progress.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds other files.")] = False,
) -> None:
    """Match the people of a folder, and write the pairs, everybody's state and the proof."""
    from matchmaker.batch import match_and_write, told
    from matchmaker.kernel import compiles_first, slow_without
    from matchmaker.reading.folder import read_folder
    from matchmaker.summary import summary
    from matchmaker.writing.progress import ProgressLine
    from matchmaker.writing.result import refuse_early

    with working(f"matching {folder} …", quiet) as tell:
        refuse_early(out, force=force)
        tell("reading")
        pool, programme = read_folder(folder)
        programme = _with(programme, strategy, solver)
        size = len(pool.mentees), len(pool.mentors)
        if not quiet and (notice := slow_without(*size) or compiles_first(*size)):
            complain(notice)
        line = ProgressLine(time_limit)
        with stoppable(time_limit) as stop:
            matching, files, moved = match_and_write(
                pool,
                programme,
                out,
                plans=plans,
                sensitivity=sensitivity,
                stop=stop,
                tell=lambda now: tell(line(now)),
                note=tell,
                force=force,
            )
    if format is Format.JSON:
        print_json(told(matching))
    elif not quiet:
        print_text(summary(pool, programme, matching, files, str(folder), moved))
    if matching.status != "OPTIMAL":
        raise typer.Exit(NOT_PROVEN)


@app.command()
def compare(
    folder: Folder,
    strategies: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Which, by commas: names, your own as module:function, all unless said."),
    ] = None,
    settings: Annotated[
        str, typer.Option(metavar="FILES", help="Instead: files of settings like programme.toml, by commas.")
    ] = "",
    seeds: Annotated[int, typer.Option(min=0, max=1000, help="Pools drawn from this one; 0 for none.")] = 30,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the comparison goes.")] = Path("comparison"),
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="S", min=0, help="Stop it all so many seconds after reading."),
    ] = None,
    format: AsFormat = Format.TEXT,  # noqa: A002
    quiet: Annotated[bool, typer.Option("--quiet", help="Print no tables and show no progress.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds other files.")] = False,
) -> None:
    """Match a folder's people in many ways, measure each, and put them side by side: tables and a page."""
    from matchmaker.comparison.page import COMPARED, files_of
    from matchmaker.comparison.told import text
    from matchmaker.comparison.trials import side_by_side
    from matchmaker.reading.folder import read_folder
    from matchmaker.writing.result import refuse_early, write_comparison

    with working(f"comparing {folder} …", quiet) as tell:
        refuse_early(out, COMPARED, force=force)
        pool, programme = read_folder(folder)
        entrants = _entrants(folder, programme, strategies, settings)
        with stoppable(time_limit) as stop:
            compared = side_by_side(pool, entrants, draws=seeds, stop=stop, tell=tell)
        files = write_comparison(out, files_of(compared), force=force)
    if format is Format.JSON:
        print_json(compared.model_dump_json(indent=1))
    elif not quiet:
        print_text(f"{text(compared)}\n\n{', '.join(path.name for path in files)} are in {out}")
    if compared.termination != "COMPLETED":
        raise typer.Exit(NOT_PROVEN)


@app.command()
def verify(result: Result, folder: Folder, format: AsFormat = Format.TEXT) -> None:  # noqa: A002
    """Check every rule, score, total and bound of a written matching again, without a solver."""
    from matchmaker.reading.folder import read_folder
    from matchmaker.sentences import page
    from matchmaker.verification import verify as breaches_of
    from matchmaker.writing.result import altered, other_sheets, read_record

    with working(f"verifying {result} …") as tell:
        matching = read_record(_there(result))
        pool, programme = read_folder(folder)
        breaches = other_sheets(matching, result)
        breaches = breaches or breaches_of(
            pool, programme, matching, tell=lambda share: tell(f"{share:.0%} of the pairs")
        )
        breaches = breaches or altered(matching, pool, result, programme)
    if format is Format.JSON:
        print_json(json.dumps({"holds": not breaches, "breaches": breaches}, ensure_ascii=False))
    if breaches:
        raise RecordError(breaches)
    if format is Format.TEXT:
        print_text(page("record_holds", folder=result, matching=matching))


@app.command()
def explain(
    result: Result,
    folder: Folder,
    mentee: Annotated[str, typer.Option(metavar="ID", help="Whom to explain.")] = "",
    mentor: Annotated[
        str, typer.Option(metavar="ID", help="This mentor; with --mentee, the pair of the two, matched or not.")
    ] = "",
) -> None:
    """Explain why somebody is matched as they are, or why two people are, or are not, a pair."""
    from matchmaker.explanation import explain as explained
    from matchmaker.reading.folder import read_folder
    from matchmaker.scoring.scores import Scores
    from matchmaker.writing.result import read_record

    if not mentee and not mentor:
        raise typer.BadParameter("--mentee ID is needed, or --mentor ID, or both")
    matching = read_record(_there(result))
    print_text(explained(Scores(*read_folder(folder)), matching, mentee=mentee, mentor=mentor).text())


@app.command()
def close(
    result: Result,
    folder: Folder,
    out: Annotated[Path, typer.Option(metavar="NEXT", help="The next cycle's folder, new or with people in it.")],
    feedback: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What mentees say: feedback.csv, one row a pair.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace relations.csv and ratings.csv of NEXT.")] = False,
) -> None:
    """Turn a finished cycle's pairs and feedback into relations.csv and ratings.csv for the next."""
    from matchmaker.close import close as closed
    from matchmaker.feedback import read_feedback
    from matchmaker.reading.folder import read_folder
    from matchmaker.writing.result import read_record, write_next

    matching, (pool, programme) = read_record(_there(result)), read_folder(folder)
    rows = read_feedback(feedback) if feedback else []
    files = write_next(out, closed(pool, programme, matching, rows), force=force)
    print_text(
        f"{len(matching.pairs)} pairs of this cycle, {len(rows)} with feedback, "
        f"are in {' and '.join(path.name for path in files)} of {out}"
    )


@app.command()
def generate(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for the generated programme.")],
    mentors: Annotated[int, typer.Option(min=1, max=1_000_000)] = 60,
    mentees: Annotated[int, typer.Option(min=1, max=1_000_000)] = 150,
    seed: Annotated[int, typer.Option(min=0)] = 1,
) -> None:
    """Write a folder of made-up, lifelike people, ready to match. The same seed gives the same people."""
    from matchmaker.generate import generate as generated
    from matchmaker.writing.result import write_new_folder

    files = write_new_folder(directory, generated(mentors, mentees, seed))
    print_text(f"{mentors} mentors and {mentees} mentees in {directory}: {', '.join(path.name for path in files)}")


@app.command()
def schema() -> None:
    """Print the JSON schemas of everything that is read and written."""
    from matchmaker.schema import schemas

    print_json(json.dumps(schemas(), indent=1, ensure_ascii=False))


def _there(result: Path) -> Path:
    """Return the folder of a written result, unless there is none: then the command was mistyped, no record altered."""
    if not result.is_dir():
        raise InputError(
            [Problem(str(result), 0, "", "is not a folder; it should be one that a matching was written to")]
        )
    return result


def _entrants(folder: Path, programme: Programme, strategies: str | None, settings: str) -> list[Entrant]:
    """Return who is compared: by files of settings, or else by strategies."""
    from matchmaker.comparison.entrants import ALL, by_settings, by_strategies

    if settings and strategies is not None:
        raise typer.BadParameter("--strategies or --settings, not both: each file of settings names its strategy")
    if settings:
        return by_settings(folder, [Path(name) for name in settings.split(",")])
    return by_strategies(programme, (ALL if strategies is None else strategies).split(","))


def main() -> NoReturn:
    """Run the command line; every refusal ends in a located message and its exit code, never in a traceback."""
    gc.set_threshold(100_000, 20, 20)  # what a run makes mostly stays until its end, too
    gc.freeze()  # what was imported stays: the collector need not go through it again and again
    try:
        app()
    except SystemExit as exit_:
        if exit_.code == INTERRUPTED:
            complain("interrupted; whatever result is there is whole")
        raise
    except MatchmakerError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except Exception as error:  # the last resort: a bug gets a message, and no personal data in it
        place = traceback.extract_tb(error.__traceback__)[-1]
        complain(f"stopped by a bug: {type(error).__name__} in {Path(place.filename).name}, line {place.lineno}")
        sys.exit(1)
    sys.exit(0)


def _with(programme: Programme, strategy: StrategyName | None, solver: SolverName | None) -> Programme:
    """Return the programme with what the command line says instead."""
    said = {"strategy": strategy, "solver": solver}
    return programme.model_copy(update={name: value for name, value in said.items() if value})
