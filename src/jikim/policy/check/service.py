"""Rules about the file's frame: who speaks, in which languages, from when, with how much notice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.form import alternatives
from jikim.policy.period import earliest, enough, lead

_NOT_IN_A_HOST = re.compile(r"[\s\"'<>|\\^`{}@]")

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(text_not_in_every_language=W)
def texts(scope: Scope) -> Iterator[Finding]:
    """Each text is given in each of the service's languages: a reader of one must not be promised less."""
    wanted = scope.policy.service.languages
    for path, text in texts_of(scope.policy, ()):
        lacking = [language for language in wanted if language not in text]
        if lacking:
            where = ".".join(str(step) for step in path)
            yield scope.find(
                "text-not-in-every-language",
                path,
                f"`{where}`: {listed(lacking)} 글이 없습니다",
                f"`{where}` has no text in {listed(lacking)}",
                (
                    "그 언어로도 적거나 `service.languages`에서 빼 주세요",
                    "write it in that language too, or take the language out of `service.languages`",
                ),
            )


def texts_of(value: Any, path: Path) -> Iterator[tuple[Path, Mapping[str, str]]]:
    """Every text of the file: what the model types as one, however little of it is given."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner, where = getattr(value, name), (*path, info.alias or name)
            if inner is not None and any(get_origin(choice) is dict for choice in alternatives(info.annotation)):
                yield where, inner
            else:
                yield from texts_of(inner, where)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            yield from texts_of(inner, (*path, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from texts_of(inner, (*path, index))


@rule(no_language=E)
def languages(scope: Scope) -> Iterator[Finding]:
    """A policy is published in one language at least."""
    if not scope.policy.service.languages:
        yield scope.find(
            "no-language",
            ("service", "languages"),
            "공개할 언어가 없습니다",
            "the policy names no language to publish it in",
            ("`languages: [ko, en]`처럼 적어 주세요", "write `languages: [ko, en]`"),
        )


@rule(unknown_time_zone=E)
def time_zone(scope: Scope) -> Iterator[Finding]:
    """Days are counted in the policy's time zone, which is a name of the IANA database."""
    name = scope.policy.service.time_zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield scope.find(
            "unknown-time-zone",
            ("service", "time_zone"),
            f"`{name}` 시간대가 없습니다",
            f"`{name}` is not a time zone",
            ("`Asia/Seoul`처럼 적어 주세요", "write a name such as `Asia/Seoul`"),
        )


@rule(under_no_law=W, pipa_not_named=W, act_without_chapter=N)
def laws(scope: Scope) -> Iterator[Finding]:
    """A policy says under which statutes it is made; without them no legal minimum can be checked.

    Since 2011-09-30 the PIPA binds whoever processes personal data in Korea, whatever else does; a policy under other
    Korean acts alone is judged by less than binds it.
    """
    service = scope.policy.service
    pipa = statutes.get("kr.pipa")
    if service.under and scope.korean and not scope.under("kr.pipa") and pipa is not None and pipa.in_force(scope.at):
        yield scope.find(
            "pipa-not-named",
            ("service", "under"),
            "개인정보 보호법(kr.pipa)에 따른 방침이라고 적혀 있지 않습니다",
            "the policy does not say that it is made under the Personal Information Protection Act",
            ("`under`에 `kr.pipa`를 추가해 주세요", "add `kr.pipa` to `under`"),
            statute="kr.pipa",
        )
    moved = statutes.get("kr.network-act.policy")
    for index, name in enumerate(service.under):
        if name == "kr.network-act" and moved is not None and not moved.in_force(scope.at):
            yield scope.find(
                "act-without-chapter",
                ("service", "under", index),
                f"정보통신망법의 개인정보 장은 {moved.in_force_until}에 개인정보 보호법으로 옮겨 갔습니다",
                f"the Network Act's chapter on personal data moved to the PIPA on {moved.in_force_until}",
                (
                    "광고를 보내는 일(§50)처럼 이 법에 남은 것이 없으면 빼 주세요",
                    "take it out, unless what it still says concerns you, such as advertising by message (§50)",
                ),
                statute="kr.pipa",
            )
    if not scope.policy.service.under:
        yield scope.find(
            "under-no-law",
            ("service", "under"),
            "어느 법에 따른 방침인지 적혀 있지 않습니다",
            "the policy does not say under which statutes it is made",
            ("`under: [kr.pipa]`처럼 적어 주세요", "write for example `under: [kr.pipa]`"),
        )


