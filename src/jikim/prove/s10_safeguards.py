"""Section 10: how it is kept safe, by the system and by people whose evidence falls due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

from jikim.prove.evidence import Papers
from jikim.prove.mechanism import (
    Asked,
    Finding,
    Mechanism,
    all_of,
    broken,
    held,
    kept,
    none_of,
    ready,
    refusals,
    some,
    unproven,
)

DAY = timedelta(days=1)


def _every(asked: Asked, name: str, otherwise: timedelta = DAY) -> timedelta:
    safeguard = asked.policy.file.safeguards.get(name)
    return (
        timedelta(days=safeguard.every.approximate_days())
        if safeguard is not None and safeguard.every is not None
        else otherwise
    )


def passwords(asked: Asked) -> Finding:
    hashed = (
        ready(
            "비밀번호가 Argon2id로 일방향 암호화되는 것을 방금 확인했습니다.",
            "A test password was hashed with Argon2id just now.",
        )
        if asked.evidence.hashed
        else broken("비밀번호가 일방향 암호화되지 않습니다.", "Passwords are not hashed one-way.")
        if asked.evidence.hashed is False
        else unproven("비밀번호 암호화를 확인하지 못했습니다.", "The hashing of passwords could not be checked.")
    )
    policy = asked.policy
    kinds = [name for name, rules in policy.records.items() if rules.items & policy.unreadable]
    return all_of(refusals(asked, "secrets"), hashed, held(asked, kinds))


def backed_up(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.backup is None:
        if seen.began is not None and seen.today - seen.began > _every(asked, "backup") + DAY:
            return broken("복원 가능 여부를 확인한 백업이 없습니다.", "No backup has been verified.")
        return unproven("복원 가능 여부를 확인한 백업이 아직 없습니다.", "No backup has been verified yet.")
    if seen.at - seen.backup > _every(asked, "backup") + DAY:
        return broken(
            *asked.dated(
                "복원 가능 여부를 확인한 마지막 백업은 {0}입니다. 너무 오래되었습니다.",
                "The last verified backup is from {0}: too old.",
                seen.backup,
            )
        )
    return kept(*asked.dated("복원 가능 여부를 확인한 마지막 백업 {0}.", "Last verified backup: {0}.", seen.backup))


def scanned(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.scanner == "fresh":
        return kept(
            *asked.dated(
                "백신이 정상 작동하며, 정의 파일은 {0}에 갱신되었습니다.",
                "The scanner is working; its signatures are from {0}.",
                seen.signatures,
            )
        )
    if seen.scanner in ("stale", "old"):
        return broken(
            *asked.dated(
                "백신 정의 파일이 {0} 이후 갱신되지 않았습니다.",
                "The scanner’s signatures are outdated, from {0}.",
                seen.signatures,
            )
        )
    if seen.scanner == "silent":
        return broken("백신이 응답하지 않습니다.", "The virus scanner does not answer.")
    if seen.scanner == "unknown":
        return unproven(
            "백신 정의 파일의 날짜를 확인할 수 없습니다.", "The scanner does not say how old its signatures are."
        )
    if seen.uploads == "refuse":
        return unproven(
            "백신이 설정되어 있지 않습니다. 설정할 때까지 첨부 파일을 접수하지 않습니다.",
            "No virus scanner is configured; until one is, uploads are refused.",
        )
    return unproven(
        "백신이 설정되어 있지 않습니다. 설정할 때까지 첨부 파일을 격리하거나 접수하지 않습니다.",
        "No virus scanner is configured; until one is, uploads are quarantined or refused.",
    )


def transport(asked: Asked) -> Finding:
    wrong = asked.evidence.insecure
    if wrong:
        return broken(
            f"암호화되지 않은 통신 구간이 있습니다: {', '.join(wrong)}.",
            f"Some outgoing connections are not encrypted: {', '.join(wrong)}.",
        )
    return kept(
        "외부와의 통신이 모두 암호화되어 있습니다(홈페이지, 메일, 데이터베이스, 전송 대상).",
        "All outgoing connections are encrypted: the site, e-mail, databases and recipients.",
    )


def anywhere(networks: Sequence[str]) -> bool:
    """Whether these networks together are all the addresses that there are, however they are written.

    >>> anywhere(["0.0.0.0/1", "128.0.0.0/1"]), anywhere(["10.0.0.0/8"])
    (True, False)
    """
    found = [ip_network(one, strict=False) for one in networks]
    four = collapse_addresses(one for one in found if isinstance(one, IPv4Network))
    six = collapse_addresses(one for one in found if isinstance(one, IPv6Network))
    return any(one.prefixlen == 0 for one in four) or any(one.prefixlen == 0 for one in six)


def guarded(asked: Asked) -> Finding:
    seen = asked.evidence
    mass, breaches, alerts = (seen.papers.get(name, Papers()) for name in ("mass", "breaches", "alerts"))
    open_ = anywhere(seen.networks)
    reach = (
        broken(
            "개인정보처리시스템에 모든 네트워크에서 접속할 수 있습니다.",
            "The privacy office can be reached from any network.",
        )
        if open_ or not seen.networks
        else kept(
            f"개인정보처리시스템은 허용된 네트워크 {len(seen.networks)}곳에서만 접속할 수 있습니다.",
            f"The privacy office can be reached only from allowed networks: {len(seen.networks)}.",
        )
    )
    return all_of(
        reach,
        none_of("guarded.mass", mass.overdue, some(asked, "guarded.mass", asked.happened("mass:begin"))),
        none_of("guarded.breaches", breaches.overdue, some(asked, "guarded.breaches", asked.happened("breach:open"))),
        none_of("guarded.alerts", alerts.overdue, some(asked, "guarded.alerts", asked.happened("alert:raise"))),
    )


def promised(asked: Asked) -> Finding:
    return unproven(
        "시스템이 점검할 수 없는 안전조치입니다. 외부 시스템이 이행하면 증명서를 등록해 주세요.",
        "The system cannot check this safeguard. If another system provides it, register an attestation.",
    )


MECHANISMS = (
    Mechanism("safeguards", promised, words="organisation"),
    Mechanism("safeguards.password-encryption", passwords),
    Mechanism("clauses.password", passwords),
    Mechanism("safeguards.backup", backed_up, "/office/jobs"),
    Mechanism("safeguards.antivirus", scanned, "/office/jobs"),
    Mechanism("safeguards.transport", transport),
    Mechanism("safeguards.intrusion-prevention", guarded, "/office/breach"),
    Mechanism("clauses.networks", guarded, "/office/breach"),
)
