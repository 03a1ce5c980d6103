"""The reference of the statute catalogue, made from its data: every row, what it says, how that is known, and since
when."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jikim.policy import statutes
from jikim.policy.statutes import Statute, Sure

_HEAD = """\
# The statute catalogue

Made by `make docs` from the data in `src/jikim/policy/statutes/`. These are the rows that a policy may cite (`because`, `law`,
`laws`, `under`, `own_duty`) and that `jikim check` holds it to. **Facts, not advice**, and not all of them certain: the column
*known* says how a row's content is known, and only *read* means that it was read in the statute's, decree's or guideline's own
text. Look the others up before you rely on them. A day that is not known is written so; a month stands for its last day, so
that nothing is asked of a policy before it surely is law. Days are common knowledge, except where marked as read.

| known | is |
|---|---|
"""

_PARTS: tuple[tuple[str, str, Callable[[Statute], bool]], ...] = (
    ("Acts as a whole", "What a policy is made under (`service.under`).", lambda row: row.article is None),
    (
        "How long records are kept",
        "`covers` are the classes of record (`class` of a retention rule).",
        lambda row: row.keeps and row.article is not None,
    ),
    (
        "What Korean law asks beside",
        "Rights and their deadlines, consent, handing over, safety, breaches, notices.",
        lambda row: not row.european and row.article is not None and not row.keeps and row.asked is None,
    ),
    (
        "The guideline of April 2026",
        "M mandatory, C if it applies, R recommended, RC recommended where it applies. `jikim check FILE --contents` lists "
        "what a policy does about each.",
        lambda row: row.asked is not None,
    ),
    (
        "The GDPR beside it",
        "These judge a policy that is made under `eu.gdpr`, and no other. Each row whose act is the GDPR stands once more as `uk.gdpr.…`, "
        "by which a policy under the United Kingdom's GDPR is judged from 2021.",
        lambda row: row.id.startswith("eu.") and row.article is not None,
    ),
)


def page() -> str:
    """The whole page."""
    known = "\n".join(f"| {_short(sure)} | {sure.words('en')} |" for sure in Sure)
    parts = [
        f"## {title}\n\n{about}\n\n{_table([row for row in statutes.all() if belongs(row)])}"
        for title, about, belongs in _PARTS
    ]
    return _HEAD + known + "\n\n" + "\n".join(parts) + "\n" + _bodies()


def _table(rows: Iterable[Statute]) -> str:
    said = [
        f"| `{row.id}` | {row.name('en')}<br>{row.name('ko')} | {row.says['en']}<br>{row.says['ko']}{_facts(row)} | "
        f"{_short(row.sure)} | {_days(row)} | {row.source} |"
        for row in rows
    ]
    return (
        "| id | where | what it says | known | in force | source |\n|---|---|---|---|---|---|\n"
        + "\n".join(said)
        + "\n"
    )


def _short(sure: Sure) -> str:
    return sure.value.replace("-", " ")


def _facts(row: Statute) -> str:
    facts = []
    if row.minimum:
        facts.append(f"at least {row.minimum.words('en')}")
    if row.maximum:
        facts.append(f"at most {row.maximum.words('en')}")
    if row.covers:
        facts.append("covers " + ", ".join(f"`{kind}`" for kind in sorted(row.covers)))
    if row.clock:
        facts.append(f"counted from {row.clock.text['en']}")
    if row.deadline:
        facts.append(f"within {row.deadline.words('en')}")
    if row.extended:
        facts.append(f"extendable by {row.extended.words('en')}")
    if row.every:
        facts.append(f"every {row.every.words('en')}")
    if row.rights:
        facts.append("answers " + ", ".join(f"`{right}`" for right in row.rights))
    if row.binds:
        facts.append(f"binds {row.binds['en']}")
    if row.asked:
        facts.append(f"section {row.number}, {row.asked.value}")
    return "<br>*" + "; ".join(facts) + "*" if facts else ""


def _days(row: Statute) -> str:
    begins = (
        "first day not known"
        if row.in_force_from is None
        else f"from {row.since}" + (" (read)" if row.days_read else "")
    )
    if row.in_force_until is None or row.ended_by is None:
        return begins
    return f"{begins}, until {row.in_force_until} ({row.ended_by['en']})"


def _bodies() -> str:
    rows = []
    for kind in statutes.body_kinds():
        label = statutes.body_label(kind)
        for body in statutes.history(kind):
            until = f"until {body.until}" if body.until else ""
            days = " ".join(part for part in (f"from {body.since}" if body.since else "", until) if part)
            rows.append(
                f"| `{kind}` | {label['en']}<br>{label['ko']} | {body.phone or 'not known'} | {body.url or 'not known'} | "
                f"{days or 'always'} | {_short(body.sure)} | {body.source} |"
            )
        if not statutes.history(kind):
            rows.append(f"| `{kind}` | {label['en']}<br>{label['ko']} | – | – | – | – | each has its own |")
    return (
        "## Bodies that hear complaints\n\nTheir numbers change; `check` holds a policy's to those of the day.\n\n"
        "| kind | body | phone | address | days | known | source |\n|---|---|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n"
    )
