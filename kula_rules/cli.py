"""The command line: the only place that reads the clock and the files, and writes.

Exit status: 0 nothing of severity error; 1 errors (or, with `--require-complete`, something unchecked); 2 wrong usage,
or a file that can not be read or written; 3 nothing was checked. 130 after Ctrl-C.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import NoReturn

import click

from . import __version__
from .checker import Checker
from .contract import MCP_CREATE, REST_CREATE
from .explain import explain as explain_code
from .explain import table
from .lint.formats import FORMATS
from .lint.results import Result, Run
from .lint.sources import SourceError, check_source, find_sources
from .lint.streams import complain, file_name, prepare_streams, reason, write
from .records import SnapshotError
from .rule_sets import RuleSet
from .shape import visible
from .snapshot import Snapshot

__all__ = ["main"]

_RULES = {"rest": REST_CREATE, "mcp": MCP_CREATE}
FOUND, USAGE, NOTHING, INTERRUPTED = 1, 2, 3, 130


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kula-rules")
def cli() -> None:
    """Check Kula interview requests before they are sent."""


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> datetime | None:
    """The moment to judge by: the present one unless another is given, `None` for undecided."""
    if value is None:
        return datetime.now(UTC)
    if value == "none":
        return None
    try:
        moment = datetime.fromisoformat(value.upper())  # RFC 3339 allows small letters
    except ValueError:
        raise click.BadParameter(
            f"{_quoted(value)} is no date and time such as 2026-11-20T08:00:00Z, nor none"
        ) from None
    if moment.utcoffset() is None:
        raise click.BadParameter(f"{_quoted(value)} has no UTC offset; 2026-11-20T08:00:00Z has")
    return moment


@cli.command()
@click.argument("paths", nargs=-1, required=True, metavar="[PATH|-]...")
@click.option("--surface", type=click.Choice(list(_RULES)), default="rest", show_default=True, help="Which API it is.")
@click.option(
    "--now",
    callback=_moment,
    metavar="RFC3339|none",
    help="The moment to judge by; none leaves time undecided.  [default: the present moment]",
)
@click.option("--snapshot", metavar="PATH", help="What is known of the account: a file, or a folder of responses.")
@click.option("--application-id", metavar="ID", help="The application in the request's path (rest only).")
@click.option("--output-format", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--output-file", metavar="PATH", help="Write there instead of to standard output.")
@click.option("--require-complete", is_flag=True, help="Exit with 1 if a rule could not be checked, too.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found.")
def check(
    paths: tuple[str, ...],
    surface: str,
    now: datetime | None,
    snapshot: str | None,
    application_id: str | None,
    output_format: str,
    output_file: str | None,
    require_complete: bool,
    exit_zero: bool,
) -> int:
    """Check the payloads in files (.json), directories of them, or standard input (-).

    A file holds one payload or an array of them. Exit status: 0 no errors, 1 errors, 2 wrong usage or an unreadable
    file, 3 nothing was checked.
    """
    checker = _checker(_RULES[surface], now, snapshot, application_id)
    results, unreadable = _check_all(paths, checker)
    run = Run(checker.rules.surface, now, tuple(results))
    written = write(FORMATS[output_format](run), output_file)
    if unreadable or not written:
        return USAGE
    if not results:
        return NOTHING
    found = run.summary.failed or (require_complete and any(result.report.unchecked for result in results))
    return FOUND if found and not exit_zero else 0


def _checker(rules: RuleSet, now: datetime | None, snapshot: str | None, application_id: str | None) -> Checker:
    if application_id is not None and rules.surface != "rest":
        raise click.UsageError("--application-id is the one in a REST path; with --surface mcp it is in the payload")
    if application_id == "" or (application_id and not _is_text(application_id)):
        raise click.UsageError(f"--application-id takes an id, not {_quoted(application_id)}")
    try:
        account = None if snapshot is None else Snapshot.load(snapshot)
    except SnapshotError as error:
        raise click.UsageError(f"--snapshot: {error}") from None
    return Checker(now, account, rules, application_id)


def _is_text(word: str) -> bool:
    """Whether the word is Unicode text; an argument may hold any bytes."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _check_all(paths: tuple[str, ...], checker: Checker) -> tuple[list[Result], bool]:
    """The results of everything that can be read, and whether something can not."""
    results: list[Result] = []
    unreadable = False
    for source in find_sources(paths):
        outcome = source if isinstance(source, SourceError) else check_source(source, checker)
        if isinstance(outcome, SourceError):
            unreadable |= not outcome.is_empty
            complain(f"{file_name(outcome.source)}: {outcome.reason}")
        else:
            results += outcome
    return results, unreadable


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what a rule demands, what it reads, and show right and wrong payloads; without CODE, list all codes."""
    try:
        text = table() if code is None else explain_code(code)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    return 0 if write(text, None) else USAGE


def _quoted(value: object) -> str:
    return f'"{visible(str(value), 60)}"'


def main() -> NoReturn:
    """Run the command and exit with its status."""
    prepare_streams()
    try:
        status = _run()
    except OSError as error:  # of the texts that click writes itself: help and version
        complain(f"standard output: {reason(error)}")
        status = USAGE
    sys.exit(status)


def _run() -> int:
    try:
        status: int = cli.main(prog_name="kula-rules", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit:  # what click makes of a reader that has seen enough of its help
        return 0
    except click.ClickException as error:
        complain(_usage(error), prefix="")
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return INTERRUPTED
    return status


def _usage(error: click.ClickException) -> str:
    """What was wrong with the call, and where to read how to make it."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = [context.get_usage(), f"Try '{context.command_path} --help' for help.", ""] if context else []
    return "\n".join(visible(line) for line in [*hint, *f"Error: {error.format_message()}".splitlines()])
