"""What the report says of a house that is asked by its own verbs: nothing erased comes out, and everything kept does."""

from __future__ import annotations

from jikim.app import Jikim
from jikim.drill.access import Access
from jikim.drill.account import Account, Fates
from jikim.drill.report import Report, ReportLine


def erased(report: Report, key: str, house: ReportLine, access: Access, account: Account, fates: Fates) -> None:
    """No verb answers with what was erased, and no consent that was taken back stands."""
    gone = tuple(fates.erased.values())
    used, _ = access.used(gone)
    consulted, _ = access.consulted(gone)
    out = (used | consulted) & fates.erased.keys()
    report.note(
        f"{key}-read",
        "none",
        len(out),
        len(gone),
        f"erased values that {house.en} lets anyone read, for any purpose",
        f"{house.ko}에서 어떤 목적으로든 읽히는 파기된 값",
    )
    found, asked = access.found(gone)
    if asked:
        report.note(
            f"{key}-found",
            "none",
            found,
            asked,
            f"erased look-up values by which {house.en} finds their people",
            f"{house.ko}에서 사람이 찾아지는 파기된 검색값",
        )
    shown, people = access.shown(someone.person.subject for someone in account.of("leaves"))
    report.note(
        f"{key}-shown",
        "none",
        shown,
        people,
        f"people who left and of whom {house.en} shows a live value",
        f"{house.ko}에서 값이 표시되는 탈퇴자",
    )
    standing, people = access.consents(someone.person.subject for someone in account.of("withdraws"))
    if any(someone.consents for someone in account.of("stays")):
        report.note(
            f"{key}-consents",
            "none",
            standing,
            people,
            f"people who took their consents back and of whom one stands in {house.en}",
            f"{house.ko}에 동의가 남아 있는 철회자",
        )


def kept(report: Report, key: str, house: ReportLine, access: Access, account: Account, fates: Fates) -> None:
    """The controls: the same questions answer for who stays."""
    used, may = access.used(fates.live.values())
    report.note(
        f"{key}-kept-live",
        "all",
        len(used & may),
        len(may),
        f"kept values that {house.en} lets read for a purpose",
        f"{house.ko}에서 목적에 따라 읽히는, 남은 값",
    )
    consulted, may = access.consulted(fates.resting.values())
    if may:
        report.note(
            f"{key}-kept-resting",
            "all",
            len(consulted & may),
            len(may),
            f"resting values that {house.en} lets read for the rule that keeps them",
            f"{house.ko}에서 보관 규칙에 따라 읽히는, 보관 중인 값",
        )
    found, asked = access.found(fates.live.values())
    if asked:
        report.note(
            f"{key}-kept-found",
            "all",
            found,
            asked,
            f"kept look-up values by which {house.en} finds their people",
            f"{house.ko}에서 사람이 찾아지는, 남은 검색값",
        )
    stays = account.of("stays")
    if any(someone.consents for someone in stays):
        standing, people = access.consents(someone.person.subject for someone in stays)
        report.note(
            f"{key}-kept-consents",
            "all",
            standing,
            people,
            f"people who stay and whose consents stand in {house.en}",
            f"{house.ko}에 동의가 남아 있는, 남은 사람",
        )
    # `show` answers about all who are here, so that its silence on those who left says something.
    shown, people = access.shown(
        someone.person.subject
        for someone in stays
        if any(one.ref.subject == someone.person.subject for one in fates.live.values())
    )
    report.note(
        f"{key}-kept-shown",
        "all",
        shown,
        people,
        f"people who stay and of whom {house.en} shows a live value",
        f"{house.ko}에서 값이 표시되는, 남은 사람",
    )


def receipts(report: Report, jk: Jikim, account: Account, *, turned: bool) -> None:
    """What the receipts of those who left say of their live records: irrecoverable after the epoch, and not a moment
    before."""
    left = account.of("leaves")
    said = 0
    for someone in left:
        lines = jk.receipt(someone.person.subject).lines
        said += any(line.what == "live" and line.dates.irrecoverable is not None for line in lines)
    if turned:
        report.note(
            "receipts-after",
            "all",
            said,
            len(left),
            "receipts of people who left that say after the epoch: irrecoverable",
            "키 고리 교체 뒤에 '복구 불가'라고 하는 탈퇴자의 파기 확인서",
        )
    else:
        report.note(
            "receipts-before",
            "none",
            said,
            len(left),
            "receipts of people who left that say so before the epoch",
            "키 고리 교체 전에 이미 '복구 불가'라고 하는 탈퇴자의 파기 확인서",
        )
