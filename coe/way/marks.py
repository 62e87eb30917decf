"""The shapes that say how a gate stands: shape first, colour second, readable in grey."""

from dataclasses import dataclass
from typing import Literal

PolicyMark = Literal["always", "sometimes", "added", "removed", "changed"]
Mark = Literal[
    PolicyMark, "passed", "conditional", "yours", "waiting", "not_open", "sent_back", "refused", "on_hold",
    "not_needed", "recused", "warning",
]  # fmt: skip
Role = Literal["ink", "secondary", "muted", "control", "way", "pass", "attend", "stop", "page"]

MARK_WORDS: dict[Mark, str] = {
    "passed": "passed",
    "conditional": "passed with a condition",
    "yours": "your turn",
    "waiting": "with someone else",
    "not_open": "not open yet",
    "sent_back": "sent back",
    "refused": "refused",
    "on_hold": "on hold",
    "not_needed": "not needed",
    "recused": "recused",
    "warning": "warning",
    "always": "always needed",
    "sometimes": "needed where its condition holds",
    "added": "added",
    "removed": "removed",
    "changed": "changed",
}
ONWARD: frozenset[Mark] = frozenset({"sent_back"})
"""Marks with a direction."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as `#rrggbb`, for drawings no style sheet reaches (print, mail)."""

    ink: str
    secondary: str
    muted: str
    control: str
    way: str
    passed: str
    attend: str
    stop: str
    page: str
    font: str = "Schibsted Grotesk"

    def colour(self, role: Role) -> str:
        """The colour of a role."""
        return str(getattr(self, "passed" if role == "pass" else role))


PRINT = Palette(
    ink="#0F1328",
    secondary="#3D435C",
    muted="#5B627C",
    control="#7C849C",
    way="#2138C9",
    passed="#0B6647",
    attend="#8A4A00",
    stop="#AF1D2D",
    page="#FFFFFF",
)
DARK = Palette(
    ink="#E9EBF5",
    secondary="#BCC2D6",
    muted="#98A0B9",
    control="#69728D",
    way="#9AABFF",
    passed="#6FD3A5",
    attend="#F2BC6B",
    stop="#FF9AA0",
    page="#0C0F1A",
)


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours a drawing: by attribute with a palette, by class (`way-fill-ink`, `way-stroke-ink`) without one.

    The page's style sheet gives each class its custom property, so one drawing serves light and dark under a policy
    that forbids inline styles.
    """

    palette: Palette | None

    def fill(self, role: Role) -> str:
        """Attributes of a filled shape."""
        return f'class="way-fill-{role}"' if self.palette is None else f'fill="{self.palette.colour(role)}"'

    def turned(self, mark: Mark) -> str:
        """What tells a page written from right to left that this mark points the way, so that it points the other."""
        return ' class="onward"' if self.palette is None and mark in ONWARD else ""

    def stroke(self, role: Role, width: float, fill: Role | None = None) -> str:
        """Attributes of a line `width` pixels wide, closed shapes filled with `fill` or with nothing."""
        shape = f'stroke-width="{width:g}" stroke-linecap="round" stroke-linejoin="round"'
        if self.palette is None:
            inside = f' way-fill-{fill}"' if fill else '" fill="none"'
            return f'class="way-stroke-{role}{inside} {shape}'
        inside = self.palette.colour(fill) if fill else "none"
        return f'stroke="{self.palette.colour(role)}" fill="{inside}" {shape}'


def mark_shape(mark: Mark, paint: Paint) -> str:
    """The mark as SVG elements on a 16-unit grid centred on the origin."""
    fill, stroke = paint.fill, paint.stroke
    match mark:
        case "passed":
            return f'<circle r="7" {fill("pass")}/><path d="M-3.1.2-.9 2.4 3.2-2.1" {stroke("page", 1.8)}/>'
        case "conditional":
            half = f'<path d="M0-6.1A6.1 6.1 0 0 0 0 6.1Z" {fill("attend")}/>'
            return f'<circle r="6.1" {stroke("attend", 1.7, "page")}/>{half}'
        case "yours":
            return f'<path d="M0-8.6 8.6 0 0 8.6-8.6 0Z" {fill("way")}/><circle r="2.5" {fill("page")}/>'
        case "waiting":
            return f'<circle r="6.1" {stroke("ink", 1.7, "page")}/><circle r="2.3" {fill("ink")}/>'
        case "not_open":
            return f'<circle r="6.1" {stroke("control", 1.5, "page")}/>'
        case "sent_back":
            arrow = f'<path d="M-7.2 0-.4-6.2V-2.5H6.8V2.5H-.4V6.2Z" {fill("attend")}/>'
            return f'<circle r="8.6" {fill("page")}/>{arrow}'
        case "refused":
            square = f'<rect x="-6.8" y="-6.8" width="13.6" height="13.6" rx="2" {fill("stop")}/>'
            return f'{square}<path d="M-2.6-2.6 2.6 2.6M2.6-2.6-2.6 2.6" {stroke("page", 1.8)}/>'
        case "on_hold":
            square = f'<rect x="-6.2" y="-6.2" width="12.4" height="12.4" rx="2" {stroke("ink", 1.6, "page")}/>'
            return f'{square}<path d="M-1.9-2.6V2.6M1.9-2.6V2.6" {stroke("ink", 1.8)}/>'
        case "not_needed":
            return f'<circle r="6.1" {stroke("muted", 1.2, "page")}/><path d="M-2.8 0H2.8" {stroke("muted", 1.6)}/>'
        case "recused":
            return f'<circle r="6.1" {stroke("muted", 1.5, "page")}/><path d="M-4 4 4-4" {stroke("muted", 1.5)}/>'
        case "warning":
            sign = f'<path d="M0-7.2 7.4 6.2H-7.4Z" {fill("attend")} stroke-linejoin="round"/>'
            return f'{sign}<path d="M0-2.4V1.6M0 4V4.1" {stroke("page", 1.7)}/>'
        case "always" | "sometimes" | "added" | "removed" | "changed":
            return _policy_mark(mark, paint)


def _policy_mark(mark: PolicyMark, paint: Paint) -> str:
    """The marks of a definition: what always opens or sometimes, and what another version adds, takes or changes."""
    fill, stroke = paint.fill, paint.stroke
    match mark:
        case "always":
            return f'<circle r="6.4" {stroke("ink", 2.2, "page")}/>'
        case "sometimes":
            dashes = 'stroke-dasharray="0.1 4.03"'
            return f'<circle r="8" {fill("page")}/><circle r="6.4" {stroke("ink", 2.2, "page")} {dashes}/>'
        case "added":
            return f'<circle r="7.4" {fill("pass")}/><path d="M-3.6 0H3.6M0-3.6V3.6" {stroke("page", 2)}/>'
        case "removed":
            square = f'<rect x="-6.6" y="-6.6" width="13.2" height="13.2" rx="2" {stroke("stop", 1.7, "page")}/>'
            return f'{square}<path d="M-3 0H3" {stroke("stop", 2)}/>'
        case "changed":
            wave = "M-4 1.2C-2.8-2.2-1.4-2.2 0 0S2.8 2.2 4-1.2"
            return f'<path d="M0-8.8 8.8 0 0 8.8-8.8 0Z" {fill("attend")}/><path d="{wave}" {stroke("page", 1.9)}/>'


def mark_image(mark: Mark, palette: Palette = PRINT) -> str:
    """One mark as a whole SVG document, for pages that show it as a picture beside its word."""
    shape = mark_shape(mark, Paint(palette))
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="18" height="18" viewBox="-9 -9 18 18">{shape}</svg>'
