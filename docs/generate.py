"""Write the pages of docs/rules/ anew from the rules: `python docs/generate.py`."""

from pathlib import Path

from kula_rules.explain import pages

folder = Path(__file__).parent / "rules"
folder.mkdir(exist_ok=True)
for stale in folder.glob("*.md"):
    stale.unlink()
for name, text in pages().items():
    (folder / name).write_text(text, encoding="utf-8")
