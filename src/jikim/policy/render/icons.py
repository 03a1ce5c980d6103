"""The labels' icons, drawn here: strokes on a square of 24, in the colour of the words beside them."""

from __future__ import annotations

ICONS: dict[str, str] = {
    # A card with a face and two lines.
    "what": '<rect x="3" y="5" width="18" height="14" rx="2.5"/><circle cx="8.5" cy="10.5" r="2"/>'
    '<path d="M5.5 16c.5-1.7 1.6-2.5 3-2.5s2.5.8 3 2.5M14.5 10h3.5M14.5 14h3.5"/>',
    # A target.
    "why": '<circle cx="12" cy="12" r="9"/><circle cx="12" cy="12" r="5"/><circle class="dot" cx="12" cy="12" r="1.3"/>',
    # From one to two others.
    "to-whom": '<circle cx="6" cy="12" r="2.5"/><circle cx="18" cy="6" r="2.5"/><circle cx="18" cy="18" r="2.5"/><path d="M8.3 10.9 15.7 7.1M8.3 13.1l7.4 3.8"/>',
    # A glass with sand.
    "how-long": '<path d="M6 3h12M6 21h12M7.5 3v3.5c0 2.5 4.5 4 4.5 5.5s-4.5 3-4.5 5.5V21M16.5 3v3.5c0 2.5-4.5 4-4.5 5.5s4.5 3 4.5 5.5V21M10 18.5h4"/>',
    # A shield with a tick.
    "rights": '<path d="M12 3 5 5.5v5.5c0 4.5 2.8 8 7 10 4.2-2 7-5.5 7-10V5.5z"/><path d="m9 11.8 2.2 2.2 4-4.3"/>',
    # A bubble.
    "contact": '<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-5 4v-4.1A2.5 2.5 0 0 1 4 13.5z"/>'
    '<path d="M8 8.5h8M8 11.5h5"/>',
}


def icon(name: str) -> str:
    """The icon as inline SVG; the words beside it say what it means."""
    return f'<svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">{ICONS[name]}</svg>'


def standing(name: str, colour: str) -> str:
    """The icon as an SVG file of its own, for paper."""
    drawn = ICONS[name].replace('class="dot"', f'fill="{colour}" stroke="none"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" stroke-width="1.7" '
        f'stroke-linecap="round" stroke-linejoin="round">{drawn}</svg>'
    )