@rule(covers_nobody=E, subject_without_record=N)
def covers(scope: Scope) -> Iterator[Finding]:
    """A policy covers somebody, and holds some record of each kind of subject that it covers."""
    service = scope.policy.service
    if not service.covers:
        yield scope.find(
            "covers-nobody",
            ("service", "covers"),
            "누구의 정보를 다루는지 적혀 있지 않습니다",
            "the policy covers no kind of data subject",
            ("`covers: [member, guest]`처럼 적어 주세요", "write for example `covers: [member, guest]`"),
        )
    for index, who in enumerate(service.covers):
        if not any(who in record.of for _, _, record in scope.records()):
            yield scope.find(
                "subject-without-record",
                ("service", "covers", index),
                f"`{who}`의 기록이 하나도 없습니다",
                f"no record kind is of a `{who}`",
                (
                    "그 사람의 기록을 두거나 `covers`에서 빼 주세요",
                    "add a record kind of theirs, or take them out of `covers`",
                ),
            )


@rule(effective_before_announced=E, notice_lead_too_short=W)
def dates(scope: Scope) -> Iterator[Finding]:
    """A version is announced before it is in force, by the policy's own ordinary notice at least."""
    version, notice = scope.policy.version, scope.policy.notice
    days = lead(version.announced, version.effective)
    if days < 0:
        yield scope.find(
            "effective-before-announced",
            ("version", "effective"),
            f"시행일({version.effective})이 공고일({version.announced})보다 앞섭니다",
            f"in force on {version.effective}, before it was announced on {version.announced}",
            ("두 날짜를 확인해 주세요", "check the two dates"),
        )
    elif not enough(version.announced, version.effective, notice.ordinary):
        first = earliest(version.announced, notice.ordinary)
        yield scope.find(
            "notice-lead-too-short",
            ("version", "effective"),
            f"공고부터 시행까지 {days}일인데, 방침은 {notice.ordinary.words('ko')} 전에 알린다고 합니다",
            f"{days} {'day' if days == 1 else 'days'} from announcement to effect, where the policy promises {notice.ordinary.words('en')}",
            (f"가장 이른 시행일은 {first}입니다", f"let it take effect on {first} or later"),
        )


@rule(earlier_version_out_of_order=E, earlier_version_unreachable=E)
def earlier(scope: Scope) -> Iterator[Finding]:
    """Versions from before come before this one, the newest first; where one can be read, its address leads there."""
    later = scope.policy.version.effective
    for index, one in enumerate(scope.policy.version.earlier):
        path = ("version", "earlier", index)
        if one.effective >= later:
            yield scope.find(
                "earlier-version-out-of-order",
                (*path, "effective"),
                f"{one.effective}: 그 뒤의 방침({later})보다 앞서야 합니다",
                f"{one.effective} is not before the version after it ({later})",
                ("시행일이 늦은 것부터 적어 주세요", "list the newest first"),
            )
        if one.url and not one.url.startswith(("https://", "http://")):
            yield scope.find(
                "earlier-version-unreachable",
                (*path, "url"),
                "열 수 있는 주소가 아닙니다",
                "this is no address that can be opened",
                ("`https://`로 시작하는 주소를 적어 주세요", "write an address that begins with `https://`"),
            )
        later = one.effective


@rule(judged_before_announced=N)
def day(scope: Scope) -> Iterator[Finding]:
    """The law of a day says little of a version that was announced only later."""
    announced = scope.policy.version.announced
    if scope.at < announced:
        yield scope.find(
            "judged-before-announced",
            ("version", "announced"),
            f"{announced}에 공고한 방침을 {scope.at}의 법으로 보았습니다",
            f"announced on {announced}, and judged by the law of {scope.at}",
            (
                f"`--at {scope.policy.version.effective}`로 시행일의 법에 비추어 확인해 주세요",
                f"judge it by the law of its first day: `--at {scope.policy.version.effective}`",
            ),
        )


@rule(service_url_unusable=E)
def host(scope: Scope) -> Iterator[Finding]:
    """The service's address leads to it: `https://` and a host, by which the ledger is named ever after."""
    try:
        parts = urlsplit(scope.policy.service.url.strip())
        usable = parts.scheme in ("https", "http") and bool(parts.hostname) and not _NOT_IN_A_HOST.search(parts.netloc)
    except ValueError:
        usable = False
    if not usable:
        yield scope.find(
            "service-url-unusable",
            ("service", "url"),
            "서비스로 갈 수 있는 주소가 아닙니다",
            "this is no address that leads to the service",
            ("`https://shop.example`처럼 적어 주세요", "write it as `https://shop.example`"),
        )


@rule(service_url_not_https=W)
def address(scope: Scope) -> Iterator[Finding]:
    """The pages on which people give their data are reached in a way that is encrypted (safety notice §7; GDPR 32)."""
    if scope.policy.service.url.strip().lower().startswith("http://"):
        yield scope.find(
            "service-url-not-https",
            ("service", "url"),
            "서비스 주소가 암호화되지 않는 `http`입니다",
            "the service's address is plain `http`, which is not encrypted",
            ("`https`로 열어 주세요", "serve it by `https`"),
            statute=scope.law("encryption") or scope.law("safety"),
        )


