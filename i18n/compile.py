"""Compiles every catalogue: `python -m i18n.compile`. The compiled files are not committed."""

from pathlib import Path

from i18n import po
from i18n.languages import LANGUAGES


def compile_all() -> list[Path]:
    """Write messages.mo beside each messages.po; PoFileError for a broken one."""
    files = [po.po_file(tag) for tag in LANGUAGES if po.po_file(tag).exists()]
    return [_compile(file) for file in files]


def _compile(file: Path) -> Path:
    made = file.with_suffix(".mo")
    made.write_bytes(po.compiled(file))
    return made


if __name__ == "__main__":
    print(f"{len(compile_all())} catalogues compiled")
