"""The runner: whatever a program does, each vector has a clear result, and nothing hangs."""

from __future__ import annotations

import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import click
import pytest

from kula_rules.cli import cli
from kula_rules.conformance.agreement import as_json, as_text, difference
from kula_rules.conformance.answer import MAX_LINE as MAX_QUESTION
from kula_rules.conformance.answer import answer_lines
from kula_rules.conformance.program import MAX_LINE, Program, ProgramError
from kula_rules.conformance.reply import Found, Reply
from kula_rules.conformance.runner import MAX_STARTS, NOT_ASKED, Result, put_to
from kula_rules.conformance.vectors import Vector
from kula_rules.report import Unchecked

from ..command import COMMAND, Outcome, process, run, write
from .judging import VECTORS

PYTHON = [sys.executable, "-IS", "-c"]
NOTHING = '{"findings": [], "unchecked": []}'
FOUND = {"code": "not_an_object", "pointer": "", "severity": "error"}
QUESTION: dict[str, object] = {"surface": "rest", "now": None, "snapshot": None, "application_id": None}


def vector(name: str, *findings: Found, section: str = "S", **question: object) -> Vector:
    return Vector(f"a: {name}", section, {"name": f"a: {name}", **QUESTION, "request": {}, **question}, Reply(findings))


ONE, TWO, THREE = vector("one"), vector("two"), vector("three")


def errors(text: str, *vectors: Vector, timeout: float = 10) -> list[str]:
    """What came of some vectors, by default three, that are put to a Python program; nothing where they agree."""
    results = put_to([*PYTHON, text], vectors or (ONE, TWO, THREE), timeout)
    return [result.error if result.found is None else "" if result.agrees else "differs" for result in results]


def answering(how: str) -> str:
    """A program that answers each line by a piece of Python, `answer` being what is expected."""
    return f"import os, sys, time\nanswer = '{NOTHING}'\nfor number, line in enumerate(sys.stdin):\n {how}"


SAY = "print(answer, flush=True)"


# Programs that answer.


def test_a_program_that_answers_as_expected_agrees() -> None:
    assert errors(answering(SAY)) == ["", "", ""]


def test_a_program_is_asked_with_a_line_of_ascii_without_the_answer() -> None:
    asked = vector("é\u2028\n", request={"name": "\U0001f600\x00"})
    line = json.dumps(asked.question).encode("ascii") + b"\n"
    text = f"import sys; sys.exit(sys.stdin.buffer.readline() != {line!r})"
    assert errors(text, asked) == ["it ended with status 0 before it answered"]


def test_a_program_is_kept_from_one_vector_to_the_next() -> None:
    assert errors(answering(f"assert number < 3; {SAY}")) == ["", "", ""]


def test_other_keys_of_an_answer_say_nothing() -> None:
    text = 'print(\'{"verdict": 5, "findings": [], "unchecked": [], "messages": "x"}\', flush=True)'
    assert errors(answering(text)) == ["", "", ""]


def test_an_answer_does_not_repeat_a_key() -> None:
    text = 'print(\'{"findings": [1], "findings": [], "unchecked": []}\', flush=True)'
    twice = "it answered in another form: /findings: the key stands twice in the same object"
    assert errors(answering(text)) == [twice] * 3


def test_a_program_may_write_as_much_as_it_likes_to_standard_error() -> None:
    assert errors(answering(f"sys.stderr.write('x' * 10_000_000); {SAY}")) == ["", "", ""]


def test_a_question_may_be_longer_than_a_pipe() -> None:
    assert errors(answering(SAY), vector("one", request="x" * 10_000_000)) == [""]


def test_a_program_may_answer_what_it_has_not_read() -> None:
    text = f"import sys, time; sys.stdin.read(1); print('{NOTHING}', flush=True); time.sleep(0.3)"
    assert errors(text, vector("one", request="x" * 10_000_000)) == [""]


def test_a_program_may_go_on_when_there_are_no_more_questions() -> None:
    before = time.monotonic()
    assert errors(answering(SAY) + "\ntime.sleep(60)") == ["", "", ""]
    assert time.monotonic() - before < 30


