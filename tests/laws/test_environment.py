"""A report is a function of its arguments: no environment, no locale, no zone files of the machine, no import order."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]

SCRIPT: Final = r"""
import json
from datetime import UTC, datetime
from kula_rules import MCP_CREATE, REST_CREATE, check, check_json
from kula_rules.contract.examples import ACCOUNT, external, planned, sent
from kula_rules import Snapshot

NOW = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)
payloads = [sent(), planned(), external(), {}, sent(name="\xfc\u2028\U0001f600", **{"k\xf6nig": 1, "\u0130": 2})]
for zone in ("America/New_York", "Europe/Berlin", "US/Pacific", "localtime", "Factory", "Mars/Base", "posixrules"):
    for start in ("2026-11-01T01:30:00", "2027-03-14T02:30:00", "2030-07-01T10:00:00+02:00", "never", 1):
        payloads.append(sent(timezone=zone, start_time=start))
payloads += [sent(interviewer_ids=[9, 99, "x", 99], unknown_1=1, unknown_2=2, aaa=3), sent(organizer_id=10**639)]
texts = [json.dumps(payload) for payload in payloads]
for digits in (639, 640, 641, 4299, 4300, 4301):
    texts += ['{"duration_minutes": 1%s}' % ("0" * (digits - 1)), '{"organizer_id": -%s}' % ("9" * digits)]
    texts += ['{"organizer_id": "%s"}' % ("9" * digits), '{"name": %s}' % ("9" * digits), "7" * digits]
texts += ["[" * 200 + "]" * 200, "[" * 201 + "]" * 201, '{"a": 1, "a": 2}', "NaN", b"\xff".decode("latin-1"), ""]
account = Snapshot.from_dict(ACCOUNT)
reports = [check(p, now=NOW, snapshot=account, rules=rules) for p in payloads for rules in (REST_CREATE, MCP_CREATE)]
reports += [check_json(text, now=NOW, snapshot=account) for text in texts]
reports += [check_json(text.encode(), now=None) for text in texts]
for report in reports:
    print(ascii((report.to_dict(), str(report.valid_until))))
"""

ENVIRONMENTS: Final[Mapping[str, tuple[list[str], dict[str, str]]]] = {
    "another zone": ([], {"TZ": "Asia/Kathmandu"}),
    "a zone that is none": ([], {"TZ": "nonsense"}),
    "no zone files": ([], {"PYTHONTZPATH": ""}),
    "wrong zone files": ([], {"PYTHONTZPATH": "{zones}"}),
    "the C locale": ([], {"LC_ALL": "C", "LANG": "C"}),
    "an unknown locale": ([], {"LC_ALL": "tr_TR.ISO-8859-9"}),
    "one hash seed": ([], {"PYTHONHASHSEED": "1"}),
    "another hash seed": ([], {"PYTHONHASHSEED": "4294967295"}),
    "without asserts": (["-O"], {}),
    "without asserts and docstrings": (["-OO"], {}),
    "without UTF-8": (["-X", "utf8=0"], {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}),
    "short integers": ([], {"PYTHONINTMAXSTRDIGITS": "640"}),
    "endless integers": ([], {"PYTHONINTMAXSTRDIGITS": "0"}),
    "warnings as errors": (["-W", "error", "-X", "dev"], {}),
}


def run(script: Path, flags: list[str], environment: Mapping[str, str], *words: str) -> str:
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, *flags, str(script), *words]
    paths = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, env={**bare, **paths, **environment}, cwd=script.parent, capture_output=True, check=False, timeout=60
    )
    assert done.stderr.decode() == ""
    assert done.returncode == 0
    return done.stdout.decode("ascii")


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    path = folder / "report.py"
    path.write_text(SCRIPT, encoding="utf-8")
    _write_wrong_zones(folder / "zones")
    return path


def _write_wrong_zones(folder: Path) -> None:
    """A zone database in which every place keeps UTC, and `Mars/Base` is one."""
    utc = b"TZif" + bytes(16) + b"".join(count.to_bytes(4) for count in (0, 0, 0, 0, 1, 4)) + bytes(6) + b"UTC\0"
    for name in ("America/New_York", "Europe/Berlin", "US/Pacific", "Mars/Base"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(utc)


@pytest.fixture(scope="module")
def usual(script: Path) -> str:
    return run(script, [], {})


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_report_does_not_depend_on_the_environment(name: str, script: Path, usual: str) -> None:
    flags, variables = ENVIRONMENTS[name]
    zones = str(script.parent / "zones")
    assert run(script, flags, {key: value.format(zones=zones) for key, value in variables.items()}) == usual


def test_the_wrong_zone_files_would_be_noticed(script: Path) -> None:
    """That the zone database above is one that `zoneinfo` reads: else its test would prove nothing."""
    code = "import datetime, zoneinfo; print(datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo('Mars/Base')))"
    probe = script.with_name("probe.py")
    probe.write_text(code, encoding="utf-8")
    zones = str(script.parent / "zones")
    assert run(probe, [], {"PYTHONTZPATH": zones}) == "2026-01-01 00:00:00+00:00\n"


HEAVY: Final = ("click", "hypothesis", "yaml", "socket", "pydantic", "pydantic_core", "dateutil")


def test_importing_the_library_imports_nothing_heavy(script: Path) -> None:
    code = f"import sys, kula_rules; print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    probe = script.with_name("modules.py")
    probe.write_text(code, encoding="utf-8")
    assert run(probe, [], {}) == "[]\n"
