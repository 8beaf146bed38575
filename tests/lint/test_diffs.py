"""Diffs: `patch` and Git make of them what the edits make, and nothing in them acts on a terminal."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules.lint.diffs import unified_diff
from kula_rules.lint.edits import TextEdit, apply_edits
from kula_rules.lint.positions import Span

HEAD: Final = "--- a/x.json\n+++ b/x.json\n"


def replaced(text: str, *changes: tuple[str, str]) -> list[TextEdit]:
    """Edits of a text: the first occurrence of each word becomes another one."""
    return [TextEdit(Span(text.index(old), text.index(old) + len(old)), new) for old, new in changes]


def diff(text: str, *changes: tuple[str, str], private: tuple[str, ...] = ()) -> str:
    """The diff of a text in which words become others, without its head."""
    hidden = [edit.span for edit in replaced(text, *((word, "") for word in private))]
    return unified_diff("x.json", text, replaced(text, *changes), hidden).removeprefix(HEAD)


# --- lines -----------------------------------------------------------------------------------------------------------

NUMBERS: Final = "".join(f"line {number}\n" for number in range(1, 21))


def test_a_change_stands_between_three_lines_on_each_side() -> None:
    assert unified_diff("x.json", NUMBERS, replaced(NUMBERS, ("line 10", "ten"))) == (
        f"{HEAD}@@ -7,7 +7,7 @@\n line 7\n line 8\n line 9\n-line 10\n+ten\n line 11\n line 12\n line 13\n"
    )


def test_changes_far_from_each_other_have_hunks_of_their_own() -> None:
    assert diff(NUMBERS, ("line 1\n", ""), ("line 9", "nine\nand a half"), ("line 20", "twenty")) == (
        "@@ -1,4 +1,3 @@\n-line 1\n line 2\n line 3\n line 4\n"
        "@@ -6,7 +5,8 @@\n line 6\n line 7\n line 8\n-line 9\n+nine\n+and a half\n line 10\n line 11\n line 12\n"
        "@@ -17,4 +17,4 @@\n line 17\n line 18\n line 19\n-line 20\n+twenty\n"
    )


def test_changes_near_each_other_share_a_hunk() -> None:
    assert diff(NUMBERS, ("line 2\n", ""), ("line 9", "nine")) == (
        "@@ -1,12 +1,11 @@\n line 1\n-line 2\n line 3\n line 4\n line 5\n line 6\n line 7\n line 8\n"
        "-line 9\n+nine\n line 10\n line 11\n line 12\n"
    )


def test_edits_of_one_line_are_one_change() -> None:
    assert diff('{"a": "7", "b": "8"}\n', ('"7"', "7"), ('"8"', "8")) == (
        '@@ -1 +1 @@\n-{"a": "7", "b": "8"}\n+{"a": 7, "b": 8}\n'
    )


def test_changes_of_neighbouring_lines_are_one() -> None:
    assert diff("a\nb\nc\n", ("a", "x"), ("b", "y")) == "@@ -1,3 +1,3 @@\n-a\n-b\n+x\n+y\n c\n"


def test_a_line_that_stays_between_two_changes_is_no_change() -> None:
    assert diff("a\nb\nc\n", ("a\n", ""), ("c", "d")) == "@@ -1,3 +1,2 @@\n-a\n b\n-c\n+d\n"


def test_an_edit_may_begin_in_one_line_and_end_in_another() -> None:
    assert diff('{\n"a": 1,\n"b": 2\n}\n', (',\n"b": 2', "")) == '@@ -1,4 +1,3 @@\n {\n-"a": 1,\n-"b": 2\n+"a": 1\n }\n'


@pytest.mark.parametrize("edits", [[], [TextEdit(Span(0, 1), "a")], [TextEdit(Span(1, 1), "")]])
def test_what_changes_nothing_has_no_diff(edits: list[TextEdit]) -> None:
    assert unified_diff("x.json", "a\n", edits) == ""


def test_edits_of_the_same_part_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^two edits of the same part of a text: "):
        unified_diff("x.json", "abc", [TextEdit(Span(0, 2), ""), TextEdit(Span(1, 3), "")])


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (
            "a: '7'",
            [("'7'", "7")],
            "@@ -1 +1 @@\n-a: '7'\n\\ No newline at end of file\n+a: 7\n\\ No newline at end of file\n",
        ),
        ("a\nb", [("b", "")], "@@ -1,2 +1 @@\n a\n-b\n\\ No newline at end of file\n"),
        ("a\nb", [("a", "c")], "@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"),
        ("a", [("a", "a\n")], "@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"),
        ("a\n", [("a\n", "")], "@@ -1 +0,0 @@\n-a\n"),
        ("", [("", "a\n")], "@@ -0,0 +1 @@\n+a\n"),
    ],
)
def test_the_end_of_the_text_is_told(text: str, changes: list[tuple[str, str]], expected: str) -> None:
    assert diff(text, *changes) == expected


def test_windows_line_ends_and_tabs_are_kept() -> None:
    assert diff("{\r\n\t'7'\r\n}\r\n", ("'7'", "7")) == "@@ -1,3 +1,3 @@\n {\r\n-\t'7'\r\n+\t7\r\n }\r\n"


def test_only_lf_ends_a_line() -> None:
    assert diff("a\u2028b\x0bc\rd'7'", ("'7'", "7")) == (
        "@@ -1 +1 @@\n-a\\u2028b\\x0bc\\rd'7'\n\\ No newline at end of file\n"
        "+a\\u2028b\\x0bc\\rd7\n\\ No newline at end of file\n"
    )


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_private_parts_are_masked_in_all_lines() -> None:
    text = '{"name": "Eve", "id": "7",\n"external": {\r\n  "url": "secret"\r\n}, "x": "y"}\n'
    hidden = ('"Eve"', '{\r\n  "url": "secret"\r\n}')
    assert diff(text, ('"7"', "7"), ('"y"', "1"), private=hidden) == (
        '@@ -1,4 +1,4 @@\n-{"name": …, "id": "7",\n+{"name": …, "id": 7,\n'
        ' "external": …\n …\n-…, "x": "y"}\n+…, "x": 1}\n'
    )


def test_private_parts_may_overlap() -> None:
    assert diff("a secret '7'\n", ("'7'", "7"), private=("secret", "cre", "ret")) == ("@@ -1 +1 @@\n-a … '7'\n+a … 7\n")


def test_what_a_terminal_could_act_on_is_made_visible() -> None:
    assert diff("\x1b[31m\u202e'7'\x00\n", ("'7'", "7\x1b")) == (
        "@@ -1 +1 @@\n-\\x1b[31m\\u202e'7'…\n+\\x1b[31m\\u202e7\\x1b…\n"
    )


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("x.json", "a/x.json"),
        ("./b//x.json", "a/b/x.json"),
        ("//srv/x.json", "a/srv/x.json"),
        ("two words.json", "a/two words.json\t"),
        ("ä.json", '"a/\\303\\244.json"'),
        ('q"\\.json', '"a/q\\"\\\\.json"'),
        ("\x1b\n+++ x\t\u202e.json", '"a/\\033\\012+++ x\\011\\342\\200\\256.json"'),
        ("\udcff.json", '"a/\\377.json"'),
    ],
)
def test_a_name_is_spelled_as_git_does(name: str, old: str) -> None:
    head = unified_diff(name, "a", [TextEdit(Span(0, 1), "b")]).split("\n")[:2]
    assert head == [f"--- {old}", f"+++ {old.replace('a/', 'b/', 1)}"]


# --- what makes use of it --------------------------------------------------------------------------------------------


@st.composite
def edited_texts(draw: st.DrawFn) -> tuple[str, list[TextEdit]]:
    """A text of many alike lines, and edits of any parts of it."""
    lines = draw(st.lists(st.sampled_from(["a", "b", "", "\tä", "-c", "+d", " e", "\\ f"]), max_size=30))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = "".join(line + end for line in lines) + draw(st.sampled_from(["", "last"]))
    places = [at for at in range(len(text) + 1) if text[at - 1 : at + 1] != "\r\n"]
    cuts = sorted(draw(st.sets(st.sampled_from(places), max_size=8)))
    words = st.sampled_from(["", "x", "x\n", "\ny\n", "a"])
    return text, [TextEdit(Span(*pair), draw(words)) for pair in zip(cuts[::2], cuts[1::2], strict=False)]


APPLIERS: Final = [("patch", "-p1", "--binary", "--fuzz=0", "--silent"), ("git", "apply", "--whitespace=nowarn")]


def applied(command: tuple[str, ...], folder: Path, name: str, text: str, shown: str) -> str:
    """What a program makes of a file and a diff."""
    path = folder / name
    path.write_bytes(text.encode())
    done = subprocess.run(command, cwd=folder, input=shown.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return path.read_bytes().decode() if path.exists() else ""


@pytest.mark.parametrize("command", APPLIERS, ids=["patch", "git"])
@settings(max_examples=150, deadline=None)
@given(edited=edited_texts())
@example(edited=("a\n", [TextEdit(Span(0, 2), "")]))
@example(edited=("a\nb", [TextEdit(Span(1, 3), "")]))
@example(edited=(NUMBERS, replaced(NUMBERS, ("line 1\n", ""), ("line 2\n", "2"), ("line 10", "ten"))))
def test_a_diff_can_be_applied(
    tmp_path_factory: pytest.TempPathFactory, command: tuple[str, ...], edited: tuple[str, list[TextEdit]]
) -> None:
    text, edits = edited
    shown, expected = unified_diff("x.json", text, edits), apply_edits(text, edits)
    assert (shown == "") is (text == expected)
    if shown:
        assert applied(command, tmp_path_factory.mktemp("x"), "x.json", text, shown) == expected


@pytest.mark.parametrize("command", APPLIERS, ids=["patch", "git"])
@pytest.mark.parametrize("name", ["two words.json", "ä.json", 'q"\\.json', "tab\t.json", "line\n.json", "-x.json"])
def test_a_diff_finds_its_file_whatever_its_name(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    text = '{"id": "7"}\n'
    assert applied(command, tmp_path, name, text, unified_diff(name, text, replaced(text, ('"7"', "7")))) == (
        '{"id": 7}\n'
    )


def test_a_long_text_with_many_edits_takes_no_search() -> None:
    text = "'7'\n" * 50_000
    shown = unified_diff("x.json", text, [TextEdit(Span(at, at + 3), "7") for at in range(0, len(text), 4)])
    assert shown == f"{HEAD}@@ -1,50000 +1,50000 @@\n" + "-'7'\n" * 50_000 + "+7\n" * 50_000
