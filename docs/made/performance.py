"""`docs/performance.md` and its picture: what `make bench` measured, as it wrote it into `docs/performance.json`, with
how a house grows (`growth.py`), what several servers cost, and what a soak found."""

from __future__ import annotations

import inspect
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import bench.gdprbench
from docs.made import growth
from docs.made.picture import COLOURS, FONT

MEASURED = Path(__file__).parents[1] / "performance.json"
SOAKED = Path(__file__).parents[1] / "soak.json"
SPREAD = Path(__file__).parents[1] / "servers.json"
MOVED = Path(__file__).parents[1] / "servers-moving.json"
HEAD = """# Performance

What `make bench` measured, whole, and below it what `make bench-growth`, `make bench-servers` and `make soak` did, and nothing else: this page is made from
`docs/performance.json`, `docs/growth.json`, `docs/servers.json`, `docs/servers-moving.json` and `docs/soak.json`, which they wrote. A row that has a baseline
was measured beside it, in alternating rounds of the same run on the same server; the first round is dropped. A figure is the median of the rounds, with the
lowest and the highest behind it. *Goal* is on the ratio where there is a baseline, else on the figure. On your own machine, ratios come closer to these than rates.
The rows `peers` and `fides` run where what they stand beside is installed: `JIKIM_PG_BIN` names the programs of a PostgreSQL with pgaudit and pgcrypto where it
is not Debian's, and `JIKIM_FIDES_PYTHON` the Python of an environment of its own with `ethyca-fides`, which needs `redis-server` and that PostgreSQL.
"""
_ROW, _LEFT, _WIDE = 34, 330, 420


def page() -> str:
    """The page. Before the first whole run it says so."""
    told = _told(MEASURED)
    if told is None:
        return f"{HEAD}\nIt has not been run in full yet.\n"
    machine, figures = told["machine"], told["figures"]
    lines = [
        HEAD,
        f"Measured on {told['day']}: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB; {machine['system']}; "
        f"Python {machine['python']}, PostgreSQL {machine['postgresql']}; one `fsync` of 8 KiB takes {machine['fsync_ms']} ms there; "
        f"load when it began {machine['load']}. Clients, server and disk share that machine.",
        *(f"The row `{row}` failed and is not here." for row in told.get("failed", ())),
        *(f"The row `{row}` was run by itself after the others." for row in told.get("apart", ())),
        "",
        "<picture>",
        '  <source media="(prefers-color-scheme: dark)" srcset="pictures/performance.dark.svg">',
        '  <img src="pictures/performance.light.svg" alt="The ratios of the table below as bars, with their goals as marks">',
        "</picture>",
        "",
        *_table(figures),
    ]
    lines += ["", "## Where the time of one call goes", *_limits(figures)]
    lines += [*_accounts(figures), "", *growth.part(), "", *_spread(), "", *_soaked()]
    lines += ["", "## What GDPRbench asks, and of which verb", "", inspect.cleandoc(bench.gdprbench.__doc__ or "")]
    return "\n".join(lines) + "\n"


def _table(figures: list[dict[str, Any]]) -> list[str]:
    lines = ["| row | what | ours | baseline | ratio | goal | |", "|---|---|---|---|---|---|---|"]
    before = ""
    for one in figures:
        row, before = (f"`{one['row']}`" if one["row"] != before else ""), one["row"]
        base = " ".join(part for part in (_said(one, "baseline"), one["baseline_is"]) if part)
        ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f}"
        met = {None: "", True: "reached", False: "**short**"}[one["reached"]]
        lines.append(f"| {row} | {one['what']} | {_said(one, 'ours')} | {base} | {ratio} | {one['goal']} | {met} |")
    return lines


