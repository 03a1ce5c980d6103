"""The reference of findings, made from the rules of `check` and the codes of reading: every code that `jikim check` can
show."""

from __future__ import annotations

import importlib
import inspect
from itertools import groupby

from jikim.policy.check import FAMILIES, rules
from jikim.policy.check.rule import Rule
from jikim.policy.check.syntax import READING

_HEAD = """\
# Findings

Made by `make docs` from `src/jikim/policy/check/`. `jikim check FILE` shows a finding with its code in brackets, its place, the
statute's article behind it where there is one ([the catalogue](statutes.md)), and what to do. `--at DATE` asks the law of
another day: a rule whose statute is not law on that day says nothing, or names the one that was.

An **error**: the policy can't run, or does what no reason makes lawful. A **warning**: a law, or the policy's own word, is not
met. A **note**: worth knowing. Some rules are graver in some policies; their words say when. Facts, not advice.

## Letting a finding stand

A warning or a note can be waived in the file, with a reason that people read in the document:

```yaml
waive:
  - finding: country-not-named
    at: processors.raft
    because: {ko: 나라를 밝히지 않기로 계약했습니다, en: the contract keeps the country confidential}
    until: 2027-06-30
```

`at` is the part of the file that the finding is about, by its path, or one above it; without it the reason covers the finding
wherever it is. `until` is the last day on which the reason holds. A waived finding is shown as waived, with its reason, and
fails nothing, not with `--strict` either. Errors can't be waived. A waiver that names no finding, that nothing answers to, or
whose day has passed is a finding itself.

## By the guideline's sections

`jikim check FILE --contents` lists the 24 sections (and A1) of the guideline of April 2026: mandatory, if it applies, or
recommended; whether the file states it; and which key of the file does, or would. What no fact of the file can say stands in
`statements`, with `about`.
"""

_TITLES = {
    "handing": "Whoever gets or supplies data",
    "european": "Only under the GDPR",
    "contents": "The guideline's sections",
}


def page() -> str:
    """The whole page."""
    sections = []
    order = {family.__name__: index for index, family in enumerate(FAMILIES)}
    known = sorted(rules(), key=lambda one: order[one.run.__module__])
    for module, family in groupby(known, key=lambda one: one.run.__module__):
        said = (inspect.getdoc(importlib.import_module(module)) or "").split("\n\n")[0]
        title, _, about = " ".join(said.split()).partition(":")
        name = _TITLES.get(module.rpartition(".")[2]) or title.removeprefix("Rules about ")
        sections.append(f"## {name[:1].upper() + name[1:]}\n\n{_about(about)}{_table(list(family))}")
    codes = "\n".join(f"| `{code}` | {says} |" for code, says in READING.items())
    reading = (
        f"## Reading\n\nAll of them are errors; the file then has no others.\n\n| code | what |\n|---|---|\n{codes}\n"
    )
    return _HEAD + "\n" + "\n".join(sections) + "\n" + reading


def _about(text: str) -> str:
    said = text.strip()
    return f"{said[:1].upper()}{said[1:]}\n\n" if said else ""


def _table(family: list[Rule]) -> str:
    rows = []
    for one in family:
        codes = "<br>".join(f"`{code}` ({severity.value})" for code, severity in one.codes.items())
        rows.append(f"| {codes} | {' '.join(one.says.split())} |")
    return "| code | the rule |\n|---|---|\n" + "\n".join(rows) + "\n"
