"""A check reads nothing but its arguments: no file, no socket, no clock, no environment, no chance.

In a process of its own, every audit event and every call of a built-in function is watched while requests are checked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from .test_environment import SCRIPT, run

WATCH: Final = r"""
import io, json, sys, types
from contextlib import redirect_stdout

code = compile(open(sys.argv[1], encoding="utf-8").read(), "watched.py", "exec")
CLOCKS = {"now", "utcnow", "today", "time", "time_ns", "monotonic", "perf_counter", "localtime", "gmtime", "strftime"}
CHANCE = {"urandom", "random", "getrandbits"}
seen = set()
watching = False

def execute():
    with redirect_stdout(io.StringIO()) as printed:
        exec(code, {"__name__": "watched"})
    return printed.getvalue()

def hear(event, arguments):
    compiles_rules = event == "compile" and arguments[1] == "<compiled rules>"  # text to code: it reads nothing
    if watching and event != "exec" and not compiles_rules:
        seen.add(event)

def see(frame, event, called):  # a method of a datetime is no clock
    if event == "c_call" and called.__name__ in CLOCKS | CHANCE:
        if called.__name__ in CHANCE or isinstance(called.__self__, (types.ModuleType, type)):
            seen.add(called.__qualname__)

before = execute()  # imports what is imported when it is first needed
from kula_rules import times
times.zone.cache_clear()
sys.addaudithook(hear)
sys.setprofile(see)
watching = True
after = execute()
watching = False
sys.setprofile(None)
print(json.dumps([sorted(seen), len(before) > 0 and before == after]))
"""

TELLTALES: Final[Mapping[str, tuple[str, list[str]]]] = {
    "the clock": ("import datetime; datetime.datetime.now()", ["datetime.now"]),
    "another clock": ("import time; time.time(); time.monotonic()", ["monotonic", "time"]),
    "a file": ("open(__import__('os').devnull).close()", ["open"]),
    "a socket": ("import socket; socket.socket().close()", ["socket.__new__"]),
    "chance": ("import random; random.random()", ["Random.random"]),
}


@pytest.fixture
def watch(tmp_path: Path) -> Path:
    path = tmp_path / "watch.py"
    path.write_text(WATCH, encoding="utf-8")
    return path


def watched(watch: Path, script: str) -> list[object]:
    target = watch.with_name("watched.py")
    target.write_text(script, encoding="utf-8")
    answer: list[object] = json.loads(run(watch, [], {}, str(target)))
    return answer


def test_checking_reads_nothing_but_its_arguments(watch: Path) -> None:
    assert watched(watch, SCRIPT) == [[], True]


@pytest.mark.parametrize("what", TELLTALES)
def test_what_else_is_read_would_be_noticed(what: str, watch: Path) -> None:
    script, noticed = TELLTALES[what]
    assert watched(watch, f"{script}\nprint(1)") == [noticed, True]
