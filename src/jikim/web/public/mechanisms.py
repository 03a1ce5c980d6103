"""How each kind of promise is kept, and what today's numbers say of it: `kept` only where something was measured.

`unproven` is no bad word: the code keeps the promise and tests show it, or people keep it, but nothing that runs here has measured it yet.
`broken` is what the numbers themselves contradict.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from jikim.policy.model import PolicyFile
from jikim.policy.period import Period
from jikim.web.public.evidence import Evidence

State = Literal["kept", "unproven", "broken"]
Say = Callable[[str, str], str]
WORST: tuple[State, ...] = ("broken", "unproven", "kept")


class Asked(NamedTuple):
    """What a proof is made from. `secure`: this very page came over TLS."""

    evidence: Evidence
    file: PolicyFile
    say: Say
    day: Callable[[datetime | date], str]
    secure: bool


class Proof(NamedTuple):
    """What was found, in words, and what it makes of the promise."""

    state: State
    text: str


class Mechanism(NamedTuple):
    """How a promise is kept, in both languages, and how that is looked at."""

    ko: str
    en: str
    look: Callable[[Asked], Proof]


def enforced(asked: Asked) -> Proof:
    return Proof(
        "unproven",
        asked.say(
            "부를 때마다 코드가 지키고, 시험으로 보였습니다. 돌아가는 시스템의 증거는 아직 모으지 않습니다.",
            "The code keeps it at every call, and tests show it. Evidence from the running system is not gathered yet.",
        ),
    )


def people(asked: Asked) -> Proof:
    return Proof(
        "unproven",
        asked.say(
            "사람이 지키는 약속입니다. 그 대장과 기한 알림은 아직 없습니다.",
            "People keep this one. Its register and reminders are not there yet.",
        ),
    )


def swept(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    if seen.late:
        return Proof(
            "broken",
            say(
                f"기한이 지났는데 남아 있는 것이 {seen.late}건 있습니다.",
                f"{seen.late} parts are still there although their day is over.",
            ),
        )
    if seen.swept is None:
        return Proof("unproven", say("아직 한 번도 파기 작업이 돌지 않았습니다.", "No sweep has run yet."))
    text = say(
        f"마지막 파기 작업 {asked.day(seen.swept)}. 기한을 넘겨 남은 것 없음. 지금까지 {seen.destroyed}건 파기.",
        f"Last sweep {asked.day(seen.swept)}. Nothing is kept beyond its day. Destroyed so far: {seen.destroyed}.",
    )
    if not seen.swept_lately:
        return Proof("broken", text + say(" 이틀 넘게 돌지 않았습니다.", " It has not run for more than two days."))
    return Proof("kept", text)


def apart(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    if not seen.rests:
        return Proof("unproven", say("보관 DB에는 지금 아무것도 없습니다.", "Nothing rests in the archive today."))
    held = (
        say(f" 그 가운데 {seen.held}부분은 법적 보전 중입니다.", f" Of these, {seen.held} are under a legal hold.")
        if seen.held
        else ""
    )
    return Proof(
        "kept",
        say(
            f"지금 {seen.rests}부분이 분리된 DB에, {seen.lives}건이 운영 DB에 있습니다.",
            f"{seen.rests} parts rest in the separate database today, {seen.lives} records live in the other.",
        )
        + held,
    )


def irrecoverable(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    every = _every(asked.file, "key-rotation", timedelta(days=1))
    waits = seen.epoch_waits is not None and seen.at - seen.epoch_waits > every + timedelta(days=1)
    if waits:
        return Proof(
            "broken",
            say(
                "파기한 것의 키가 기한을 넘겨 교체를 기다립니다.",
                "Keys of what was destroyed wait beyond their time to be turned.",
            ),
        )
    if seen.epoch is None:
        return Proof("unproven", say("아직 키를 교체한 적이 없습니다.", "The keys have not been turned yet."))
    return Proof(
        "kept",
        say(
            f"마지막 키 교체 {asked.day(seen.epoch)}. 그때까지 파기한 것은 백업에서도 읽을 수 없습니다.",
            f"Keys last turned {asked.day(seen.epoch)}: what was destroyed before cannot be read from any backup.",
        ),
    )


def certified(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    if seen.certified is None:
        return Proof(
            "unproven",
            say("아직 파기한 것이 없어 증명서도 없습니다.", "Nothing was destroyed yet, so there is no certificate."),
        )
    return Proof(
        "kept",
        say(
            f"서명한 파기 증명서 {seen.certificates}장, 마지막은 {asked.day(seen.certified)}.",
            f"{seen.certificates} signed certificates, the last of {asked.day(seen.certified)}.",
        ),
    )


def backed_up(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    if seen.backup is None:
        return Proof(
            "unproven", say("되읽어 확인한 백업이 아직 없습니다.", "There is no backup yet that was read back.")
        )
    text = say(
        f"되읽어 확인한 마지막 백업 {asked.day(seen.backup)}.",
        f"Last backup that was read back: {asked.day(seen.backup)}.",
    )
    late = seen.at - seen.backup > _every(asked.file, "backup", timedelta(days=1)) + timedelta(days=1)
    return Proof("broken" if late else "kept", text)


def recorded(asked: Asked) -> Proof:
    seen, say = asked.evidence, asked.say
    if not seen.entries:
        return Proof("unproven", say("원장에 아직 아무것도 없습니다.", "The ledger is still empty."))
    text = say(f"서명된 원장에 {seen.entries}건.", f"{seen.entries} entries in the signed ledger.")
    if not seen.witnesses:
        text += say(" 바깥의 증인은 아직 정하지 않았습니다.", " No outside witness is named yet.")
    for name, size, at in seen.witnesses:
        text += say(
            f" 증인 {name}: {size}건까지 확인 ({asked.day(at)}).",
            f" Witness {name}: confirmed up to {size} ({asked.day(at)}).",
        )
    if seen.waiting:
        return Proof(
            "unproven", text + say(f" {seen.waiting}건은 서명을 기다립니다.", f" {seen.waiting} wait for a signature.")
        )
    return Proof("kept", text)


def transport(asked: Asked) -> Proof:
    if asked.secure:
        return Proof("kept", asked.say("이 페이지도 암호화되어 왔습니다.", "This page came to you encrypted."))
    return Proof(
        "unproven",
        asked.say(
            "이 페이지는 암호화되지 않은 내부 연결로 왔습니다.",
            "This page came over a local connection without encryption.",
        ),
    )


def versioned(asked: Asked) -> Proof:
    seen = asked.evidence
    return Proof(
        "kept",
        asked.say(
            f"이곳에서 시행한 방침 {seen.versions}판을 모두 읽을 수 있습니다.",
            f"Every version that was in force here can be read: {seen.versions}.",
        ),
    )


def shown(asked: Asked) -> Proof:
    return Proof("kept", asked.say("이 페이지 아래에도 있습니다.", "It stands at the foot of this page too."))


def _every(file: PolicyFile, name: str, otherwise: timedelta) -> timedelta:
    safeguard = file.safeguards.get(name)
    every: Period | None = safeguard.every if safeguard is not None else None
    days = {"d": 1, "mo": 31, "y": 366}
    return timedelta(days=every.count * days[every.unit]) if every is not None and every.unit in days else otherwise


# By the path of the promise's part in the policy file; the longest that fits. So it serves any policy, not ours alone.
MECHANISMS: dict[str, Mechanism] = {
    "": Mechanism("방침 파일이 곧 실행되는 규칙입니다.", "The policy's file is the rule that runs.", enforced),
    "items": Mechanism(
        "방침에 없는 항목은 들어오는 문에서 거절합니다.",
        "An item that the policy does not declare is refused at the door.",
        enforced,
    ),
    "refuse": Mechanism(
        "받지 않기로 한 정보는 글 속에 있어도 찾아 거절합니다.",
        "What is never taken is found and refused, even inside a text.",
        enforced,
    ),
    "clauses.minimum": Mechanism(
        "선택 항목을 비워도 막지 않습니다.", "Leaving optional items empty blocks nothing.", enforced
    ),
    "channels": Mechanism(
        "경로마다 정해진 항목만 들어옵니다.", "Each channel brings its own items and no other.", enforced
    ),
    "partners": Mechanism(
        "제휴사가 보낸 것도 선언한 항목만 받고 출처를 남깁니다.",
        "Of what a partner sends only the declared is taken, and its source is kept.",
        enforced,
    ),
    "purposes": Mechanism(
        "목적을 밝혀야만 읽을 수 있고, 읽을 때마다 기록합니다.",
        "Nothing is read without a purpose, and every reading is recorded.",
        enforced,
    ),
    "recipients": Mechanism(
        "선언한 제공처 말고는 아무에게도 나가지 않습니다.",
        "Nothing leaves for anybody but the declared recipients.",
        enforced,
    ),
    "processors": Mechanism(
        "맡긴 일에 필요한 항목만 서명하여 보내고, 끝나면 지우게 합니다.",
        "Only what the task needs is sent, signed, and deleted at the end.",
        enforced,
    ),
    "clauses.entrust": Mechanism(
        "위탁 계약과 점검은 사람이 맺고 살핍니다.", "Contracts and inspections are made by people.", people
    ),
    "records": Mechanism(
        "목적을 다한 기록은 그날 옮기거나 파기합니다.",
        "A record whose purpose is met is moved or destroyed on that day.",
        swept,
    ),
    "clauses.destroyed-when-met": Mechanism(
        "날마다 목적을 다한 것을 찾아 파기합니다.", "Each day what has met its purpose is found and destroyed.", swept
    ),
    "clauses.kept-for-keeping-alone": Mechanism(
        "보관 중인 기록은 보관 목적으로만 열립니다.", "What rests opens for the purpose of its keeping alone.", enforced
    ),
    "archive": Mechanism(
        "보관하는 것은 다른 DB에, 다른 계정과 다른 키로 둡니다.",
        "What rests lies in another database, under another role and other keys.",
        enforced,
    ),
    "archive.cabinet": Mechanism("종이는 사람이 따로 보관합니다.", "Paper is kept apart by people.", people),
    "clauses.separate": Mechanism(
        "목적을 다한 기록은 분리된 DB로 옮깁니다.", "What has met its purpose moves to a separate database.", apart
    ),
    "clauses.archive-apart": Mechanism(
        "보관 DB는 법이 정한 목적으로만 엽니다.", "The archive opens for the purposes that the law names.", enforced
    ),
    "clauses.paper": Mechanism("종이는 분쇄하거나 태웁니다.", "Paper is shredded or burnt.", people),
    "clauses.electronic": Mechanism(
        "키를 없애고, 열쇠 고리까지 바꾸어 되살릴 수 없게 합니다.",
        "The key is destroyed and the key ring turned, so that nothing can be brought back.",
        irrecoverable,
    ),
    "safeguards.key-rotation": Mechanism(
        "파기한 것의 키가 남지 않도록 열쇠 고리를 바꿉니다.",
        "The key ring is turned, so that no key of what was destroyed remains.",
        irrecoverable,
    ),
    "clauses.certificate": Mechanism(
        "파기할 때마다 서명한 증명서를 만듭니다.", "Each destruction makes a signed certificate.", certified
    ),
    "rights": Mechanism(
        "본인이 화면에서 직접 하고, 요청은 기한과 함께 접수됩니다.",
        "You do it yourself on the pages; a request is filed with its deadline.",
        enforced,
    ),
    "clauses.frozen": Mechanism(
        "정정이 끝날 때까지 어떤 이용도 거절합니다.", "Until a correction is made every use is refused.", enforced
    ),
    "clauses.told": Mechanism(
        "틀린 내용을 받은 곳에 고친 내용을 보냅니다.",
        "Whoever received the wrong version is sent the right one.",
        enforced,
    ),
    "duties": Mechanism("서비스가 알림과 제한으로 돕습니다.", "The service helps by reminders and limits.", enforced),
    "cookies": Mechanism(
        "선언하지 않았거나 거절한 쿠키는 서버가 내보내지 않습니다.",
        "A cookie that is undeclared or refused never leaves the server.",
        enforced,
    ),
    "safeguards": Mechanism("시스템이 지킵니다.", "The system keeps it.", enforced),
    "safeguards.backup": Mechanism("백업을 만들고 되읽어 확인합니다.", "Backups are made and read back.", backed_up),
    "safeguards.transport": Mechanism(
        "내부 연결 말고는 암호화된 연결만 받습니다.",
        "Off the machine itself only encrypted connections are taken.",
        transport,
    ),
    "safeguards.access-records": Mechanism(
        "누가 무엇을 왜 보았는지 고칠 수 없는 원장에 적습니다.",
        "Who saw what and why is written into a ledger that cannot be changed unnoticed.",
        recorded,
    ),
    "organisation": Mechanism("사람이 지키는 약속입니다.", "People keep this promise.", people),
    "officers": Mechanism(
        "모든 화면과 메일에 연락처가 있습니다.", "The contact stands on every page and in every mail.", shown
    ),
    "bodies": Mechanism(
        "민원 화면과 메일에 외부 기관을 함께 알립니다.",
        "The outside bodies are named on the complaint page and in mails.",
        enforced,
    ),
    "clauses.complaints": Mechanism("민원을 화면에서 접수합니다.", "Complaints are taken on a page.", enforced),
    "links": Mechanism(
        "밖으로 가는 링크는 안내 화면을 거칩니다.", "Links that lead out pass through a notice page.", enforced
    ),
    "notice": Mechanism("개정은 공지사항에 알립니다.", "Changes are announced on the notice board.", people),
    "version": Mechanism("판마다 날짜와 함께 남습니다.", "Each version stays, with its dates.", versioned),
    "clauses.versions-readable": Mechanism(
        "지난 판을 모두 읽을 수 있습니다.", "Every past version can be read.", versioned
    ),
    "statements": Mechanism("알려 드리는 말입니다.", "This is said for your information.", enforced),
}


def mechanism_of(file: PolicyFile, path: str) -> Mechanism:
    """How the promise at a path of the file is kept."""
    name = path.split(".")[1] if path.startswith("safeguards.") else ""
    if name in file.safeguards and file.safeguards[name].kind == "organisation":
        return MECHANISMS["organisation"]
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        if (found := MECHANISMS.get(".".join(parts[:length]))) is not None:
            return found
    return MECHANISMS[""]