@rule(important_notice_shorter=W)
def notices(scope: Scope) -> Iterator[Finding]:
    """Important changes are announced no later than ordinary ones."""
    notice = scope.policy.notice
    if notice.important.approximate_days() < notice.ordinary.approximate_days():
        yield scope.find(
            "important-notice-shorter",
            ("notice", "important"),
            f"중요한 변경의 예고({notice.important.words('ko')})가 "
            f"보통 변경({notice.ordinary.words('ko')})보다 짧습니다",
            f"important changes get {notice.important.words('en')} of notice, "
            f"ordinary ones {notice.ordinary.words('en')}",
            ("`important`를 `ordinary` 이상으로 정해 주세요", "make `important` at least as long as `ordinary`"),
        )


@rule(officer_contact_missing=E, officer_without_telephone=W, law="officer")
def officers(scope: Scope) -> Iterator[Finding]:
    """The officer and the handler in charge can be reached: each has a title and a telephone number or an e-mail address,
    the officer at least a form, and one of them an address for answers to mails; under the PIPA the officer has a number
    (§30①5, §31)."""
    people = scope.policy.officers
    for name, officer in (("officer", people.officer), ("handler", people.handler)):
        by_form = name == "officer" and officer.form.startswith("https://")
        local, at, domain = officer.email.strip().partition("@")
        lacking = [
            part
            for part, given, usable in (
                ("title", True, bool(officer.title)),
                ("phone", bool(officer.phone), sum(letter.isdigit() for letter in officer.phone) >= 3),
                ("email", bool(officer.email), bool(local and at and "." in domain.strip("."))),
            )
            if given and not usable
        ]
        if not officer.phone and not officer.email and not by_form:
            lacking.append("phone")
        # Mails are the handler's where they cannot be the officer's.
        elif name == "handler" and not people.email:
            lacking.append("email")
        elif name == "officer" and not officer.phone and scope.under("kr.pipa"):
            yield scope.find(
                "officer-without-telephone",
                ("officers", name),
                "개인정보 보호책임자의 전화번호가 없습니다",
                "the privacy officer has no telephone number",
                ("`phone`을 적어 주세요", "give `phone`"),
            )
        for part in lacking:
            yield scope.find(
                "officer-contact-missing",
                ("officers", name, part),
                f"`{part}` 칸이 비었거나 연락할 수 없는 값입니다",
                f"`{part}` is empty, or nobody can be reached by it",
                (
                    "직위와, 전화번호나 이메일을 적어 주세요",
                    "give a title, and a telephone number or an e-mail address",
                ),
            )


@rule(agent_unreachable=E, law="officer")
def agents(scope: Scope) -> Iterator[Finding]:
    """Who speaks for the company in another country is reached there: by telephone or e-mail beside the address (PIPA
    §31-2②; GDPR 27)."""
    people = scope.policy.officers
    for name, agent in (("domestic_agent", people.domestic_agent), ("representative", people.representative)):
        if agent is not None and not (agent.phone or agent.email):
            yield scope.find(
                "agent-unreachable",
                ("officers", name),
                "전화번호도 이메일도 없습니다",
                "it has neither a telephone number nor an e-mail address",
                ("`phone`이나 `email`을 적어 주세요", "give `phone` or `email`"),
            )


@rule(officer_by_title_alone=N, law="contents")
def by_title_alone(scope: Scope) -> Iterator[Finding]:
    """A policy names its officer, or the department that handles complaints, with how to reach it; a post's title is
    neither (PIPA §30①5)."""
    officer = scope.policy.officers.officer
    if scope.under("kr.pipa") and not officer.name and not officer.department:
        yield scope.find(
            "officer-by-title-alone",
            ("officers", "officer"),
            "개인정보 보호책임자의 성명도, 고충처리 부서의 이름도 없습니다. 직위만으로는 부족합니다",
            "neither the officer's name nor the department that handles complaints is given; a title alone is neither",
            ("`name`이나 `department`를 적어 주세요", "give `name` or `department`"),
        )


@rule(body_none=N)
def remedies(scope: Scope) -> Iterator[Finding]:
    """A policy names the bodies that hear complaints: recommended in Korea (guideline of April 2026, section 20), asked
    for by the GDPR (13(2)(d), 77), under which it is a warning."""
    if scope.policy.bodies:
        return
    if scope.korean or scope.european:
        under = "eu." if scope.european and not scope.korean else ""
        kinds = listed(kind for kind in statutes.body_kinds() if kind.startswith(under))
        yield scope.find(
            "body-none",
            ("bodies",),
            "불만을 들어 주는 바깥 기관이 하나도 없습니다",
            "no outside body that hears complaints is named",
            (f"`bodies`에 적을 수 있는 기관: {kinds}", f"bodies that `bodies` can name: {kinds}"),
            statute=scope.law("complaint") or scope.section("remedies"),
            severity=W if scope.european else N,
        )
