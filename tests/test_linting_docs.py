"""docs/linting.md does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kula_rules.contract import GROUPS
from kula_rules.lint.config import load_config
from kula_rules.lint.formats import FORMATS
from kula_rules.lint.payloads import MAX_PAYLOADS
from kula_rules.lint.sources import MAX_BYTES
from kula_rules.yamltext import MAX_ALIASED
from tests.test_integrations import run

PAGE = (Path(__file__).parent.parent / "docs" / "linting.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)
PRE_COMMIT, GITHUB, GITLAB = (text for language, text in BLOCKS if language == "yaml")


def test_its_configuration_can_be_loaded(tmp_path: Path) -> None:
    (text,) = (text for language, text in BLOCKS if language == "toml")
    path = tmp_path / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    settings = load_config(path)
    assert (settings.snapshot, settings.fail_on) == (str(tmp_path / "account.json"), "warning")
    assert [item.path for item in settings.exceptions] == ["fixtures/*.json", "partners/acme.json"]


@pytest.mark.parametrize(
    ("schema", "text"), [("github-workflows", f"on: push\n{GITHUB}"), ("gitlab-ci", GITLAB)], ids=["github", "gitlab"]
)
def test_its_jobs_are_as_the_public_schemas_say(schema: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "job.yaml"
    path.write_text(text, encoding="utf-8")
    done = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", path, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "ok -- validation done\n")


def test_pre_commit_accepts_its_configuration(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(PRE_COMMIT, encoding="utf-8")
    done = run("pre-commit", "validate-config", path, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_it_names_every_format() -> None:
    table = PAGE.partition("## Formats")[2].partition("## Which")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(FORMATS)


def test_it_names_every_group() -> None:
    (named,) = re.findall(r"by group \(((?:`\w+`,?\s*)+);", PAGE)
    assert re.findall(r"`(\w+)`", named) == list(GROUPS)


def test_it_states_the_limits() -> None:
    assert f"may have {MAX_BYTES['json'] >> 20} MiB, YAML {MAX_BYTES['yaml'] >> 20} MiB" in PAGE
    assert f"the documents of a YAML file, {MAX_PAYLOADS:,} requests" in PAGE
    assert f"Aliases may stand for {MAX_ALIASED:,} values in all" in PAGE
