"""Conformance: cases that say what a request is answered, and a runner that puts them to any program."""