# Programs that break down.


def test_a_program_that_crashes_is_started_again() -> None:
    crash = "if 'two' in line: sys.exit('no\\x1b[31m\\n\\n')"
    assert errors(answering(f"{crash}\n {SAY}")) == [
        "",
        "it ended with status 1 before it answered; its standard error ends: no\\x1b[31m",
        "",
    ]


def test_a_program_that_is_ended_by_a_signal_is_told_so() -> None:
    assert errors(answering("os.kill(os.getpid(), 9)"), ONE) == ["it was ended by signal 9 before it answered"]


def test_a_program_that_hangs_is_ended_and_started_again() -> None:
    text = answering(f"time.sleep(60 * ('two' in line)); {SAY}")
    assert errors(text, timeout=3) == ["", "it did not answer within 3 seconds", ""]


def test_a_program_that_does_not_end_its_line_has_not_answered() -> None:
    text = answering("print(answer, end='', flush=True)")
    assert errors(text, ONE, timeout=0.5) == ["it did not answer within 0.5 seconds"]


def test_a_program_that_ends_within_its_line_has_not_answered() -> None:
    text = answering("print(answer, end='', flush=True); sys.exit()")
    assert errors(text, ONE) == ["it ended with status 0 before it answered"]


def test_a_line_without_end_is_not_read_to_its_end() -> None:
    text = answering("\n while True: os.write(1, b'x' * 65536)")
    assert errors(text, ONE) == [f'it wrote a line of more than {MAX_LINE} bytes: "{"x" * 200}…"']


def test_lines_without_end_are_not_read_to_their_end() -> None:
    text = answering("\n while True: os.write(1, 100 * (answer + '\\n').encode())")
    assert errors(text, ONE, TWO) == ["", f'it wrote before it was asked: "{NOTHING}"']


def test_a_program_that_closes_its_standard_output_is_started_again() -> None:
    text = answering("os.close(1); time.sleep(60)")
    assert errors(text, ONE) == ["it closed its standard output before it answered"]


def test_a_program_that_answers_twice_is_started_again() -> None:
    text = answering("os.write(1, (answer + '\\n\\x1b[31mmore\\n').encode())")
    unasked = 'it wrote before it was asked: "\\x1b[31mmore"'
    assert errors(text, ONE, TWO, THREE) == ["", unasked, unasked]


def test_a_program_that_speaks_first_is_told_so() -> None:
    program = Program([*PYTHON, "import time; print('ready', flush=True); time.sleep(60)"], 10)
    try:
        with program._answers._changed:
            program._answers._changed.wait_for(lambda: program._answers.pending)
        with pytest.raises(ProgramError, match='it wrote before it was asked: "ready"'):
            program.ask(b"{}\n")
    finally:
        program.end()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"ready", '"ready", which is no JSON: expecting value (line 1, column 1)'),
        (b"", '"", which is no JSON: the text is empty (line 1, column 1)'),
        (b"\x1b]0;\x07\xff", '"\\x1b]0;\\x07\ufffd", which is no JSON: the text is not UTF-8 (line 1, column 6)'),
        (b"NaN", '"NaN", which is no JSON: NaN is not a JSON value (line 1, column 1)'),
    ],
)
def test_a_program_that_answers_with_no_json_is_started_again(line: bytes, why: str) -> None:
    written = line + b"\n"
    text = answering(f"os.write(1, {written!r}) if number == 0 else {SAY}")
    assert errors(text) == [f"it wrote {why}"] * 3


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("[]", "expected an object, found an array"),
        ("{}", 'the key "findings" is missing'),
        ('{"findings": {}, "unchecked": []}', "/findings: expected an array, found an object"),
        ('{"findings": [5], "unchecked": []}', "/findings/0: expected an object, found an integer"),
        ('{"findings": [], "unchecked": [{"code": "a"}]}', '/unchecked/0: the key "needs" is missing'),
        (
            '{"findings": [], "unchecked": [{"code": 5, "needs": []}]}',
            "/unchecked/0/code: expected a string, found an integer",
        ),
        ('{"error": "\\u001b"}', 'the key "findings" is missing'),
    ],
)
def test_a_program_that_answers_in_another_form_is_asked_on(answer: str, why: str) -> None:
    text = answering(f"print({answer!r} if number == 0 else answer, flush=True)")
    assert errors(text) == [f"it answered in another form: {why}", "", ""]


