"""The ledger's events read as words in the office, in both languages, whatever happened."""

from __future__ import annotations

import re
from pathlib import Path

from tests.office.conftest import Office
from tests.office.work import open_work

import jikim
from jikim.tasks.filing import TASKS
from jikim.web.office.deeds import DEEDS, KINDS

SOURCE = Path(jikim.__file__).parent
# An event is named by what it is about and what was done. Some words of the same shape are the names of signed bodies
# or of beginnings.
NAMED = re.compile(r'"([a-z-]+:[a-z-]+)"')
NO_EVENTS = {"record:corrected", "record:delete-", "system:sweep", "system:sequencer"}


def _named() -> set[str]:
    return {
        found
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in ("cli", "policy", "prove", "demo")
        for found in NAMED.findall(path.read_text("utf-8"))
    } - NO_EVENTS


def test_every_event_that_the_code_names_has_words() -> None:
    """None is shown by its own name, and each can be searched for by what it is about."""
    named = _named()
    assert len(named) > 100
    assert sorted(named - set(DEEDS)) == []
    assert sorted({one.partition(":")[0] for one in DEEDS} - set(KINDS)) == []


def test_no_report_shows_a_bare_name(office: Office) -> None:
    """After a day with work of every kind, the report, the ledger's form and the list of tasks hold no event and no
    kind by its own name."""
    open_work(office)
    office.jk.sequence()
    browser = office.officer("h-words")
    for prefix in ("", "/en"):
        page = browser.get(f"{prefix}/office/reports/access?who=all").text
        done = re.findall(r'<td[^>]* data-label="(?:수행 업무|What was done)">([^<]*)</td>', page)
        assert len(done) > 20
        assert [one for one in done if re.fullmatch(r"[a-z-]+:[a-z-]+", one)] == []
        options = re.findall(r'<option value="([a-z-]+):"[^>]*>([^<]+)<', browser.get(f"{prefix}/office/ledger").text)
        assert {name for name, _ in options} == set(KINDS)
        if not prefix:
            assert all(re.search(r"[가-힣]", words) for _, words in options)
    filed = re.findall(
        r'file_task(?:\(\s*house)?,\s*"([a-z-]+)"', "\n".join(one.read_text("utf-8") for one in SOURCE.rglob("*.py"))
    )
    assert len(filed) >= 4
    assert set(filed) <= set(TASKS.kinds)
