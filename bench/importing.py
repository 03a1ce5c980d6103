"""Import, scored: on invented texts (`bench/published`, some set aside before any rule was written), and on real ones
in a folder that is named.

Beside a text `shop.html` stand its facts, `shop.facts`: a line a fact, `family|label|key|value`, written by hand from
the text. The check of a draft is scored on the same texts: their facts are written down rightly, then one at a time
wrongly (a number, a name, a period, a day, a dropped *not*), by changes of the text that know nothing of how it is
checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench.stage import Figure, Stage
from jikim.policy.importing import Imported, imported
from jikim.policy.importing.draft import drafted, spoken
from jikim.policy.source import read
from jikim.policy.wording.grounding import grounded

PUBLISHED = Path(__file__).parent / "published"
_NOT = (("하지 않습니다", "합니다"), ("아니합니다", "합니다"), ("We do not ", "We "), ("We never ", "We "))
_NAMES = {"ko": "가온누리", "en": "Quillfeather"}


class Score(NamedTuple):
    """Facts found rightly, found, and there; planted wrong ones found, and planted; alarms on right facts, and right
    facts."""

    right: int = 0
    found: int = 0
    there: int = 0
    caught: int = 0
    planted: int = 0
    alarms: int = 0
    facts: int = 0

    @property
    def precision(self) -> float:
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.there, 1)

    def and_(self, other: Score) -> Score:
        return Score(*(one + another for one, another in zip(self, other, strict=True)))


def score(folder: Path) -> Score:
    """All texts of a folder that have facts beside them."""
    total = Score()
    for path in sorted(folder.iterdir()):
        facts = path.with_suffix(".facts")
        if path.suffix != ".facts" and facts.exists():
            total = total.and_(_one(path, facts))
    return total


def _one(path: Path, facts: Path) -> Score:
    found = imported(path.read_bytes(), path.name)
    there = {
        tuple([*line.split("|"), "", "", ""][:4]) for line in facts.read_text(encoding="utf-8").splitlines() if line
    }
    got = {fact[:4] for fact in found.facts if fact.key != "required"}
    text = drafted(found.sentences, found.facts, "en", path.name) + _denied(found)
    right = _doubts(found, text)
    wrong = list(planted(text, spoken(found.sentences), found))
    caught = sum(any(line == doubt for doubt in _doubts(found, changed)) for line, changed in wrong)
    lines = sum(
        1 for line in text.splitlines() if re.search(r": \S.*# s\d", line) and not line.lstrip().startswith("#")
    )
    return Score(len(there & got), len(got), len(there), caught, len(wrong), len(right), lines)


def _denied(found: Imported) -> str:
    """What sentences say is not done, as the file's own statements."""
    lines = ["statements:"]
    language = spoken(found.sentences)
    for one in found.sentences:
        if any(before in one.text for before, _ in _NOT):
            lines += [
                f"  denied_{one.number}:  # s{one.number}",
                f"    text: {{{language}: '{one.text}'}}  # s{one.number}",
            ]
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def _doubts(found: Imported, text: str) -> list[int]:
    """The lines of the facts that are said to be wrong."""
    root, findings = read(text, "draft.yaml")
    assert root is not None, findings
    sentences = {one.number: one.text for one in found.sentences}
    headings = [one.number for one in found.sentences if one.heading]
    return [doubt.line for doubt in grounded(text, root, sentences, headings, spoken(found.sentences)) if doubt.line]


def planted(text: str, language: str, found: Imported) -> Iterator[tuple[int, str]]:
    """The draft with one fact wrong, and that fact's line: each line changed in each way that fits it."""
    lines = text.splitlines()
    for place, line in enumerate(lines):
        said, mark, _ = line.partition("  # s")
        if (not mark and "label:" not in line) or line.startswith("#"):
            continue
        for changed in _changed(said, language):
            yield place + 1, "\n".join([*lines[:place], changed + line[len(said) :], *lines[place + 1 :]]) + "\n"
    for one in found.sentences:
        # What is not taken, written down as taken.
        if (
            name := re.match(r"(\S+?)[는은] 수집하지 않습니다", one.text)
            or re.match(r"We never collect ([\w ]+)\.", one.text)
        ) is not None:
            wrong = f"channels:\n  denied:  # s{one.number}\n    label: {{{language}: '{name[1]}'}}\n"
            yield len(lines) + 3, text + wrong


def _changed(said: str, language: str) -> Iterator[str]:
    if day := re.search(r"(\d{4}-\d\d-)(\d\d)$", said):
        yield said.replace(day[0], f"{day[1]}{'11' if day[2] != '11' else '12'}")
    elif period := re.search(r"for: (\d+)([a-z]+)$", said):
        yield said.replace(period[0], f"for: {int(period[1]) + 1}{period[2]}")
        yield said.replace(period[0], f"for: {period[1]}{'mo' if period[2] == 'y' else 'y'}")
    elif re.search(r"(?:phone|url|email): ", said):
        digit = re.search(r"\d(?=\D*$)", said)
        yield said.replace(digit[0], str((int(digit[0]) + 1) % 10)) if digit else re.sub(r"[a-z](?=\W*$)", "q", said)
    elif words := re.search(r"(label|task): \{\w+: \"(.+)\"\}", said):
        yield said.replace(words[2], _NAMES[language])
        yield said.replace(words[2], words[2] + ("점" if language == "ko" else " Services"))
    elif " text: " in said:
        for before, after in _NOT:
            if before in said:
                yield said.replace(before, after)


def importing(stage: Stage) -> list[Figure]:
    """The scores; of real texts only where a folder of them is named."""
    made: list[Figure] = []
    for name, folder in (("invented", PUBLISHED), ("set aside", PUBLISHED / "aside"), ("real", stage.published)):
        if folder is None:
            made.append(Figure("import, real texts: not run, no folder is named (`--published FOLDER`)", 0, "texts"))
            continue
        found = score(folder)
        for what, value, goal in (
            (f"precision of {found.found} facts", found.precision, 0.98),
            (f"recall of {found.there} facts", found.recall, 0.7),
            (f"{found.planted} planted wrong facts found", found.caught / max(found.planted, 1), 0.95),
            (f"{found.facts} right facts without an alarm", 1 - found.alarms / max(found.facts, 1), 0.98),
        ):
            made.append(Figure(f"import, {name}: {what}", value, "", goal=f"{goal}", met=value >= goal))
    return made
