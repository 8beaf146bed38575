"""Coverage-guided fuzzing: bytes go through every door that reads what others wrote, and an oracle looks at what comes.

    python -m tests.fuzz check_json --minutes 20 --corpus /tmp/corpus

`requests`, `snapshots` and `sources` are the targets; what they claim needs no fuzzer, so that the ordinary tests put
the seeds and all that was found before (`pinned/`) through the same claims.
"""
