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
        none_of(
            mass.overdue,
            "다른 보호책임자의 승인 없이 이루어진 대량 열람이 {n}건 있습니다.",
            "Bulk access without a second officer’s approval: {n}.",
            some(
                mass.rows,
                "대량 열람 {n}건은 모두 다른 보호책임자가 승인했습니다.",
                "Bulk access: {n}, each approved by a second officer.",
                "대량 열람 내역이 없습니다.",
                "There has been no bulk access.",
            ),
        ),
        none_of(
            breaches.overdue,
            "72시간이 지나도록 통지하지 않은 유출 사고가 {n}건 있습니다.",
            "Breaches not notified within 72 hours: {n}.",
            some(
                breaches.rows,
                "유출 사고 {n}건을 모두 기한 안에 처리했거나 처리 중입니다.",
                "Breaches so far: {n}; each was notified in time or is still within its deadline.",
                "유출 사고는 없었습니다.",
                "There has been no breach.",
            ),
        ),
        none_of(
            alerts.overdue,
            "일주일 넘게 확인하지 않은 경보가 {n}건 있습니다.",
            "Alerts not reviewed for a week: {n}.",
            some(
                alerts.rows,
                "경보 {n}건 가운데 일주일 넘게 확인하지 않은 것은 없습니다.",
                "Alerts so far: {n}; none has waited for a week.",
                "경보가 없습니다.",
                "There has been no alert.",
            ),
        ),
    )


def promised(asked: Asked) -> Finding:
    return unproven(
        "시스템이 점검할 수 없는 안전조치입니다. 외부 시스템이 이행하면 증명서를 등록해 주세요.",
        "The system cannot check this safeguard. If another system provides it, register an attestation.",
    )


MECHANISMS = (
    Mechanism("safeguards", "지정된 담당자가 이행합니다.", "Designated staff carry it out.", promised),
    Mechanism(
        "safeguards.password-encryption",
        "복호화할 수 없게 암호화하여 본인 외에는 누구도 알거나 설정할 수 없습니다.",
        "It is hashed one-way; nobody but its owner can know or set it.",
        passwords,
    ),
    Mechanism(
        "clauses.password",
        "본인 외에는 누구도 비밀번호를 알거나 설정할 수 없습니다.",
        "Nobody but its owner can know or set a password.",
        passwords,
    ),
    Mechanism(
        "safeguards.backup",
        "백업을 암호화하여 생성하고 복원 가능 여부를 확인합니다.",
        "Backups are encrypted and verified.",
        backed_up,
        "/office/jobs",
    ),
    Mechanism(
        "safeguards.antivirus",
        "첨부 파일을 최신 백신으로 검사합니다.",
        "Uploads are scanned, with signatures that are up to date.",
        scanned,
        "/office/jobs",
    ),
    Mechanism(
        "safeguards.transport",
        "내부 연결을 제외하고 암호화된 통신만 사용합니다.",
        "Apart from connections within the server itself, only encrypted ones are used.",
        transport,
    ),
    Mechanism(
        "safeguards.intrusion-prevention",
        "허용된 네트워크에서만 접속할 수 있고, 대량 열람은 다른 보호책임자의 승인을 받으며, 이상 징후가 있으면 경보를 발송합니다.",
        "Access only from allowed networks, a second officer for bulk access, alerts on conspicuous activity.",
        guarded,
        "/office/breach",
    ),
    Mechanism(
        "clauses.networks",
        "개인정보처리시스템은 허용된 네트워크에서만 접속할 수 있습니다.",
        "The privacy office can be reached only from allowed networks.",
        guarded,
        "/office/breach",
    ),
)
