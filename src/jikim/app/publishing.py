"""Publishing, with the rooms beside it: the notice board is the desk's, the letters are the mail's, and the clock is
judged before anybody is moved.

`proceed` is what a clock does of it, in one call: it posts what is to be announced today, writes to everybody, switches
at the moment, takes people over and seals anew. Idempotent; any number of processes; killed anywhere it is gone on with
by the next run.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jikim.app.opened import Driven, read_policy
from jikim.db.driver import Steps
from jikim.db.everywhere import hold_everywhere
from jikim.db.steps import value_of
from jikim.errors import PolicyError
from jikim.jobs.clock_doubt import doubted
from jikim.mail.letters import source
from jikim.mail.purposes import purpose_of
from jikim.on_demand import on_demand
from jikim.policy.compiled import Policy
from jikim.policy.diff import compare
from jikim.policy.model import Language, PolicyFile
from jikim.policy.parse import parse
from jikim.policy.render.voice import date_in
from jikim.policy_files import whole
from jikim.publishing.announce import CIRCULAR, WITHDRAWN, post
from jikim.publishing.announce import announce as announce_version
from jikim.publishing.crossing import rework, switch, take_over_page
from jikim.publishing.proposals import Proposal, propose, saying
from jikim.publishing.publications import Publication, Q, publication_of, publications
from jikim.verbs.house import By, House

if TYPE_CHECKING:
    from jikim.policy import editing
else:
    editing = on_demand("jikim.policy.editing")

PAGE = 1000


def proceed(jk: Driven) -> dict[str, int | str]:
    """Does what is due of every announcement. Answers what was done; nothing where nothing was."""
    done: dict[str, int | str] = {"posted": 0, "mails": 0, "switched": 0, "taken_over": 0, "resealed": 0}
    run, house = jk.driver.run, jk.house
    run(house.versions.refresh(house.clock.now()))
    for one in run(publications(house)):
        if one.state == "announcing" and run(post(house, one)):
            done["posted"] = 1
    for one in run(publications(house)):
        going: Publication | None = one
        while going is not None and going.circular:
            done["mails"] = int(done["mails"]) + run(_mails(house, going))
            going = run(publication_of(house, one.number))
    for one in run(publications(house)):
        if one.state == "announced" and house.now() >= one.effective:
            # INVARIANT: nobody is taken over by a clock that is in doubt; the version itself is in force by the moment
            # alone.
            if (doubt := run(doubted(house))) is not None:
                done["waits"] = doubt.english
                continue
            done["switched"] = int(done["switched"]) + run(switch(house, one))
    for one in run(publications(house)):
        if one.state == "in-force" and one.finished is None:
            while True:
                with jk.driver.gathering():
                    page = run(take_over_page(house, one))
                done["taken_over"] = int(done["taken_over"]) + page.moved
                if page.over:
                    break
    done["resealed"] = run(rework(house))
    return {name: count for name, count in done.items() if count}


def _mails(house: House, found: Publication) -> Steps[int]:
    """Queues the letter to the next people. Answers how many."""
    letter = CIRCULAR if found.circular == CIRCULAR else WITHDRAWN
    kinds = _reachable(house.policy, letter)
    language: Language = "ko" if "ko" in house.policy.file.service.languages else "en"
    if letter == WITHDRAWN and not (yield from value_of(Q["publish.written"](number=found.number, letter=CIRCULAR))):
        yield Q["publish.mailed"](number=found.number, letter=letter, mailed=0, over=True)
        return 0
    facts = yield from _facts(house, found, letter, language)
    # INVARIANT: a server that has not heard of the letter has nobody to write it to, and would say that it is over.
    yield from hold_everywhere()
    [(mailed, total, over)] = yield Q["publish.mail"](
        number=found.number,
        letter=letter,
        language=language,
        facts=json.dumps(facts, ensure_ascii=False).encode(),
        kinds=list(kinds),
        names=list(kinds.values()),
        before=CIRCULAR if letter == WITHDRAWN else "",
        limit=PAGE,
        at=house.now(),
    )
    yield Q["publish.mailed"](number=found.number, letter=letter, mailed=total, over=over)
    return int(mailed)


def _facts(house: House, found: Publication, letter: str, language: Language) -> Steps[dict[str, str]]:
    """What the letter says beside its words: the same to everybody."""
    here = found.effective.astimezone(house.policy.zone)
    when = date_in(here.date(), language)
    if (here.hour, here.minute) != (0, 0):
        when = f"{when} {here:%H:%M}"
    number = found.notice if letter == CIRCULAR else found.withdrawal
    facts = {"when": when, "link": f"/notices/{number}" if number else "/notices"}
    if letter == CIRCULAR:
        old = yield from house.versions.serving(found.previous)
        new = yield from house.versions.serving(found.version)
        asked = [one.label(new.file, language) for one in compare(old.file, new.file).questions]
        if asked:
            facts["asked"] = ", ".join(asked)
    return facts


def _reachable(policy: Policy, letter: str) -> dict[int, str]:
    """The record kinds whose e-mail address such a letter may be written to, the best first: a person's own account
    before what they once wrote."""
    read = source(letter)
    kinds = [rules for rules in policy.records.values() if purpose_of(policy, rules.name, read) is not None]
    return {rules.number: rules.name for rules in sorted(kinds, key=lambda rules: not rules.single)}


def announced(
    by: By, policy: Path | str, *, announce: date | None = None, effective: datetime | None = None
) -> Steps[Publication]:
    """Announces the policy of a file: of several files too, where a proposal that says the same is approved. Raises
    PolicyError with its findings where it has errors."""
    source_text, file = _read(policy)
    approved = yield from saying(by.house, file, "approved")
    if approved is not None:
        source_text = approved[1].encode()
    return (yield from announce_version(by, file, source_text, announce=announce, effective=effective))


def proposed(by: By, policy: Path | str, reason: str) -> Steps[Proposal]:
    """Asks for another officer's approval of the policy of a file; of several files as one text, which says the same
    without their comments. Raises PolicyError with its findings where it has errors."""
    source_text, file = _read(policy)
    alone = parse(source_text, str(policy)).policy == file
    return (yield from propose(by, file, source_text.decode("utf-8-sig") if alone else editing.written(file), reason))


def _read(policy: Path | str) -> tuple[bytes, PolicyFile]:
    try:
        source_text = whole(Path(policy))
    except OSError:
        raise PolicyError(
            f"`{policy}` cannot be read",
            hint="give the path of a policy file",
            ko=(f"`{policy}` 파일을 읽을 수 없습니다", "방침 파일의 경로를 적어 주세요"),
        ) from None
    return source_text, read_policy(policy)
