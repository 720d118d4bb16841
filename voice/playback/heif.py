"""A program of its own, which runs within the fence: a picture as some phones keep them becomes a JPEG (HEIC, AVIF).

Three readers of a stranger's file (libheif, libde265, libaom) come with the packages pi-heif and Pillow. They are
loaded here alone, in a process that holds nothing and dies with the picture. What it writes is drawn anew by ffmpeg, as
every picture is: so nothing that the file said of itself comes out, and neither reader is believed.

    python -I -S heif.py PACKAGES SOURCE TO PIXELS      0: it is there. 75: larger than so many pixels. Else: broken
"""

import importlib
import sys
from pathlib import Path

TOO_LARGE = 75
QUALITY = 95


def main(packages: str, source: str, to: str, most: str) -> int:
    sys.path.append(packages)
    image, turning = importlib.import_module("PIL.Image"), importlib.import_module("PIL.ImageOps")
    importlib.import_module("pi_heif").register_heif_opener()
    with Path(source).open("rb") as file, image.open(file, formats=("HEIF", "AVIF")) as opened:
        if opened.width * opened.height > int(most):
            return TOO_LARGE
        drawn = turning.exif_transpose(opened).convert("RGB")
    with Path(to).open("wb") as made:
        drawn.save(made, "JPEG", quality=QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
