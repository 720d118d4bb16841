"""How every command explains itself: what it does, and an example at the end."""

import argparse


def usage(command: str, description: str, example: str) -> argparse.ArgumentParser:
    """A parser for `python -m voice COMMAND`; wrong usage ends with 2."""
    return argparse.ArgumentParser(
        prog=f"python -m voice {command}",
        description=description,
        epilog=f"example: python -m voice {example}",
        allow_abbrev=False,
    )