def test_a_program_that_breaks_down_again_and_again_is_given_up() -> None:
    vectors = [vector(f"number {number}") for number in range(MAX_STARTS + 2)]
    assert errors("", *vectors) == ["it ended with status 0 before it answered"] * MAX_STARTS + [NOT_ASKED] * 2


def test_a_program_that_answers_now_and_then_is_asked_to_the_end() -> None:
    vectors = [vector(f"number {number}", request=number) for number in range(2 * MAX_STARTS + 2)]
    text = answering("odd = int(line.split()[-1].strip('}')) % 2\n assert not odd, 'odd'\n " + SAY)
    crash = "it ended with status 1 before it answered; its standard error ends: AssertionError: odd"
    assert errors(text, *vectors) == ["", crash] * (MAX_STARTS + 1)


def test_a_program_that_ends_while_another_holds_its_output_has_ended() -> None:
    assert errors(answering("os.fork() and os._exit(3)\n time.sleep(60)"), ONE, timeout=1) == [
        "it ended with status 3 before it answered"
    ]


def test_a_program_that_can_not_be_ended_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "killpg", lambda *_: (_ for _ in ()).throw(PermissionError))  # as of another user's process
        program = Program([*PYTHON, "import time; time.sleep(60)"], 1)
        before = time.monotonic()
        program.end()
        assert time.monotonic() - before < 30
    program.end()


def test_what_a_program_writes_after_its_last_answer_counts_against_that() -> None:
    text = answering(f"{SAY}\nprint('and more', flush=True)")
    assert errors(text, ONE, TWO) == ["", 'it wrote before it was asked: "and more"']


def test_a_program_that_broke_down_at_last_is_not_asked_to_finish() -> None:
    assert errors(answering(f"assert 'two' not in line; {SAY}"), ONE, TWO)[0] == ""


def test_a_program_that_can_not_be_started_again_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "program"
    path.write_text(f"#!{sys.executable}\nimport os, sys\nos.unlink(sys.argv[0])\n", encoding="utf-8")
    path.chmod(0o700)
    results = put_to([str(path)], [ONE, TWO], 10)
    assert [result.error for result in results] == [
        "it ended with status 0 before it answered",
        f'"{path}" can not be started: No such file or directory',
    ]


# What is left of programs: nothing.


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended may still wait for somebody to ask how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def pids(tmp_path: Path) -> Iterator[Path]:
    """A file in which programs leave the ids of processes; those that still run are ended."""
    path = tmp_path / "pids"
    path.touch()
    yield path
    for pid in filter(is_running, map(int, path.read_text(encoding="ascii").split())):
        os.kill(pid, signal.SIGKILL)


def left_over(pids: Path) -> list[bool]:
    """Whether each process runs, once each has had the time to end."""
    deadline = time.monotonic() + 10
    while True:
        running = [is_running(pid) for pid in map(int, pids.read_text(encoding="ascii").split())]
        if not any(running) or time.monotonic() > deadline:
            return running
        time.sleep(0.01)


def leaving(pids: Path, more: str = "") -> str:
    """A program that starts another one, notes both, and answers."""
    start = f"import subprocess\nchild = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']{more})"
    note = f"open({str(pids)!r}, 'a').write(f'{{os.getpid()}} {{child.pid}} ')"
    return f"import os, sys, time\n{start}\n{note}\n{answering(SAY)}"


def test_a_program_is_ended_with_what_it_started(pids: Path) -> None:
    assert errors(leaving(pids)) == ["", "", ""]
    assert left_over(pids) == [False, False]


