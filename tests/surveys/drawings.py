"""A drawing as a child's phone would write it down, and one of a house with a sun."""

from collections.abc import Sequence
from math import cos, pi, sin

from surveys.strokes import HALF, SIXTY_FOUR

Point = tuple[int, int]


def stroke(colour: str, pen: str, *points: Point) -> str:
    """One line through these points; long ways are taken in several steps."""
    (x, y), made = points[0], []
    for to_x, to_y in points[1:]:
        steps = max(1, -(-max(abs(to_x - x), abs(to_y - y)) // (HALF - 1)))
        for n in range(1, steps + 1):
            dx, dy = (to_x - x) // (steps - n + 1), (to_y - y) // (steps - n + 1)
            made.append(SIXTY_FOUR[dx + HALF] + SIXTY_FOUR[dy + HALF])
            x, y = x + dx, y + dy
    start = "".join(SIXTY_FOUR[part] for value in points[0] for part in divmod(value, 64))
    return f"{colour}{pen}{start}{''.join(made)}"


def drawing(*strokes: str) -> str:
    return ".".join(strokes)


def ring(x: int, y: int, radius: int) -> Sequence[Point]:
    return [(round(x + radius * cos(a * pi / 10)), round(y + radius * sin(a * pi / 10))) for a in range(21)]


HOME = drawing(
    stroke("g", "3", (5, 270), (200, 262), (395, 272)),
    stroke("n", "2", (120, 260), (120, 150), (270, 150), (270, 262)),
    stroke("r", "2", (105, 155), (195, 80), (285, 155)),
    stroke("b", "2", (145, 180), (180, 180), (180, 210), (145, 210), (145, 180)),
    stroke("n", "3", (220, 258), (220, 205), (248, 205), (248, 258)),
    stroke("y", "3", *ring(340, 60, 26)),
    stroke("y", "1", (340, 20), (340, 8)),
    stroke("y", "1", (380, 60), (394, 60)),
    stroke("k", "1", *ring(60, 205, 11)),
    stroke("k", "1", (60, 217), (60, 245), (48, 265)),
    stroke("k", "1", (60, 245), (72, 264)),
    stroke("k", "1", (42, 228), (60, 222), (80, 230)),
)