def _accounts(figures: list[dict[str, Any]]) -> list[str]:
    """Of what one call of ours is made, beside its baseline's."""
    rows = [one for one in figures if one.get("account")]
    if not rows:
        return []
    heads = [head for one in rows for head in (one["what"], one["baseline_is"].strip("()"))]
    lines = ["", "## What one call is made of", "", "In microseconds of a processor; of the last row, bytes.", ""]
    lines += [f"| | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    for parts in zip(*(one["account"] for one in rows), strict=True):
        cells = ["" if value is None else _number(value) for _, *both in parts for value in both]
        lines.append(f"| {parts[0][0]} | {' | '.join(cells)} |")
    return lines


def _limits(figures: list[dict[str, Any]]) -> list[str]:
    return ["", "| what | of which |", "|---|---|"] + [
        f"| {one['what']} | {one['limits']} |" for one in figures if one["limits"]
    ]


def _spread() -> list[str]:
    """What people on several servers cost, where it was measured."""
    head, told = "## People on several servers", _told(SPREAD)
    if told is None:
        return [head, "", "`make bench-servers` has not been run yet."]
    machine = told["machine"]
    return [
        head,
        "",
        f"Measured on {told['day']} by `make bench-servers`, with load {machine['load']} when it began: three houses, whose people lie on one, two and three "
        f"servers, asked in turn by the same callers in two processes. All servers and callers share {machine['cores']} cores, so that a rate says what "
        "routing costs, and not what more machines would carry: of that, the processor time of each server speaks (the house's first), which is what its own "
        "machine would have to give.",
        "",
        *_table(told["figures"]),
        *_limits(told["figures"]),
        *_moved(),
    ]


def _moved() -> list[str]:
    """How fast people move between servers, and for how long the service stops, where it was measured."""
    told = _told(MOVED)
    if told is None:
        return []
    return [
        "",
        f"People who move, measured on {told['day']} with load {told['machine']['load']}:",
        "",
        *_table(told["figures"]),
    ]


def moved(language: str = "en") -> str:
    """The same in a sentence, for the page that says how they are moved."""
    told = _told(MOVED)
    if told is None:
        return "아직 측정하지 않았습니다." if language == "ko" else "It has not been measured yet."
    machine, lines = told["machine"], list[str]()
    [people, *_] = re.findall(r"[\d,]+", told["figures"][0]["limits"])
    for rate, stop in zip(told["figures"][::2], told["figures"][1::2], strict=True):
        servers, values = rate["what"].split(", ")[1].split()[0], (_said(rate, "ours"), _said(stop, "ours"))
        lines.append(
            f"- 서버 {servers}대: {values[0]}명, 100만 명이면 {values[1]}"
            if language == "ko"
            else f"- {servers} servers: {values[0]} people; {values[1]} for a million, as reckoned from it"
        )
    head = (
        f"{told['day']}에 `make bench-servers`로 측정한 값입니다(코어 {machine['cores']}개에서 모든 서버를 실행, 시작할 때 부하 {machine['load']}). "
        f"서버마다 {people}명쯤 두고 몇 번 오가게 했습니다. 가운뎃값이며 괄호 안은 가장 낮은 값과 가장 높은 값입니다. 100만 명의 시간은 이 속도로 계산했습니다."
        if language == "ko"
        else f"Measured on {told['day']} by `make bench-servers`, all servers on {machine['cores']} cores with load {machine['load']} when it began: "
        f"{told['figures'][0]['limits']}. Medians, with the lowest and the highest."
    )
    return "\n".join([head, "", *lines])


def _soaked() -> list[str]:
    """What `make soak` found, where it ran."""
    head = ["## A mixed load for long", ""]
    told = _told(SOAKED)
    if told is None:
        return [*head, "`make soak` has not been run yet."]
    return [
        *head,
        f"Found on {told['day']} by `make soak`, with load {told['machine']['load']} when it began.",
        "",
        *_table(told["figures"]),
        *_limits(told["figures"]),
    ]


def ratios(ground: str) -> str:
    """Every row with a baseline as a bar, with its goal as a mark; 800 wide."""
    told, colour = _told(MEASURED), COLOURS[ground]
    rows = [one for one in (told["figures"] if told else []) if one["ratio"] is not None and _goal(one) is not None]
    most = max((max(one["ratio"], _goal(one) or 0) for one in rows), default=1.0) * 1.08
    height = _ROW * len(rows) + 44
    drawn = [f'<rect width="800" height="{height}" rx="10" fill="{colour["paper"]}" stroke="{colour["line"]}"/>']
    for n, one in enumerate(rows):
        top, goal = 22 + n * _ROW, _goal(one) or 0
        at, wide = _LEFT + goal / most * _WIDE, one["ratio"] / most * _WIDE
        shade = "live" if one["reached"] else "rest"
        drawn += [
            f'<text x="{_LEFT - 12}" y="{top + 17}" font-size="13" fill="{colour["ink"]}" text-anchor="end">{escape(_short(one["what"]))}</text>',
            f'<rect x="{_LEFT}" y="{top + 4}" width="{wide:.1f}" height="18" rx="3" fill="{colour[shade]}"/>',
            f'<text x="{_LEFT + max(wide, at - _LEFT) + 8:.1f}" y="{top + 17}" font-size="13" fill="{colour["soft"]}">{one["ratio"]:.2f}</text>',
            f'<path d="M{at:.1f} {top}v26" stroke="{colour["ink"]}" stroke-width="2"/>',
        ]
    said = ", ".join(f"{one['what']} {one['ratio']:.2f} of its baseline, goal {one['goal']}" for one in rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="800" height="{height}" viewBox="0 0 800 {height}" role="img" lang="en" '
        f'aria-labelledby="t d" font-family="{FONT}">\n<title id="t">Ratios to a baseline of the same run</title>\n'
        f'<desc id="d">{escape(said or "nothing was measured yet")}</desc>\n' + "\n".join(drawn) + "\n</svg>\n"
    )


def _told(file: Path) -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    return found


def _goal(one: dict[str, Any]) -> float | None:
    try:
        return float(one["goal"])
    except ValueError:
        return None


def _said(one: dict[str, Any], which: str) -> str:
    value, spread = one[which], one["spread" if which == "ours" else "baseline_spread"]
    if value is None:
        return ""
    least = "" if spread is None else f" ({_number(spread[0])}–{_number(spread[1])})"
    return f"{_number(value)}{'' if one['unit'].startswith('/') else ' '}{one['unit']}{least}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.2f}"


def _short(what: str) -> str:
    return what if len(what) <= 48 else what[:47].rsplit(" ", 1)[0] + " …"
