"""Which files a pattern means."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kula_rules.lint.globs import GlobError, Globs, relative

CASES = [
    (["*.json"], ["a.json", "x/a.json", ".a.json"], ["a.jsonl", "json"]),
    (["/a.json"], ["a.json"], ["x/a.json"]),
    (["drafts/"], ["drafts/", "drafts/a.json", "x/drafts/y/a.json"], ["drafts", "drafts.json"]),
    (["x/a.json"], ["x/a.json"], ["y/x/a.json"]),
    (["x/**/a.json"], ["x/a.json", "x/y/z/a.json"], ["a.json", "x/b.json"]),
    (["**"], ["a", "x/a"], []),
    (["a?.json", "b[0-9].json"], ["ab.json", "b7.json"], ["a.json", "bb.json", "a/.json"]),
    (["*.json", "!keep.json"], ["a.json"], ["keep.json", "x/keep.json"]),
    (["!keep.json", "*.json"], ["keep.json"], []),
    (["old/*", "!old/keep"], ["old/a"], ["old/keep"]),
    (["\\#a", "\\!b"], ["#a", "!b"], ["a", "b"]),
    (["a b.json"], ["a b.json"], ["a", "b.json"]),
    (["ä*.json"], ["äö.json"], ["a.json"]),
]


@pytest.mark.parametrize(("patterns", "meant", "others"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_patterns_are_those_of_gitignore(patterns: list[str], meant: list[str], others: list[str]) -> None:
    globs = Globs(patterns)
    assert [path for path in (*meant, *others) if globs.match(path)] == meant


@pytest.mark.skipif(shutil.which("git") is None, reason="git says what it makes of the patterns")
@pytest.mark.parametrize(("patterns", "meant", "others"), CASES, ids=[" ".join(case[0]) for case in CASES])
def test_git_agrees(tmp_path: Path, patterns: list[str], meant: list[str], others: list[str]) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)  # noqa: S607  # the machine's git
    (tmp_path / ".gitignore").write_text("\n".join(patterns) + "\n", encoding="utf-8")
    paths = [path for path in (*meant, *others) if not path.endswith("/")]
    asked = subprocess.run(
        ["git", "-C", str(tmp_path), "check-ignore", "-z", "--no-index", "--stdin"],  # noqa: S607
        input="\0".join(paths).encode(),
        capture_output=True,
        check=False,
    )
    assert asked.stdout.decode().split("\0")[:-1] == [path for path in paths if path in meant]


def test_no_pattern_means_no_file() -> None:
    assert not Globs().match("a.json")
    assert not Globs([]).match("")


def test_odd_names_are_names() -> None:
    odd = ["a\nb.json", "\n.json", "x\n/a.json", "b\udcff.json", "a%b:c.json"]
    assert [name for name in odd if Globs(["*.json"]).match(name)] == odd
    assert Globs(["a\nb.json"]).match("a\nb.json")
    assert not Globs(["a"]).match("a\n")


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        ("", '""'),
        ("  ", '"  "'),
        ("# a comment", '"# a comment"'),
        ("/", '"/"'),
        ("!", '"!"'),
        ("a\\", '"a\\"'),
        ("a[b", '"a[b"'),
        ("[z-a]", '"[z-a]"'),
        ("[[:alpha:]]", '"[[:alpha:]]"'),
        ("\x1b[", '"\\x1b["'),
    ],
    ids=ascii,
)
def test_a_malformed_pattern_is_refused(pattern: str, shown: str) -> None:
    with pytest.raises(GlobError) as caught:
        Globs(["*.json", pattern])
    assert str(caught.value) == f"expected a pattern as in .gitignore, found {shown}"


def test_paths_are_relative_to_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert relative("a.json", str(tmp_path)) == "sub/a.json"
    assert relative("./x/../a.json", "") == "a.json"
    assert relative(str(tmp_path / "b.json"), str(tmp_path)) == "b.json"
    assert relative("../b.json", str(tmp_path) + os.sep) == "b.json"
    assert relative("a.json", os.sep) == f"{tmp_path}/sub/a.json"[1:]


def test_what_is_outside_of_the_root_has_its_whole_path(tmp_path: Path) -> None:
    assert relative(str(tmp_path / "a.json"), str(tmp_path / "sub")) == f"{tmp_path}/a.json"[1:]
    assert relative(f"{tmp_path}-b/a.json", str(tmp_path)) == f"{tmp_path}-b/a.json"[1:]


def test_standard_input_has_no_path() -> None:
    assert relative("-", "/work") == "-"


def test_without_patterns_nothing_slow_is_imported() -> None:
    code = (
        "import sys; from pathlib import Path; import kula_rules.lint.suppress, kula_rules.lint.config as c; "
        "from kula_rules.lint.globs import Globs; Globs().match('a'); c.find_config(Path('/')); "
        "print(sorted({'pathspec', 'pydantic', 'tomllib', 'difflib'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"