def test_a_program_that_hangs_is_ended_with_what_it_started(pids: Path) -> None:
    assert errors(f"{leaving(pids)}\n time.sleep(60)", ONE, TWO, timeout=3)[0] == ""
    assert left_over(pids) == [False, False]


def test_a_program_is_ended_when_the_run_is_interrupted(pids: Path) -> None:
    def interrupted() -> Iterator[Vector]:
        yield ONE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        put_to([*PYTHON, leaving(pids)], interrupted(), 10)
    assert left_over(pids) == [False, False]


def test_a_process_that_left_the_group_does_not_keep_the_run(pids: Path) -> None:
    before = time.monotonic()
    assert errors(leaving(pids, ", start_new_session=True, stderr=subprocess.DEVNULL"), ONE) == [""]
    assert time.monotonic() - before < 30


def test_where_there_are_no_groups_the_program_itself_is_ended(pids: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "killpg")
    text = f"import os, time; open({str(pids)!r}, 'a').write(str(os.getpid())); time.sleep(60)"
    assert errors(text, ONE, timeout=3) == ["it did not answer within 3 seconds"]
    assert left_over(pids) == [False]


# What a run reports.

KIND = Found("err_kind_required", "/kind", "error")


@pytest.mark.parametrize(
    ("expected", "found", "said"),
    [
        (Reply((KIND,)), Reply(), "missing error err_kind_required at /kind"),
        (Reply(), Reply((KIND,)), "extra error err_kind_required at /kind"),
        (Reply((KIND,)), Reply((KIND, KIND)), "extra error err_kind_required at /kind"),
        (
            Reply((KIND,)),
            Reply((Found("err_kind_required", "", "error"),)),
            "misplaced error err_kind_required at the top, expected at /kind",
        ),
        (
            Reply((KIND,)),
            Reply((Found("err_kind_required", "/kind", "warning"),)),
            "misplaced warning err_kind_required at /kind, expected error at /kind",
        ),
        (
            Reply((KIND, Found("b", "/b", "error"))),
            Reply((Found("b", "/b", "error"), KIND)),
            "all that is expected, but in another order",
        ),
        (Reply((), (Unchecked("a", ("now",)),)), Reply(), "missing unchecked a needing now"),
        (Reply(), Reply((), (Unchecked("a", ()),)), "extra unchecked a needing nothing"),
        (
            Reply((), (Unchecked("a", ("b", "now")),)),
            Reply((), (Unchecked("a", ("now", "b")),)),
            "unchecked a needing now b, expected b now",
        ),
        (
            Reply((KIND,)),
            Reply(tuple(Found("x" * 90, f"/{number}", "error") for number in range(9))),
            "missing error err_kind_required at /kind; "
            + "".join(f"extra error {'x' * 80}… at /{number}; " for number in range(4))
            + "and 5 more",
        ),
    ],
)
def test_a_disagreement_is_told_by_the_least_that_differs(expected: Reply, found: Reply, said: str) -> None:
    assert difference(expected, found) == said


RESULTS = [
    Result(ONE, Reply()),
    Result(vector("two", section="T"), Reply((Found("\x1b[2J", "/a", "error"),))),
    Result(vector("th\x1bree", KIND, section="T", surface="mcp"), None, "it ended ##[error]\x9b"),
]


def test_people_read_a_line_for_each_disagreement_and_how_many_agree() -> None:
    assert as_text(RESULTS).splitlines() == [
        "a: two (rest): extra error \\x1b[2J at /a",
        "a: th\\x1bree (mcp): it ended #·[error]\\x9b",
        "S: 1 of 1 vector agrees",
        "T: 0 of 2 vectors agree",
        "1 of 3 vectors agree",
    ]


def test_vectors_that_were_not_asked_share_a_line() -> None:
    lost = [Result(ONE, None, "it ended"), *(Result(item, None, NOT_ASKED) for item in (TWO, THREE))]
    assert as_text(lost).splitlines() == [
        "a: one (rest): it ended",
        "2 vectors: not asked, as the program broke down 10 times in a row",
        "S: 0 of 3 vectors agree",
        "0 of 3 vectors agree",
    ]


