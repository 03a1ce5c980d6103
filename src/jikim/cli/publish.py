"""`jikim publish`: a version of the policy is announced; and what was announced, listed and withdrawn."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from jikim.cli import comparing, house, policy_file, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.options import Directory, Json, Lang, PolicyPath, language, words
from jikim.particles import euro

if TYPE_CHECKING:
    from jikim.app import Jikim
    from jikim.publishing.publications import Publication

By = Annotated[
    str,
    about(
        "Who does it: an officer with a grant.", "실행하는 사람: 권한이 있는 보호책임자", name="--by", metavar="NAME"
    ),
]


@in_korean(
    """방침의 새 버전을 공고하고 시행일에 적용합니다.

    바뀌는 내용을 모두 담은 공지를 게시하고, 연락할 수 있는 모든 사람에게 알리고, 새 동의를 회원 페이지에서
    요청합니다. 보호책임자가 여럿이면 다른 보호책임자가 그 내용을 개정안으로 먼저 승인해야 합니다(`jikim publish propose`).
    공고 기간이 시행 중인 방침의 약속보다 짧으면 거부합니다. 날짜는 파일에 적힌 것을 따릅니다. 다시 실행하면 멈춘
    곳부터 이어집니다.
    """
)
def publish(
    policy: PolicyPath,
    /,
    *,
    by: By,
    announce: Annotated[
        str, about("The day of the announcement (2026-12-01), or now.", "공고일(2026-12-01) 또는 now", metavar="DATE")
    ] = "now",
    effective: Annotated[
        str | None,
        about(
            "The minute from which it is in force; else the first of the file's own day.",
            "시행하는 시각(분). 없으면 파일에 적힌 시행일의 첫 시각",
            metavar="TIME",
        ),
    ] = None,
    dry_run: Annotated[bool, about("Say what it would mean, and do nothing.", "실행하지 않고 결과만 출력")] = False,
    directory: Directory = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Announce a version of the policy, so that it is in force on its day.

    The notice is posted with all that changes, everybody who can be written to is, and new consents are asked for on
    the members' pages. Of several officers another has approved the text before, as a proposal (`jikim publish
    propose`). It is refused where the notice would be shorter than the policy in force promises. The dates in the
    file are those that are kept. Run it again, and it goes on where it was.
    """
    with house.opened(policy, directory, publishing=True) as jk:
        day, moment = _days(jk, announce, effective)
        if dry_run:
            _account(jk, policy, day, moment, lang, json)
            return
        made = jk.by(jk.handler(by, kind="officer")).publish(policy, announce=day, effective=moment)
        _tell(jk, made, json)


