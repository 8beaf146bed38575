"""Where the linter is used: hooks, actions, shells. Each is proved by the program that it is for."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
COMMANDS = Path(sys.executable).parent
GOOD = ROOT / "docs" / "examples" / "payloads" / "phone_screen.json"
BAD = ROOT / "docs" / "examples" / "payloads" / "many_mistakes.json"


def run(*words: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment that the tests run in."""
    path = os.pathsep.join([str(COMMANDS), os.environ["PATH"]])
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def git(folder: Path, *words: str) -> None:
    """Run git in a repository of its own, whatever the user's settings are."""
    done = run("git", "-c", "user.name=x", "-c", "user.email=x@example.org", *words, cwd=folder, GIT_CONFIG_GLOBAL="")
    assert (done.returncode, done.stderr) == (0, done.stderr), done.stderr


def repository(folder: Path) -> Path:
    """A repository with all files of a folder in its one commit."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=all")
    return folder


def test_pre_commit_runs_the_hook(tmp_path: Path) -> None:
    ours = tmp_path / "kula_rules"
    ignored = shutil.ignore_patterns(".*cache*", "__pycache__", ".git", ".venv", ".hypothesis", "tests")
    shutil.copytree(ROOT, ours, ignore=ignored)
    repository(ours)
    scratch = tmp_path / "scratch"
    requests = scratch / "interviews"
    requests.mkdir(parents=True)
    shutil.copy(GOOD, requests / "good.json")
    shutil.copy(GOOD, scratch / "package.json")
    configuration = {"repos": [{"repo": str(ours), "rev": "main", "hooks": [{"id": "kula-rules"}]}]}
    (scratch / ".pre-commit-config.yaml").write_text(json.dumps(configuration), encoding="utf-8")
    repository(scratch)
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}

    passed = run("pre-commit", "run", "--all-files", "--verbose", cwd=scratch, **home)
    assert re.findall(r"kula-rules\.+(\w+)", passed.stdout) == ["Passed"], passed.stdout + passed.stderr
    assert re.findall(r"^\d+ requests?: .*?;", passed.stdout, re.MULTILINE) == [
        "1 request: 0 passed, 0 failed, 1 incomplete;"
    ]

    shutil.copy(BAD, requests / "bad.json")
    git(scratch, "add", "--all")
    failed = run("pre-commit", "run", "--all-files", cwd=scratch, **home)
    assert re.findall(r"kula-rules\.+(\w+)", failed.stdout) == ["Failed"], failed.stdout + failed.stderr
    assert "- exit code: 1" in failed.stdout
    assert set(re.findall(r"^(\S+):\d+:\d+: ", failed.stdout, re.MULTILINE)) == {"interviews/bad.json"}


def test_the_action_is_as_the_public_schema_of_actions_says(tmp_path: Path) -> None:
    done = run("check-jsonschema", "--builtin-schema", "vendor.github-actions", ROOT / "action.yml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_pre_commit_accepts_the_manifest(tmp_path: Path) -> None:
    done = run("pre-commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")


def step() -> tuple[str, dict[str, str]]:
    """The script of the action, and where its variables come from."""
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in action["runs"]["steps"] if "run" in step]
    return step["run"], step["env"]


def test_no_input_is_a_part_of_the_action_s_script() -> None:
    script, environment = step()
    assert "${{" not in script
    assert environment == {
        "PATHS": "${{ inputs.paths }}",
        "ARGUMENTS": "${{ inputs.arguments }}",
        "SARIF_FILE": "${{ inputs.sarif-file }}",
        "ACTION_PATH": "${{ github.action_path }}",
    }


def test_the_action_s_script_annotates_and_writes_a_summary(tmp_path: Path) -> None:
    """With the installation left out: that one is the README's."""
    script, _ = step()
    lines = [line for line in script.splitlines() if "venv" not in line and "pip install" not in line]
    shutil.copy(BAD, tmp_path / "a request.json")
    done = run(
        "bash", "-e", "-o", "pipefail", "-c", "\n".join(lines),
        cwd=tmp_path,
        PATHS="a request.json\n\n", ARGUMENTS="--now\n2026-11-20T08:00:00Z\n", SARIF_FILE="out.sarif",
        RUNNER_TEMP=str(tmp_path), GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert {line.split(",")[0] for line in done.stdout.splitlines() if line.startswith("::error")} == {
        "::error file=a request.json"
    }
    assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").startswith("#")


def test_a_shell_completes_options(tmp_path: Path) -> None:
    command = COMMANDS / "kula-rules"
    script = run(command, cwd=tmp_path, _KULA_RULES_COMPLETE="bash_source")
    assert "_KULA_RULES_COMPLETE=bash_complete" in script.stdout
    words = {"COMP_WORDS": "kula-rules check --output-f", "COMP_CWORD": "2"}
    completed = run(command, cwd=tmp_path, _KULA_RULES_COMPLETE="bash_complete", **words)
    assert completed.stdout == "plain,--output-format\nplain,--output-file\n"