def test_no_line_is_a_command_to_the_log_of_a_build() -> None:
    named = vector("x", section="::error::boom")
    found = Reply((Found("##[error]", "##vso[task.complete]", "error"),))
    assert as_text([Result(named, found)]).splitlines()[1:] == [
        "./::error::boom: 0 of 1 vector agrees",
        "0 of 1 vector agrees",
    ]
    assert "##" not in as_json([Result(named, found)])
    assert json.loads(as_json([Result(named, found)]))["disagreements"][0]["found"] == found.to_dict()


def test_programs_read_one_document() -> None:
    text = as_json(RESULTS)
    assert text.isascii()
    assert json.loads(text) == {
        "version": 1,
        "agreed": 1,
        "disagreed": 2,
        "sections": [
            {"section": "S", "agreed": 1, "disagreed": 0},
            {"section": "T", "agreed": 0, "disagreed": 2},
        ],
        "disagreements": [
            {
                "name": "a: two",
                "section": "T",
                "expected": {"findings": [], "unchecked": []},
                "found": {
                    "findings": [{"code": "\x1b[2J", "pointer": "/a", "severity": "error"}],
                    "unchecked": [],
                },
            },
            {
                "name": "a: th\x1bree",
                "section": "T",
                "expected": {"findings": [KIND.to_dict()], "unchecked": []},
                "error": "it ended ##[error]\x9b",
            },
        ],
    }


# The command.


