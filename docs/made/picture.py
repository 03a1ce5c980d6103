"""The life line as a picture: lives, rests, is destroyed; with the databases and the keys that each part needs.

Two languages and two grounds (light, dark). Colours by meaning, as everywhere: lives green, rests amber, destroyed
grey; each part also has its own shape and word, so that nothing hangs on colour alone.
"""

from __future__ import annotations

from html import escape
from typing import Any

COLOURS = {
    "light": {"ink": "#1d2125", "soft": "#5a6169", "line": "#c9cecf", "live": "#2f7a50", "on-live": "#ffffff",
              "rest": "#eeb64c", "on-rest": "#33240a", "gone": "#6d747b", "paper": "#fdfdfb", "tint": "#f1f3ef"},
    "dark": {"ink": "#e6e8e6", "soft": "#a5adb3", "line": "#454c52", "live": "#63b587", "on-live": "#0b1a12",
             "rest": "#d9a441", "on-rest": "#241804", "gone": "#9aa2a9", "paper": "#16191c", "tint": "#1e2226"},
}  # fmt: skip

_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "An order's life: active, archived, destroyed",
        "desc": "While it is active, its items are sealed under the person's key in the live database. When its purpose "
        "has ended, what a law keeps moves to the archive, under the due day's key joined with the person's archive key. "
        "Five years later the day's key is destroyed, and the rows follow.",
        "parts": ("active", "archived", "destroyed"),
        "marks": (
            ("5 Mar 2013", "collected"),
            ("9 Apr 2013", "settled: its purpose has ended"),
            ("9 Apr 2018", "last kept day"),
        ),
        "what": (
            ("live database", "sealed under one key per person", "use · provide · correct · show"),
            ("archive", "day's key joined with the person's", "consult: for the rule that keeps it"),
            ("gone", "key destroyed, rows gone", "a certificate says what, why, when"),
        ),
        "ledger": "every step and every refusal is in the ledger, which anyone can verify from its export alone",
    },
    "ko": {
        "title": "주문 한 건의 처리 과정: 이용, 분리 보관, 파기",
        "desc": "이용하는 동안 항목은 운영 DB에서 정보주체별 키로 암호화됩니다. 목적이 끝나면 법령이 보존하게 한 것만 분리 보관 "
        "DB로 옮겨 만기일 키와 그 정보주체의 보관 키를 합친 키로 암호화합니다. 5년 뒤 만기일 키를 파기하고 데이터를 삭제합니다.",
        "parts": ("이용 중", "분리 보관 중", "파기됨"),
        "marks": (
            ("2013년 3월 5일", "수집"),
            ("2013년 4월 9일", "정산: 이용 종료"),
            ("2018년 4월 9일", "마지막 보관일"),
        ),
        "what": (
            ("운영 DB", "정보주체별 키로 암호화", "이용 · 제공 · 정정 · 열람"),
            ("분리 보관 DB", "만기일 키와 정보주체 키를 합쳐 암호화", "보존 목적으로만 열람"),
            ("남는 것 없음", "암호키 파기, 데이터 삭제", "무엇을 왜 언제 파기했는지 증명서로 남김"),
        ),
        "ledger": "모든 처리와 거부는 원장에 남고, 원장은 내보낸 파일만으로 누구나 검증할 수 있습니다",
    },
}

FONT = (
    "Pretendard, -apple-system, &quot;Apple SD Gothic Neo&quot;, &quot;Noto Sans KR&quot;, &quot;Noto Sans CJK KR&quot;, "
    "&quot;Malgun Gothic&quot;, &quot;Segoe UI&quot;, sans-serif"
)
_LEFT, _MIDDLE, _RIGHT, _END = 24, 284, 674, 936


def life(language: str, ground: str) -> str:
    """The picture, 960 × 268."""
    words, colour = _WORDS[language], COLOURS[ground]

    def text(
        x: float, y: float, content: object, fill: str, size: int = 14, weight: int = 400, anchor: str = "start"
    ) -> str:
        return (
            f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}" fill="{colour[fill]}" '
            f'text-anchor="{anchor}">{escape(str(content))}</text>'
        )

    edges = ((_LEFT, _MIDDLE), (_MIDDLE, _RIGHT), (_RIGHT, _END))
    drawn = [
        f'<rect width="960" height="268" rx="10" fill="{colour["paper"]}" stroke="{colour["line"]}"/>',
        f'<rect x="{_LEFT}" y="76" width="{_MIDDLE - _LEFT}" height="40" rx="6" fill="{colour["live"]}"/>',
        f'<rect x="{_MIDDLE}" y="76" width="{_RIGHT - _MIDDLE}" height="40" rx="6" fill="{colour["rest"]}"/>',
        f'<path d="M{_RIGHT + 8} 96H{_RIGHT + 104}" stroke="{colour["gone"]}" stroke-width="3" stroke-dasharray="2 8" '
        'stroke-linecap="round"/>',
        f'<path d="M{_RIGHT + 118} 83l26 26m0-26l-26 26" stroke="{colour["gone"]}" stroke-width="4" stroke-linecap="round"/>',
        text((_LEFT + _MIDDLE) / 2, 102, words["parts"][0], "on-live", 17, 700, "middle"),
        text((_MIDDLE + _RIGHT) / 2, 102, words["parts"][1], "on-rest", 17, 700, "middle"),
        text(_RIGHT + 154, 102, words["parts"][2], "soft", 17, 700),
    ]
    for x, (when, what) in zip((_LEFT, _MIDDLE, _RIGHT), words["marks"], strict=True):
        drawn += [
            f'<path d="M{x} 62V116" stroke="{colour["ink"]}" stroke-width="1.5"/>',
            text(x, 34, when, "ink", 14, 600),
            text(x, 53, what, "soft", 13),
        ]
    for (x, _), (where, key, verbs) in zip(edges, words["what"], strict=True):
        drawn += [text(x, 146, where, "ink", 14, 600), text(x, 168, key, "soft", 13), text(x, 188, verbs, "soft", 13)]
    drawn += [
        f'<rect x="{_LEFT}" y="214" width="{_END - _LEFT}" height="32" rx="6" fill="{colour["tint"]}" stroke="{colour["line"]}"/>',
        text(480, 235, words["ledger"], "ink", 13, 400, "middle"),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="960" height="268" viewBox="0 0 960 268" role="img" lang="{language}" '
        f'aria-labelledby="t d" font-family="{FONT}">\n<title id="t">{escape(str(words["title"]))}</title>\n'
        f'<desc id="d">{escape(str(words["desc"]))}</desc>\n' + "\n".join(drawn) + "\n</svg>\n"
    )
