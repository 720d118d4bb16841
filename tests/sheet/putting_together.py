"""The pictures of one theme and mode side by side, on one page that is taken in turn."""

from collections import defaultdict
from html import escape
from pathlib import Path

from playwright.async_api import Browser

PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title><style>
body {{ margin: 12px; font: 12px sans-serif; background: #777; color: #fff; }}
main {{ columns: {columns}; column-gap: 12px; }} figure {{ break-inside: avoid; margin: 0 0 12px; }}
img {{ width: 100%; }}
</style><main>{figures}</main>"""


async def put_together(chromium: Browser, folder: Path, columns: int) -> None:
    """One sheet for each theme, mode and width there are pictures of."""
    sheets: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*-*-*-*.png")):  # noqa: ASYNC240 - nobody else is waiting
        sheets["-".join(picture.stem.split("-")[:3])].append(picture)
    for name, pictures in sheets.items():
        page_file = folder / f"{name}.html"
        page_file.write_text(PAGE.format(title=escape(name), columns=columns, figures="".join(map(_figure, pictures))))
        wide = columns * (200 if "-320" in name else 400)
        page = await chromium.new_page(viewport={"width": wide, "height": 800})
        await page.goto(page_file.absolute().as_uri())
        await page.screenshot(path=folder / f"{name}.png", full_page=True)
        await page.close()


def _figure(picture: Path) -> str:
    return f'<figure><img src="{escape(picture.name)}"><figcaption>{escape(picture.stem)}</figcaption></figure>'
