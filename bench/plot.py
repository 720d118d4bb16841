"""The ratios as a picture: how far each figure is from its goal, with its range. SVG, written by hand."""

from collections.abc import Sequence
from html import escape

from bench.figures import Figure, Results

WIDTH, ROW, LEFT, SCALE = 760, 22, 190, 240  # SCALE: pixels from nothing to the goal
MOST = 2.0  # times the goal; what is better still ends here

STYLE = "text{font:12px sans-serif;fill:#222}.goal{stroke:#222;stroke-dasharray:4 3}.yes{fill:#2a7}.no{fill:#c62}"


def drawn(results: Results) -> str:
    height = ROW * (len(results.figures) + 3)
    goal = LEFT + SCALE
    title = "How far each figure is from its goal (further right is better; the line is the goal)"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title><style>{STYLE}</style>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="{ROW}">{escape(title)}</text>',
        *(_row(figure, ROW * (place + 2)) for place, figure in enumerate(results.figures)),
        f'<line class="goal" x1="{goal}" x2="{goal}" y1="{1.5 * ROW:.0f}" y2="{height - ROW}"/>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _row(figure: Figure, top: int) -> str:
    middle, ends = _place(figure, figure.value.median), _across(figure, figure.value.values)
    return (
        f'<text x="10" y="{top + 12}">{escape(figure.name)}</text>'
        f'<rect class="{"yes" if figure.reached else "no"}" x="{LEFT}" y="{top}" width="{middle:.0f}" height="14"/>'
        f'<path d="M{ends[0]:.0f} {top + 7}H{ends[1]:.0f}" stroke="#222"/>'
        f'<text x="{LEFT + MOST * SCALE + 8:.0f}" y="{top + 12}">{escape(figure.as_row()[2].split(" ")[0])}</text>'
    )


def _across(figure: Figure, values: Sequence[float]) -> tuple[float, float]:
    places = [LEFT + _place(figure, value) for value in values]
    return min(places), max(places)


def _place(figure: Figure, value: float) -> float:
    """Pixels: the goal is at SCALE, twice as good at twice that."""
    share = value / figure.goal if figure.more_is_better else figure.goal / max(value, 1e-9)
    return min(share, MOST) * SCALE