@in_korean(
    """방침의 새 버전을 개정안으로 올려 승인을 요청합니다.

    다른 보호책임자가 출력된 주소의 페이지에서 승인하거나 반려하며, 승인된 뒤 `jikim publish`로 공고합니다. 다시 실행하면
    같은 내용의 개정안을 그대로 알려 줍니다. 여러 파일로 나눈 방침은 하나의 글로 올립니다.
    """
)
def propose(
    policy: PolicyPath,
    /,
    *,
    by: By,
    reason: Annotated[str, about("Why, for whoever approves it.", "개정 사유. 승인하는 사람이 읽음", metavar="TEXT")],
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Put a version of the policy up for another officer's approval.

    Another officer approves it, or sends it back, on the page whose address is printed; then `jikim publish` announces it.
    Run it again, and it names the proposal that says the same already. A policy over several files is put up as one text.
    """
    with house.opened(policy, directory, publishing=True) as jk:
        from jikim.app.publishing import proposed
        from jikim.mail.letters import site_of

        made = jk.by(jk.handler(by, kind="officer")).do(proposed, policy, reason)
        page = f"{site_of(jk.settings, jk.policy)}/office/policy/proposals/{made.number}"
        if json:
            terminal.document({"number": made.number, "state": made.state, "page": page})
            return
        waits = words("waits for another officer's approval", "다른 보호책임자의 승인 대기 중")
        approved = words("approved; announce it with `jikim publish`", "승인됨. `jikim publish`로 공고해 주세요")
        terminal.line(
            words(f"proposal {made.number}: ", f"개정안 {made.number}: ")
            + (approved if made.state == "approved" else waits)
        )
        terminal.line(f"  {page}")


@in_korean(
    """공고한 것과 그 상태를 나열합니다.

    상태, 버전과 날짜, 공지 번호, 알린 사람과 새 버전이 적용된 사람의 수를 보여 줍니다.
    """
)
def listed(policy: PolicyPath, /, *, directory: Directory = None, json: Json = False) -> None:
    """List what was announced, and how it stands.

    Its state, the version and its days, the numbers of its notices, how many people were written to and taken over.
    """
    with house.opened(policy, directory, publishing=True) as jk:
        found = jk.publications()
        if json:
            terminal.document([one.as_json() for one in found])
            return
        for one in found:
            for text in _told(jk, one):
                terminal.line(text)
        if not found:
            terminal.line(words("nothing was announced", "공고한 것이 없습니다"))


@in_korean(
    """시행 전에 공고를 철회합니다.

    처음의 공지는 그대로 남고, 철회했다는 공지를 새로 게시하며, 알린 사람에게 다시 알립니다.
    """
)
def withdraw(
    policy: PolicyPath,
    number: Annotated[
        int,
        about("The publication's number, as `jikim publish list` tells it.", "`jikim publish list`에 나오는 공고 번호"),
    ],
    /,
    *,
    by: By,
    reason: Annotated[
        str, about("Why, in words that people read in the notice.", "철회하는 사유. 공지에 그대로 실림", metavar="TEXT")
    ],
    directory: Directory = None,
    json: Json = False,
) -> None:
    """Withdraw an announcement before it takes effect.

    Its notice stays; another says that it is withdrawn, and whoever was written to is written to again.
    """
    with house.opened(policy, directory, publishing=True) as jk:
        made = jk.by(jk.handler(by, kind="officer")).withdraw_publication(number, reason)
        _tell(jk, made, json)


def _tell(jk: Jikim, made: Publication, json: bool) -> None:
    if json:
        terminal.document(made.as_json())
        return
    for text in _told(jk, made):
        terminal.line(text)


def _days(jk: Jikim, announce: str, effective: str | None) -> tuple[date | None, datetime | None]:
    day = None if announce == "now" else when.day(announce)
    return day, when.moment(effective, jk.policy.zone) if effective is not None else None


def _account(jk: Jikim, policy: PolicyPath, day: date | None, moment: datetime | None, lang: Lang, json: bool) -> None:
    """What announcing it would mean; a day that is too soon is a refusal here as well."""
    from jikim.publishing.announce import account, short_notice

    found = jk.do(account, policy_file.sound(policy, language(lang)), announce=day, effective=moment)
    concerned = {one.question.name: one.people for one in found.concerned}
    if json:
        terminal.document(
            {
                **found.comparison.as_json(lang),
                "announced": found.announced.isoformat(),
                "effective": found.effective.isoformat(),
                "earliest": found.earliest.isoformat(),
                "days": found.days,
                "soon_enough": found.soon_enough,
                "concerned": concerned,
            }
        )
    else:
        for text in comparing.lines(found.comparison, found.announced, language(lang), concerned):
            terminal.line(text)
    if not found.soon_enough:
        raise short_notice(found)


def _told(jk: Jikim, one: Publication) -> list[str]:
    from jikim.publishing.publications import STATES_KO

    here = one.effective.astimezone(jk.policy.zone)
    moment = f"{here:%Y-%m-%d %H:%M}"
    said = [
        words(
            f"publication {one.number}: version {one.version}, {one.state}; announced {one.announced}, in force from {moment}",
            f"공고 {one.number}: 버전 {one.version}, {STATES_KO[one.state]}. {one.announced} 공고, {moment} 시행",
        )
    ]
    if one.notice is not None:
        by = f", withdrawn by notice {one.withdrawal}" if one.withdrawal is not None else ""
        ko = f", 공지 {euro(f'{one.withdrawal}')} 철회함" if one.withdrawal is not None else ""
        said.append(words(f"  notice {one.notice}{by}", f"  공지 {one.notice}{ko}"))
    if one.mailed:
        said.append(words(f"  {one.mailed} mails queued", f"  발송 대기에 올린 메일 {one.mailed}통"))
    if one.switched is not None:
        more = one.finished is None
        said.append(
            words(
                f"  {one.moved} people taken over{', and more to come' if more else ''}",
                f"  {one.moved}명에게 적용함{'. 아직 남아 있음' if more else ''}",
            )
        )
    return said
