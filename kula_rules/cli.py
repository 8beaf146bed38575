"""The command line: the only place that reads the clock, the environment and the terminal.

Exit status: 0 nothing that fails the run; 1 findings that do (or, with `--require-complete`, something unchecked);
2 wrong usage or configuration, or a file that can not be read or written; 3 nothing was checked. 130 after Ctrl-C,
143 after SIGTERM.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

import click

from . import __version__
from .conformance.command import conformance
from .explain import explain as explain_code
from .explain import table
from .lint.arguments import ArgumentError, overridden, pair_outputs, refuse_overwriting, wants_colour
from .lint.baseline import BaselineError
from .lint.config import ConfigError, Settings, config_schema, find_config, load_config, settings_dict
from .lint.config_schema import MAX_JOBS
from .lint.formats import FORMATS, text_format
from .lint.formats.parts import Format
from .lint.globs import GlobError
from .lint.selection import SelectionError
from .lint.session import UNUSABLE, Invocation, Session
from .lint.streams import STDIN, complain, prepare_streams, reason, write
from .lint.work import RULES, WorkError
from .records import SnapshotError
from .rule_sets import RuleSet
from .shape import visible

__all__ = ["main"]

INTERRUPTED: Final = 130
TERMINATED: Final = 143
_ORDER: Final = "kula_rules.order"
_DOCUMENTS: Final = ("request", "snapshot", "report", "config")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kula-rules")
def cli() -> None:
    """Check Kula interview requests before they are sent."""


class _Ordered(click.Command):
    """A command that remembers the order of its options: which file belongs to which format."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words, once more for their order."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


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


@cli.command(cls=_Ordered)
@click.argument("paths", nargs=-1, metavar="[PATH|-]...")
@click.option("--surface", type=click.Choice(list(RULES)), help="Which API it is.  [default: rest]")
@click.option(
    "--now",
    callback=_moment,
    metavar="RFC3339|none",
    help="The moment to judge by; none leaves time undecided.  [default: the present moment]",
)
@click.option("--snapshot", metavar="PATH", help="What is known of the account: a file, or a folder of responses.")
@click.option("--application-id", metavar="ID", help="The application in the request's path (rest only).")
@click.option("--stdin-filename", metavar="NAME", help="The file that standard input (-) stands for.")
@click.option("--exclude", multiple=True, metavar="GLOB", help="Leave files out, as .gitignore does; may be repeated.")
@click.option("--select", multiple=True, metavar="NAMES", help="The rules that count: codes, groups, ALL.")
@click.option("--ignore", multiple=True, metavar="NAMES", help="The rules that do not.")
@click.option("--extend-select", multiple=True, metavar="NAMES", help="More rules that count.")
@click.option("--severity", multiple=True, metavar="CODE=LEVEL", help="Make a rule an error, a warning, or off.")
@click.option("--fail-on", type=click.Choice(["error", "warning", "never"]), help="Exit with 1 from this severity on.")
@click.option("--require-complete", is_flag=True, default=None, help="Exit with 1 also if a rule could not be checked.")
@click.option("--exit-zero", is_flag=True, help="The same as --fail-on never.")
@click.option("--config", metavar="FILE", help="The configuration.  [default: the closest one upwards]")
@click.option("--isolated", is_flag=True, help="Take no configuration.")
@click.option("--show-settings", is_flag=True, help="Print what is in force, as JSON, and check nothing.")
@click.option("--baseline", metavar="FILE", help="Known findings, which do not count.")
@click.option("--write-baseline", is_flag=True, help="Write what is found into the baseline.")
@click.option("--fix", is_flag=True, help="Write certain fixes into the files, and check them after that.")
@click.option("--diff", is_flag=True, help="Show certain fixes as a diff, and check nothing.")
@click.option("--output-format", type=click.Choice(list(FORMATS)), multiple=True, help="[default: text]")
@click.option("--output-file", multiple=True, metavar="PATH", help="The file for the --output-format before it.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="Whether text is coloured.",
    show_default=True,
)
@click.option("--show-values", is_flag=True, default=None, help="Show lines with values that may be private.")
@click.option(
    "--jobs",
    type=click.IntRange(1, MAX_JOBS),
    metavar="N",
    help="Processes to share the work.  [default: the cores, if it pays]",
)
@click.pass_context
def check(context: click.Context, /, **options: Any) -> int:
    """Check the payloads in files, directories of them, patterns, or standard input (-).

    Files are JSON (one payload, or an array of them), JSON Lines (.jsonl, .ndjson) or YAML (.yaml, .yml), also
    compressed (.gz). Exit status: 0 no errors, 1 errors, 2 wrong usage or an unreadable file, 3 nothing was checked.
    """
    try:
        given = options | {"fail_on": "never"} if options["exit_zero"] else options
        settings = overridden(_configuration(options), given)
        session = Session(_required(settings, options), _invocation(options, context.meta[_ORDER]))
    except (ArgumentError, BaselineError, ConfigError, GlobError, SelectionError) as error:
        raise click.UsageError(str(error)) from None
    except SnapshotError as error:
        raise click.UsageError(f"--snapshot: {error}") from None
    if options["show_settings"]:
        return _print_json(settings_dict(session.settings, session.judge.checker.rules))
    if not options["paths"]:
        raise click.MissingParameter(ctx=context, param=context.command.params[0])
    if options["diff"]:
        return session.diff()
    if options["fix"]:
        session.fix()
    return session.check()


def _configuration(options: dict[str, Any]) -> Settings:
    if options["isolated"]:
        if options["config"]:
            raise click.UsageError("--isolated takes no configuration, --config does")
        return Settings()
    path = Path(options["config"]) if options["config"] is not None else find_config(Path.cwd())
    return Settings() if path is None else load_config(path)


