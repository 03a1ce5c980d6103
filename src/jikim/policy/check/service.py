"""Rules about the file's frame: who speaks, in which languages, from when, with how much notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel

from jikim.policy import statutes
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, both, listed
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.form import alternatives
from jikim.policy.period import earliest, enough, lead
from jikim.urls import is_base, is_link

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(text_not_in_every_language=W)
def texts(scope: Scope) -> Iterator[Finding]:
    """Each text is given in each of the service's languages: a reader of one must not be promised less."""
    wanted = scope.policy.service.languages
    for path, text in texts_of(scope.policy, ()):
        lacking = [language for language in wanted if language not in text]
        if lacking:
            where = ".".join(str(step) for step in path)
            yield scope.find("text-not-in-every-language", path, where=where, lacking=listed(lacking))


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
        yield scope.find("no-language", ("service", "languages"))


@rule(unknown_time_zone=E)
def time_zone(scope: Scope) -> Iterator[Finding]:
    """Days are counted in the policy's time zone, which is a name of the IANA database."""
    name = scope.policy.service.time_zone
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield scope.find("unknown-time-zone", ("service", "time_zone"), name=name)


@rule(under_no_law=W, pipa_not_named=W, act_without_chapter=N)
def laws(scope: Scope) -> Iterator[Finding]:
    """A policy says under which statutes it is made; without them no legal minimum can be checked.

    Since 2011-09-30 the PIPA binds whoever processes personal data in Korea, whatever else does; a policy under other
    Korean acts alone is judged by less than binds it.
    """
    service = scope.policy.service
    pipa = statutes.get("kr.pipa")
    if service.under and scope.korean and not scope.under("kr.pipa") and pipa is not None and pipa.in_force(scope.at):
        yield scope.find("pipa-not-named", ("service", "under"), statute="kr.pipa")
    moved = statutes.get("kr.network-act.policy")
    for index, name in enumerate(service.under):
        if name == "kr.network-act" and moved is not None and not moved.in_force(scope.at):
            yield scope.find(
                "act-without-chapter",
                ("service", "under", index),
                in_force_until=moved.in_force_until,
                statute="kr.pipa",
            )
    if not scope.policy.service.under:
        yield scope.find("under-no-law", ("service", "under"))


@rule(covers_nobody=E, subject_without_record=N)
def covers(scope: Scope) -> Iterator[Finding]:
    """A policy covers somebody, and holds some record of each kind of subject that it covers."""
    service = scope.policy.service
    if not service.covers:
        yield scope.find("covers-nobody", ("service", "covers"))
    for index, who in enumerate(service.covers):
        if not any(who in record.of for _, _, record in scope.records()):
            yield scope.find("subject-without-record", ("service", "covers", index), who=who)


@rule(effective_before_announced=E, notice_lead_too_short=W)
def dates(scope: Scope) -> Iterator[Finding]:
    """A version is announced before it is in force, by the policy's own ordinary notice at least."""
    version, notice = scope.policy.version, scope.policy.notice
    days = lead(version.announced, version.effective)
    if days < 0:
        yield scope.find(
            "effective-before-announced",
            ("version", "effective"),
            effective=version.effective,
            announced=version.announced,
        )
    elif not enough(version.announced, version.effective, notice.ordinary):
        first = earliest(version.announced, notice.ordinary)
        yield scope.find(
            "notice-lead-too-short",
            ("version", "effective"),
            days=days,
            ordinary=both(notice.ordinary.words),
            important=both(notice.important.words),
            noun="day" if days == 1 else "days",
            first=first,
            last=max(first, earliest(version.announced, notice.important)),
        )


@rule(earlier_version_out_of_order=E, earlier_version_unreachable=E)
def earlier(scope: Scope) -> Iterator[Finding]:
    """Versions from before come before this one, the newest first; where one can be read, its address leads there."""
    later = scope.policy.version.effective
    for index, one in enumerate(scope.policy.version.earlier):
        path = ("version", "earlier", index)
        if one.effective >= later:
            yield scope.find("earlier-version-out-of-order", (*path, "effective"), effective=one.effective, later=later)
        if one.url and not is_link(one.url):
            yield scope.find("earlier-version-unreachable", (*path, "url"))
        later = one.effective


@rule(judged_before_announced=N)
def day(scope: Scope) -> Iterator[Finding]:
    """The law of a day says little of a version that was announced only later."""
    announced = scope.policy.version.announced
    if scope.at < announced:
        yield scope.find(
            "judged-before-announced",
            ("version", "announced"),
            announced=announced,
            at=scope.at,
            effective=scope.policy.version.effective,
        )


@rule(service_url_unusable=E)
def host(scope: Scope) -> Iterator[Finding]:
    """The service's address leads to it: `https://` and a host, by which the ledger is named ever after."""
    if not is_base(scope.policy.service.url):
        yield scope.find("service-url-unusable", ("service", "url"))


@rule(service_url_not_https=W)
def address(scope: Scope) -> Iterator[Finding]:
    """The pages on which people give their data are reached in a way that is encrypted (safety notice §7; GDPR 32)."""
    if scope.policy.service.url.lower().startswith("http://"):
        yield scope.find(
            "service-url-not-https", ("service", "url"), statute=scope.law("encryption") or scope.law("safety")
        )


@rule(important_notice_shorter=W)
def notices(scope: Scope) -> Iterator[Finding]:
    """Important changes are announced no later than ordinary ones."""
    notice = scope.policy.notice
    if notice.important.approximate_days() < notice.ordinary.approximate_days():
        yield scope.find(
            "important-notice-shorter",
            ("notice", "important"),
            important=both(notice.important.words),
            ordinary=both(notice.ordinary.words),
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
            yield scope.find("officer-without-telephone", ("officers", name))
        for part in lacking:
            yield scope.find("officer-contact-missing", ("officers", name, part), part=part)


@rule(agent_unreachable=E, law="officer")
def agents(scope: Scope) -> Iterator[Finding]:
    """Who speaks for the company in another country is reached there: by telephone or e-mail beside the address (PIPA
    §31-2②; GDPR 27)."""
    people = scope.policy.officers
    for name, agent in (("domestic_agent", people.domestic_agent), ("representative", people.representative)):
        if agent is not None and not (agent.phone or agent.email):
            yield scope.find("agent-unreachable", ("officers", name))


@rule(officer_by_title_alone=N, law="contents")
def by_title_alone(scope: Scope) -> Iterator[Finding]:
    """A policy names its officer, or the department that handles complaints, with how to reach it; a post's title is
    neither (PIPA §30①5)."""
    officer = scope.policy.officers.officer
    if scope.under("kr.pipa") and not officer.name and not officer.department:
        yield scope.find("officer-by-title-alone", ("officers", "officer"))


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
            kinds=kinds,
            statute=scope.law("complaint") or scope.section("remedies"),
            severity=W if scope.european else N,
        )
