"""Reliability of stated chances: bins of equal size, expected calibration error, and a diagram."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SIZE, _MARGIN = 320, 40


@dataclass(frozen=True)
class Bins:
    """Bins in order of the stated chance: how many, mean chance, share that held."""

    rows: tuple[tuple[int, float, float], ...]

    @property
    def error(self) -> float:
        """Expected calibration error: mean distance of stated and observed, weighted by size."""
        total = sum(n for n, _, _ in self.rows)
        return sum(n * abs(stated - held) for n, stated, held in self.rows) / total if total else 0.0

    def lines(self) -> Iterator[str]:
        """One line a bin."""
        yield f"{'n':>6}{'stated':>9}{'held':>8}"
        for n, stated, held in self.rows:
            yield f"{n:6}{stated:9.3f}{held:8.3f}"


def binned(pairs: Sequence[tuple[float, bool]], count: int = 10) -> Bins:
    """`count` bins of equal size (fewer where there are fewer pairs)."""
    ordered = sorted(pairs)
    edges = [len(ordered) * number // count for number in range(count + 1)]
    rows = []
    for low, high in pairwise(edges):
        part = ordered[low:high]
        if part:
            rows.append((len(part), sum(p for p, _ in part) / len(part), sum(held for _, held in part) / len(part)))
    return Bins(tuple(rows))


def diagram(bins: Bins) -> str:
    """The diagram as SVG: stated chance to the right, share that held upwards, the diagonal of a perfect model."""
    whole = _SIZE + 2 * _MARGIN

    def at(stated: float, held: float) -> tuple[float, float]:
        return round(_MARGIN + stated * _SIZE, 1), round(_MARGIN + (1 - held) * _SIZE, 1)

    points = [at(stated, held) for _, stated, held in bins.rows]
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" font-family="sans-serif" font-size="11" '
        'role="img" aria-label="Reliability diagram: stated confidence against the share that gold confirms">',
        f'<rect width="{whole}" height="{whole}" fill="#fff"/>',
        f'<rect x="{x0}" y="{y1}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#999"/>',
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4 3"/>',
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in points)}" fill="none" stroke="#0a5"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="#0a5"/>' for x, y in points),
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        (x, _), (_, y) = at(tick, 0), at(0, tick)
        parts += [
            f'<text x="{x}" y="{y0 + 15}" text-anchor="middle">{tick:g}</text>',
            f'<text x="{x0 - 6}" y="{y + 4}" text-anchor="end">{tick:g}</text>',
        ]
    parts += [
        f'<text x="{whole / 2}" y="{whole - 6}" text-anchor="middle">stated confidence</text>',
        f'<text x="12" y="{whole / 2}" text-anchor="middle" transform="rotate(-90 12 {whole / 2})">share confirmed</text>',
        f'<text x="{x0 + 8}" y="{y1 + 18}">calibration error {bins.error:.3f}</text>',
    ]
    return "\n".join([*parts, "</svg>", ""])