def command(text: str) -> str:
    return shlex.join([*PYTHON, text])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two vectors."""
    vectors = [
        {"name": f"a: {name}", **QUESTION, "request": {}, "expected": {"findings": findings, "unchecked": []}}
        for name, findings in (("nothing", []), ("something", [FOUND]))
    ]
    (tmp_path / "vectors").mkdir()
    write(tmp_path / "vectors" / "s.json", {"version": 1, "section": "S", "vectors": vectors})
    return tmp_path / "vectors"


def conformance(folder: Path, text: str, *more: str) -> Outcome:
    return run("conformance", "--vectors", folder, "--command", command(text), *more)


ONE_FOUND = json.dumps({"findings": [FOUND], "unchecked": []})
RIGHT = answering(f"print(answer if 'nothing' in line else {ONE_FOUND!r}, flush=True)")
AGREED = "S: 2 of 2 vectors agree\n2 of 2 vectors agree\n"


def test_full_agreement_exits_with_0(folder: Path) -> None:
    assert conformance(folder, RIGHT) == Outcome(0, AGREED, "")


def test_disagreement_exits_with_1(folder: Path) -> None:
    lines = (
        "a: something (rest): missing error not_an_object at the top\nS: 1 of 2 vectors agree\n1 of 2 vectors agree\n"
    )
    assert conformance(folder, answering(SAY)) == Outcome(1, lines, "")


def test_the_format_does_not_change_the_status(folder: Path) -> None:
    outcome = conformance(folder, answering(SAY), "--output-format", "json")
    assert (outcome.status, outcome.err, outcome.document["disagreed"]) == (1, "", 1)


@pytest.mark.parametrize(
    ("globs", "agreed"),
    [(["a: some*"], 0), (["*thing"], 1), (["a: nothing", "b: *"], 1), (["a: nothing", "a: some*"], 1)],
)
def test_vectors_are_selected_by_name(folder: Path, globs: list[str], agreed: int) -> None:
    words = [word for glob in globs for word in ("--select", glob)]
    assert conformance(folder, answering(SAY), "--output-format", "json", *words).document["agreed"] == agreed


def test_a_run_in_which_nothing_was_asked_exits_with_3(folder: Path, tmp_path: Path) -> None:
    nameless = conformance(folder, answering(SAY), "--select", "A: *")
    assert nameless == Outcome(3, "", "kula-rules: no vector has such a name\n")
    (tmp_path / "empty").mkdir()
    assert conformance(tmp_path / "empty", answering(SAY)) == Outcome(3, "", "kula-rules: there are no vectors\n")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "one of --command and --answer is needed"),
        (["--answer", "--command", "x"], "one of --command and --answer is needed"),
        (["--answer", "--output-format", "text"], "--answer takes no --output-format"),
        (["--answer", "--select", "x"], "--answer takes no --select"),
        (["--command", ""], "--command names no program"),
        (["--command", " # "], '--command: "#" can not be started: No such file or directory'),
        (["--command", "'x"], "--command: no closing quotation"),
        (["--command", "/"], '--command: "/" can not be started: Permission denied'),
        (["--command", "no\x1b-such"], '--command: "no\\x1b-such" can not be started: No such file or directory'),
        (["--command", "a\x00b"], '--command: "a\\x00b" can not be started: no file can have this name'),
        (["--command", "x", "--vectors", ""], "--vectors names no folder"),
        (["--command", "x", "--vectors", "/no"], "vectors: /no: can not be read: No such file or directory"),
        (["--command", "x", "--timeout", "0"], "Invalid value for '--timeout': 0 is not in the range 1<=x<=3600."),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], why: str) -> None:
    assert run("conformance", *words) == Outcome(2, "", why)


def test_a_report_that_can_not_be_written_exits_with_2(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kula_rules.conformance.command.write", lambda text, path: bool(path))
    assert conformance(folder, answering(SAY)) == Outcome(2, "", "")


def test_an_interrupted_run_leaves_no_program(folder: Path, pids: Path) -> None:
    text = command(f"{leaving(pids)}\n time.sleep(60)")
    line = f'"$@" & while [ ! -s {shlex.quote(str(pids))} ]; do sleep 0.1; done; kill -TERM $!; wait $!'
    assert process("conformance", "--vectors", folder, "--command", text, line=line).status == 143
    assert left_over(pids) == [False, False]


# Our own engine is a program like any other.


def test_our_own_engine_agrees_through_the_same_door() -> None:
    outcome = run("conformance", "--command", shlex.join([*COMMAND, "conformance", "--answer"]))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines()[-1] == f"{len(VECTORS)} of {len(VECTORS)} vectors agree"


def test_our_own_engine_answers_line_by_line() -> None:
    lines = "".join(json.dumps({**QUESTION, "name": "a", "request": request}) + "\n" for request in ("", 5))
    answer = json.dumps({"findings": [FOUND], "unchecked": []}) + "\n"
    assert run("conformance", "--answer", stdin=lines) == Outcome(0, answer * 2, "")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (b"\n", "the text is empty (line 1, column 1)"),
        (b"{\n", "expecting property name enclosed in double quotes (line 1, column 2)"),
        (b"[]\n", "expected an object, found an array"),
        (b"\xff", "the text is not UTF-8 (line 1, column 1)"),
    ],
)
def test_our_own_engine_says_what_is_wrong_with_a_question(line: bytes, error: str) -> None:
    assert list(answer_lines(BytesIO(line))) == [json.dumps({"error": error}) + "\n"]


def test_a_question_that_is_too_long_is_answered_once() -> None:
    lines = BytesIO(b"[" * (2 * MAX_QUESTION + 5) + b"\n[]\n")
    assert [json.loads(answer)["error"] for answer in answer_lines(lines)] == [
        f"the line is over the limit of {MAX_QUESTION} bytes",
        "expected an object, found an array",
    ]


def test_our_own_engine_ends_when_nobody_reads_its_answers() -> None:
    outcome = process("conformance", "--answer", line='yes "{}" | "$@" | head -n 1')
    assert outcome == Outcome(0, '{"error": "the key \\"name\\" is missing"}\n', "")


def test_our_own_engine_needs_a_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(click.UsageError, match="standard input is closed"):
        cli.main(["conformance", "--answer"], standalone_mode=False)


def test_our_own_engine_ends_when_its_answers_can_not_be_written() -> None:
    outcome = process("conformance", "--answer", line='yes {} | "$@" >/dev/full')
    assert (outcome.status, outcome.err) == (2, "kula-rules: standard output: No space left on device\n")
