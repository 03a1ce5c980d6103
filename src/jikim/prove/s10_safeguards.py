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
            "비밀번호를 Argon2id로 바꾸는 것을 방금 확인했습니다.",
            "A password was turned into an Argon2id hash just now.",
        )
        if asked.evidence.hashed
        else broken(
            "비밀번호가 되돌릴 수 없는 값으로 바뀌지 않습니다.",
            "A password is not turned into a hash that nobody reverses.",
        )
        if asked.evidence.hashed is False
        else unproven("비밀번호 암호화를 확인하지 못했습니다.", "The hashing of passwords could not be looked at.")
    )
    policy = asked.policy
    kinds = [name for name, rules in policy.records.items() if rules.items & policy.unreadable]
    return all_of(refusals(asked, "secrets"), hashed, held(asked, kinds))


def backed_up(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.backup is None:
        if seen.began is not None and seen.today - seen.began > _every(asked, "backup") + DAY:
            return broken("되읽어 확인한 백업이 하나도 없습니다.", "There is no backup that was read back.")
        return unproven("되읽어 확인한 백업이 아직 없습니다.", "There is no backup yet that was read back.")
    if seen.at - seen.backup > _every(asked, "backup") + DAY:
        return broken(
            *asked.dated(
                "되읽어 확인한 마지막 백업은 {0}입니다. 너무 오래되었습니다.",
                "The last backup that was read back is of {0}: too old.",
                seen.backup,
            )
        )
    return kept(*asked.dated("되읽어 확인한 마지막 백업 {0}.", "Last backup that was read back: {0}.", seen.backup))


def scanned(asked: Asked) -> Finding:
    seen = asked.evidence
    if seen.scanner == "fresh":
        return kept(
            *asked.dated(
                "백신이 응답하고, 정의 파일은 {0} 것입니다.",
                "The scanner answers; its signatures are of {0}.",
                seen.signatures,
            )
        )
    if seen.scanner in ("stale", "old"):
        return broken(
            *asked.dated(
                "백신 정의 파일이 {0} 것으로 오래되었습니다.",
                "The scanner's signatures are old, of {0}.",
                seen.signatures,
            )
        )
    if seen.scanner == "silent":
        return broken("백신이 응답하지 않습니다.", "The virus scanner does not answer.")
    if seen.scanner == "unknown":
        return unproven(
            "백신이 정의 파일의 날짜를 말하지 않습니다.", "The scanner does not say how old its signatures are."
        )
    if seen.uploads == "refuse":
        return unproven(
            "이곳에는 백신이 설정되어 있지 않습니다. 그동안 올라오는 파일은 하나도 받아 두지 않고 거절합니다.",
            "No scanner is set here; meanwhile every upload that would be kept is refused.",
        )
    return unproven(
        "이곳에는 백신이 설정되어 있지 않습니다. 그동안 올라오는 파일은 격리하거나 거절합니다.",
        "No scanner is set here; meanwhile every upload is quarantined or refused.",
    )


def transport(asked: Asked) -> Finding:
    wrong = asked.evidence.insecure
    if wrong:
        return broken(
            f"암호화되지 않은 길이 있습니다: {', '.join(wrong)}.",
            f"Some ways out of this machine are not encrypted: {', '.join(wrong)}.",
        )
    return kept(
        "이 기계 밖으로 나가는 길이 모두 암호화되어 있습니다(주소, 메일, 데이터베이스, 받는 곳).",
        "Every way out of this machine is encrypted: the site's address, mail, databases, endpoints.",
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
        broken("개인정보처리시스템에 모든 네트워크에서 접속할 수 있습니다.", "The office is reached from anywhere.")
        if open_ or not seen.networks
        else kept(
            f"개인정보처리시스템은 허용된 네트워크 {len(seen.networks)}곳에서만 접속할 수 있습니다.",
            f"The office is reached from its declared networks alone: {len(seen.networks)}.",
        )
    )
    return all_of(
        reach,
        none_of(
            mass.overdue,
            "두 번째 사람의 승인 없이 이루어진 대량 조회가 {n}건 있습니다.",
            "Mass reads that ran without a second person: {n}.",
            some(
                mass.rows,
                "대량 조회 {n}건은 모두 두 번째 사람이 승인했습니다.",
                "Mass reads: {n}, each approved by a second person.",
                "대량 조회는 아직 없었습니다.",
                "There was no mass read yet.",
            ),
        ),
        none_of(
            breaches.overdue,
            "72시간이 지나도록 알리지 않은 유출 사고가 {n}건 있습니다.",
            "Breaches that were not told within 72 hours: {n}.",
            some(
                breaches.rows,
                "유출 사고 {n}건을 모두 기한 안에 처리했거나 처리 중입니다.",
                "Breaches so far: {n}, each told in time or within its time.",
                "유출 사고는 없었습니다.",
                "There was no breach.",
            ),
        ),
        none_of(
            alerts.overdue,
            "일주일 넘게 아무도 살피지 않은 경보가 {n}건 있습니다.",
            "Alerts that nobody has looked at for a week: {n}.",
            some(
                alerts.rows,
                "경보 {n}건 가운데 살피지 않은 채 일주일을 넘긴 것이 없습니다.",
                "Alerts so far: {n}; none has waited for a week.",
                "경보가 아직 없었습니다.",
                "There was no alert yet.",
            ),
        ),
    )


def promised(asked: Asked) -> Finding:
    return unproven(
        "이 안전조치를 어떻게 확인하는지 시스템이 알지 못합니다. 밖의 시스템이라면 증명서를 올려 주세요.",
        "The system does not know how to look at this safeguard. Where it is kept elsewhere, it can be attested.",
    )


MECHANISMS = (
    Mechanism("safeguards", "정해진 사람이 지킵니다.", "Designated people keep it.", promised),
    Mechanism(
        "safeguards.password-encryption",
        "복호화할 수 없게 암호화하여 본인 말고는 아무도 알거나 정할 수 없습니다.",
        "It is hashed so that nobody but its owner knows or sets it.",
        passwords,
    ),
    Mechanism(
        "clauses.password",
        "본인 말고는 아무도 비밀번호를 알거나 정할 수 없습니다.",
        "Nobody but its owner knows or sets a password.",
        passwords,
    ),
    Mechanism(
        "safeguards.backup",
        "암호화한 백업을 만들고 되읽어 확인합니다.",
        "Encrypted backups are made and read back.",
        backed_up,
        "/office/jobs",
    ),
    Mechanism(
        "safeguards.antivirus",
        "올라오는 파일을 최신 백신으로 검사합니다.",
        "Uploads are scanned, with signatures that are up to date.",
        scanned,
        "/office/jobs",
    ),
    Mechanism(
        "safeguards.transport",
        "내부 연결 말고는 암호화된 연결만 씁니다.",
        "Off the machine itself only encrypted connections are used.",
        transport,
    ),
    Mechanism(
        "safeguards.intrusion-prevention",
        "정한 네트워크에서만 열고, 대량 조회는 두 사람이 하며, 이상하면 경보를 올립니다.",
        "Declared networks alone, two people for mass reads, alerts on conspicuous activity.",
        guarded,
        "/office/breach",
    ),
    Mechanism(
        "clauses.networks",
        "개인정보처리시스템은 허용된 네트워크에서만 접속할 수 있습니다.",
        "The office is reached from declared networks alone.",
        guarded,
        "/office/breach",
    ),
)
