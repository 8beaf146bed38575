"""`python -m kula_rules` is the command `kula-rules`."""

from .cli import main

if __name__ == "__main__":
    main()
