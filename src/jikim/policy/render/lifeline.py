"""The life line: each record lives, rests for its time, and is destroyed; drawn as inline SVG, to scale.

Lengths are percentages, so that a bar fills whatever width it gets while its words keep their size. The first part has
one width for all: nobody knows beforehand how long a purpose takes. The second is proportional to its period.
"""

from __future__ import annotations

from html import escape

from jikim.policy.render.document import Life, LifeLine

_LIVES = 20.0
_LONGEST = 56.0
# A shorter part cannot hold its words; they stand after it.
_ROOM = 30.0


def draw(picture: LifeLine, identity: str) -> str:
    """The figure, its legend and one bar for each life; `identity` makes its ids unique in the page."""
    longest = max((life.days for life in picture.lives), default=0.0) or 1.0
    legend = "".join(
        f'<li><svg width="14" height="14" aria-hidden="true">{icon}</svg> {escape(word)}</li>'
        for icon, word in zip(_ICONS, picture.words, strict=True)
    )
    rows = "".join(
        f'<li><span class="name">{escape(life.name)}</span>{_bar(life, picture, longest, f"{identity}-{place}")}</li>\n'
        for place, life in enumerate(picture.lives)
    )
    return (
        f'<figure class="lives" aria-labelledby="{identity}">\n<figcaption id="{identity}">{escape(picture.title)}'
        f'</figcaption>\n<p class="scale">{escape(picture.scale)}</p>\n'
        f'<ul class="legend">{legend}</ul>\n<ol>\n{rows}</ol>\n</figure>\n'
    )


_ICONS = (
    '<circle class="live" cx="7" cy="7" r="6"/>',
    '<rect class="rest" x="1" y="1" width="12" height="12" rx="2"/>',
    '<path class="gone" d="M2 2 L12 12 M12 2 L2 12"/>',
)


def _bar(life: Life, picture: LifeLine, longest: float, identity: str) -> str:
    lives, _, destroyed = picture.words
    width = _LONGEST * life.days / longest
    end = _LIVES + width
    steps = " → ".join(step for step in (f"{lives} ({life.ends})", life.rests, destroyed) if step)
    drawn = [
        f'<line class="gone" x1="{end:.2f}%" y1="16" x2="100%" y2="16"/>',
        f'<rect class="live" x="0" y="4" width="{_LIVES:.2f}%" height="24" rx="4"/>',
        f'<text class="on-live" x="{_LIVES / 2:.2f}%" y="21" text-anchor="middle">{escape(lives)}</text>',
    ]
    after = destroyed
    if life.days:
        drawn.append(f'<rect class="rest" x="{_LIVES:.2f}%" y="4" width="{width:.2f}%" height="24" rx="4"/>')
        if width >= _ROOM:
            middle = _LIVES + width / 2
            drawn.append(
                f'<text class="on-rest" x="{middle:.2f}%" y="21" text-anchor="middle">{escape(life.rests)}</text>'
            )
        else:
            after = f"{life.rests} → {destroyed}"
    drawn.append(f'<text class="on-gone" x="{end + 2:.2f}%" y="21">{escape(after)}</text>')
    return (
        f'<svg role="img" width="100%" height="32" aria-labelledby="{identity}-t {identity}-d">'
        f'<title id="{identity}-t">{escape(life.name)}</title><desc id="{identity}-d">{escape(steps)}</desc>'
        f"{''.join(drawn)}</svg>"
    )
