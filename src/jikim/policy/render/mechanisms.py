"""How each kind of promise is kept, in a sentence: what the document says when a clause's number is followed.

What today's numbers say of it is for the Promises page. By the path of the promise's part; the longest that fits.
"""

from __future__ import annotations

from jikim.policy.model import PolicyFile

Pair = tuple[str, str]

KEPT: dict[str, Pair] = {
    "": ("방침 파일이 곧 실행되는 규칙입니다.", "The policy's file is the rule that runs."),
    "items": (
        "방침에 없는 항목은 들어오는 문에서 거절합니다.",
        "An item that the policy does not declare is refused at the door.",
    ),
    "refuse": (
        "받지 않기로 한 정보는 글 속에 있어도 찾아 거절합니다.",
        "What is never taken is found and refused, even inside a text.",
    ),
    "clauses.minimum": ("선택 항목을 비워도 막지 않습니다.", "Leaving optional items empty blocks nothing."),
    "channels": ("경로마다 정해진 항목만 들어옵니다.", "Each channel brings its own items and no other."),
    "partners": (
        "제휴사가 보낸 것도 선언한 항목만 받고 출처를 남깁니다.",
        "Of what a partner sends only the declared is taken, and its source is kept.",
    ),
    "purposes": (
        "목적을 밝혀야만 읽을 수 있고, 읽을 때마다 기록합니다.",
        "Nothing is read without a purpose, and every reading is recorded.",
    ),
    "recipients": ("공개한 제공받는 자에게만 제공합니다.", "Data is disclosed only to the declared recipients."),
    "processors": (
        "맡긴 일에 필요한 항목만 서명하여 보내고, 끝나면 지우게 합니다.",
        "Only what the task needs is sent, signed, and deleted at the end.",
    ),
    "clauses.entrust": ("위탁 계약과 점검은 사람이 맺고 살핍니다.", "Contracts and inspections are made by people."),
    "records": (
        "목적을 다한 기록은 그날 옮기거나 파기합니다.",
        "A record whose purpose is met is moved or destroyed on that day.",
    ),
    "clauses.destroyed-when-met": (
        "날마다 목적을 다한 것을 찾아 파기합니다.",
        "Each day what has met its purpose is found and destroyed.",
    ),
    "clauses.kept-for-keeping-alone": (
        "보관 중인 기록은 보관 목적으로만 열립니다.",
        "Archived records open only for the purpose for which they are kept.",
    ),
    "archive": (
        "보관하는 것은 다른 DB에, 다른 계정과 다른 키로 둡니다.",
        "Archived data is in another database, under another role and other keys.",
    ),
    "archive.cabinet": ("종이는 사람이 따로 보관합니다.", "Paper is kept apart by people."),
    "clauses.separate": (
        "목적을 다한 기록은 분리된 DB로 옮깁니다.",
        "What has met its purpose moves to a separate database.",
    ),
    "clauses.archive-apart": (
        "보관 DB는 법이 정한 목적으로만 엽니다.",
        "The archive opens for the purposes that the law names.",
    ),
    "clauses.paper": ("종이는 분쇄하거나 태웁니다.", "Paper is shredded or burnt."),
    "clauses.electronic": (
        "암호키를 파기하고 키 고리를 교체하여 복구할 수 없게 합니다.",
        "The key is destroyed and the key ring turned, so that nothing can be brought back.",
    ),
    "safeguards.key-rotation": (
        "파기한 정보의 키가 남지 않도록 키 고리를 교체합니다.",
        "The key ring is turned, so that no key of what was destroyed remains.",
    ),
    "clauses.certificate": ("파기할 때마다 서명한 증명서를 만듭니다.", "Each destruction makes a signed certificate."),
    "rights": (
        "본인이 화면에서 직접 하고, 요청은 기한과 함께 접수됩니다.",
        "You do it yourself on the pages; a request is filed with its deadline.",
    ),
    "clauses.frozen": (
        "정정이 끝날 때까지 어떤 이용도 거절합니다.",
        "Until a correction is made every use is refused.",
    ),
    "clauses.told": (
        "틀린 내용을 받은 곳에 고친 내용을 보냅니다.",
        "Whoever received the wrong version is sent the right one.",
    ),
    "duties": ("서비스가 알림과 제한으로 돕습니다.", "The service helps by reminders and limits."),
    "cookies": (
        "선언하지 않았거나 거절한 쿠키는 서버가 내보내지 않습니다.",
        "A cookie that is undeclared or refused never leaves the server.",
    ),
    "safeguards": ("시스템이 지킵니다.", "The system keeps it."),
    "safeguards.backup": ("백업을 만들고 되읽어 확인합니다.", "Backups are made and read back."),
    "safeguards.transport": (
        "내부 연결 말고는 암호화된 연결만 받습니다.",
        "Off the machine itself only encrypted connections are taken.",
    ),
    "safeguards.access-records": (
        "누가 무엇을 왜 보았는지 고칠 수 없는 원장에 적습니다.",
        "Who saw what and why is written into a ledger that cannot be changed unnoticed.",
    ),
    "organisation": ("사람이 지키는 약속입니다.", "People keep this promise."),
    "officers": ("모든 화면과 메일에 연락처가 있습니다.", "The contact stands on every page and in every mail."),
    "bodies": (
        "민원 화면과 메일에 외부 기관을 함께 알립니다.",
        "The outside bodies are named on the complaint page and in mails.",
    ),
    "clauses.complaints": ("민원을 화면에서 접수합니다.", "Complaints are taken on a page."),
    "links": ("밖으로 가는 링크는 안내 화면을 거칩니다.", "Links that lead out pass through a notice page."),
    "notice": ("개정은 공지사항에 알립니다.", "Changes are announced on the notice board."),
    "version": ("판마다 날짜와 함께 남습니다.", "Each version stays, with its dates."),
    "clauses.versions-readable": ("이전 버전을 모두 볼 수 있습니다.", "Every past version can be read."),
    "waive": (
        "사유를 밝혀 둔 것입니다. 사유의 기한이 지나면 점검에서 다시 지적됩니다.",
        "This is explained, not kept; where the reason has an end, the check finds it again after that.",
    ),
    "statements": ("알려 드리는 말입니다.", "This is said for your information."),
}


def how_kept(file: PolicyFile, path: str) -> Pair:
    """How the promise at a path of the file is kept, in Korean and English."""
    name = path.split(".")[1] if path.startswith("safeguards.") else ""
    if name in file.safeguards and file.safeguards[name].kind == "organisation":
        return KEPT["organisation"]
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        if (found := KEPT.get(".".join(parts[:length]))) is not None:
            return found
    return KEPT[""]