def _required(settings: Settings, options: dict[str, Any]) -> Settings:
    """The settings, if they fit together."""
    given = settings.application_id
    if given is not None and settings.surface != "rest":
        raise click.UsageError("--application-id is the one in a REST path; with --surface mcp it is in the payload")
    if isinstance(given, str) and not (given and _is_text(given)):
        raise click.UsageError(f"--application-id takes an id, not {_quoted(given)}")
    if settings.baseline == "" or (options["write_baseline"] and settings.baseline is None):
        raise click.UsageError("--write-baseline needs a --baseline FILE to write to")
    if options["fix"] and (options["diff"] or STDIN in options["paths"]):
        raise click.UsageError("--fix writes into files; --diff shows what it would write, of standard input too")
    if options["diff"] and (options["output_format"] or options["output_file"] or options["write_baseline"]):
        raise click.UsageError("--diff writes a diff and checks nothing; it takes no format, file or baseline to write")
    if options["stdin_filename"] is not None and STDIN not in options["paths"]:
        raise click.UsageError("--stdin-filename names standard input, which is not among the paths (-)")
    return settings


def _is_text(word: str) -> bool:
    """Whether the word is Unicode text; an argument may hold any bytes."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _invocation(options: dict[str, Any], order: list[str]) -> Invocation:
    pairs = pair_outputs(order, options["output_format"], options["output_file"])
    refuse_overwriting(options["paths"], pairs)
    now: datetime | None = options["now"]
    return Invocation(
        paths=options["paths"],
        now=now,
        today=_day(now or datetime.now(UTC)),
        root=os.getcwd(),
        outputs=tuple((_format(name, path, options["color"]), path) for name, path in pairs),
        exclude=options["exclude"],
        stdin_name=options["stdin_filename"],
        write_baseline=options["write_baseline"],
        progress=sys.stderr.isatty() and not (sys.stdout.isatty() and None in dict(pairs).values()),
    )


def _day(moment: datetime) -> date:
    """The day of a moment in UTC, unless that is outside the years 1 to 9999."""
    try:
        return moment.astimezone(UTC).date()
    except OverflowError:
        return moment.date()


def _format(name: str, path: str | None, choice: str) -> Format:
    terminal = path is None and sys.stdout.isatty()
    return text_format(colour=wants_colour(choice, os.environ, terminal=terminal)) if name == "text" else FORMATS[name]


@cli.command()
@click.option(
    "--of", "what", type=click.Choice(_DOCUMENTS), default="request", help="What it is for.", show_default=True
)
@click.option("--surface", type=click.Choice(list(RULES)), help="Which API the request is for.  [default: rest]")
@click.option("--application-in-path", is_flag=True, help="The body need not hold application_id (rest only).")
def schema(what: str, surface: str | None, application_in_path: bool) -> int:
    """Print the JSON Schema (2020-12) of requests, snapshots, reports or configurations."""
    if what != "request" and (surface or application_in_path):
        raise click.UsageError(f"--surface and --application-in-path are about requests, not --of {what}")
    if application_in_path and surface == "mcp":
        raise click.UsageError("--application-in-path is about REST; with --surface mcp it is in the payload")
    return _print_json(_schema(what, RULES[surface or "rest"], application_in_path))


def _schema(what: str, rules: RuleSet, application_in_path: bool) -> dict[str, Any]:
    from .document_schemas import report_schema, snapshot_schema  # no other command needs these
    from .json_schema import json_schema

    if what == "request":
        return json_schema(rules, application_in_path=application_in_path)
    return {"snapshot": snapshot_schema, "report": report_schema, "config": config_schema}[what]()


def _print_json(data: object) -> int:
    return 0 if write(json.dumps(data, indent=2) + "\n", None) else UNUSABLE


@cli.command()
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Say what a rule demands, what it reads, and show right and wrong payloads; without CODE, list all codes."""
    try:
        text = table() if code is None else explain_code(code)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    return 0 if write(text, None) else UNUSABLE


cli.add_command(conformance)


def _quoted(value: object) -> str:
    return f'"{visible(str(value), 60)}"'


def main() -> NoReturn:
    """Run the command and exit with its status."""
    prepare_streams()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        status = _run()
    except OSError as error:  # of the texts that click writes itself: help and version
        complain(f"standard output: {reason(error)}")
        status = UNUSABLE
    except _Terminated:
        status = TERMINATED
    sys.exit(status)


class _Terminated(BaseException):
    """Somebody wants the program to end; what was begun is undone on the way."""


def _terminate(*_: object) -> NoReturn:
    raise _Terminated


def _run() -> int:
    try:
        status: int = cli.main(prog_name="kula-rules", standalone_mode=False)
        sys.stdout.flush()
    except SystemExit:  # what click makes of a reader that has seen enough of its help
        return 0
    except click.ClickException as error:
        complain(_usage(error), prefix="")
        return error.exit_code
    except WorkError as error:
        complain(str(error))
        return UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted")
        return INTERRUPTED
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  # a traceback is no answer, and its status would be that of findings
        complain(_internal(error))
        return UNUSABLE
    return status


def _internal(error: Exception) -> str:
    """A mistake of this program, without what it was about: that may be private."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{os.path.basename(place.filename)}:{place.lineno}"
    return f"a mistake of kula-rules itself ({type(error).__name__} in {where}); please report it"


def _usage(error: click.ClickException) -> str:
    """What was wrong with the call, and where to read how to make it."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = [context.get_usage(), f"Try '{context.command_path} --help' for help.", ""] if context else []
    message = f"Error: {error.format_message()}".replace("\t", "    ")  # click indents with tabs
    return "\n".join(visible(line) for line in [*hint, *message.splitlines()])
