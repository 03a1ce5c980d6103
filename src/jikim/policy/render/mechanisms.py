"""How each kind of promise is kept, in a sentence: what the document says when a clause's number is followed.

What today's numbers say of it is for the Promises page. By the path of the promise's part; the longest that fits.
"""

from __future__ import annotations

from jikim.policy.model import PolicyFile

Pair = tuple[str, str]

KEPT: dict[str, Pair] = {
    "": (
        "시스템은 처리방침 파일에 정한 규칙대로 개인정보를 처리합니다.",
        "The system processes data by the rules of the policy’s own file.",
    ),
    "items": (
        "처리방침에 없는 항목은 수집 단계에서 거절합니다.",
        "An item that the policy does not declare is refused when it is collected.",
    ),
    "refuse": (
        "수집하지 않는 정보는 자유 입력란에 있어도 찾아 거절합니다.",
        "What is never taken is found and refused, even inside a text.",
    ),
    "clauses.minimum": (
        "선택 항목을 입력하지 않아도 이용을 제한하지 않습니다.",
        "Leaving optional items empty blocks nothing.",
    ),
    "channels": ("경로별로 정한 항목만 수집합니다.", "Each channel collects the items declared for it and no others."),
    "partners": (
        "제휴사가 제공한 정보도 공개한 항목만 수집하고 출처를 기록합니다.",
        "Only declared items are accepted from a partner, and their source is recorded.",
    ),
    "purposes": (
        "이용 목적을 지정해야 열람할 수 있고, 열람할 때마다 기록합니다.",
        "Nothing is read without a purpose, and every reading is recorded.",
    ),
    "recipients": ("공개한 제공받는 자에게만 제공합니다.", "Data is disclosed only to the declared recipients."),
    "processors": (
        "위탁 업무에 필요한 항목만 전자서명하여 전달하고, 종료되면 삭제를 요청합니다.",
        "Only what the task needs is sent, signed; its deletion is requested when the task ends.",
    ),
    "clauses.entrust": (
        "위탁 계약과 점검은 담당자가 관리합니다.",
        "Staff conclude the contracts and inspect the processors.",
    ),
    "records": (
        "이용이 종료된 기록은 지체 없이 분리 보관하거나 파기합니다.",
        "A record that has ended is archived or destroyed without delay.",
    ),
    "clauses.destroyed-when-met": (
        "이용이 종료된 기록을 매일 찾아 파기 절차를 진행합니다.",
        "Records that have ended are found every day and go on to destruction.",
    ),
    "clauses.kept-for-keeping-alone": (
        "분리 보관 중인 기록은 보관 목적으로만 열람할 수 있습니다.",
        "Archived records can be consulted only for their archive purpose.",
    ),
    "holds": (
        "책임자가 사유를 적어 보류하고, 끝나면 해제합니다. 보류한 기록은 파기되지 않습니다.",
        "An officer puts it off with a reason, and ends it; meanwhile nothing of the record is destroyed.",
    ),
    "archive": (
        "분리 보관하는 정보는 별도의 DB에 다른 계정과 다른 암호키로 보관합니다.",
        "Archived data is in another database, under another role and other keys.",
    ),
    "archive.cabinet": ("종이 문서는 담당자가 별도로 보관합니다.", "Staff store paper separately."),
    "clauses.separate": (
        "이용이 종료된 기록은 별도의 DB에 분리 보관합니다.",
        "Records that have ended are archived in a separate database.",
    ),
    "clauses.archive-apart": (
        "분리 보관 DB는 정한 보관 목적으로만 열람합니다.",
        "The archive can be consulted for the declared archive purposes only.",
    ),
    "clauses.paper": (
        "종이 문서는 방침에 적은 방법으로 파기하고 기록합니다.",
        "Paper is destroyed as the policy says, and that is registered.",
    ),
    "clauses.electronic": (
        "암호키를 파기하고 상위 키를 교체하여 복구할 수 없게 합니다.",
        "The key is destroyed and the keys above it are replaced, so that nothing can be recovered.",
    ),
    "safeguards.key-rotation": (
        "파기한 정보의 암호키가 남지 않도록 상위 키를 교체합니다.",
        "The keys above are replaced, so that no key to destroyed data remains.",
    ),
    "clauses.certificate": (
        "파기할 때마다 전자서명한 증명서를 발급합니다.",
        "A signed certificate is issued for each destruction.",
    ),
    "rights": (
        "본인이 화면에서 직접 처리할 수 있으며, 요청은 기한을 정하여 접수합니다.",
        "You can do it yourself online; a request is filed with its deadline.",
    ),
    "clauses.frozen": (
        "정정이 끝날 때까지 모든 이용과 제공을 거절합니다.",
        "Every use and disclosure is refused until the correction is made.",
    ),
    "clauses.told": (
        "잘못된 정보를 제공받은 곳에 정정 내용을 통지합니다.",
        "Everyone who received the incorrect version is sent the correction.",
    ),
    "duties": ("서비스는 안내와 제한으로 지원합니다.", "The service supports this with reminders and limits."),
    "cookies": (
        "처리방침에 없거나 거부하신 쿠키는 설정하지 않습니다.",
        "The server never sets a cookie that is undeclared or refused.",
    ),
    "safeguards": ("시스템이 이행합니다.", "The system does this."),
    "safeguards.backup": ("백업을 생성하고 복원 가능 여부를 확인합니다.", "Backups are made and read back."),
    "safeguards.transport": (
        "내부 연결을 제외하고 암호화된 통신만 허용합니다.",
        "Apart from connections within the server itself, only encrypted ones are accepted.",
    ),
    "safeguards.access-records": (
        "누가 무엇을 왜 열람했는지 수정할 수 없는 원장에 기록합니다.",
        "Who accessed what and why is recorded in a ledger that cannot be altered unnoticed.",
    ),
    "organisation": ("담당자가 이행하는 약속입니다.", "Staff carry out this promise."),
    "officers": ("모든 화면과 메일에 연락처를 표시합니다.", "Every page and e-mail shows the contact."),
    "bodies": (
        "민원 화면과 메일에 외부 기관을 함께 안내합니다.",
        "The outside bodies are named on the complaint page and in e-mails.",
    ),
    "clauses.complaints": ("민원을 화면에서 접수합니다.", "Complaints are taken on a page."),
    "links": ("외부 링크는 안내 화면을 거쳐 연결합니다.", "External links pass through a notice page."),
    "notice": ("개정은 방침에 적은 곳에 알립니다.", "Changes are announced where the policy says."),
    "version": ("모든 버전을 날짜와 함께 보관합니다.", "Every version is kept, with its dates."),
    "clauses.versions-readable": ("이전 버전을 모두 볼 수 있습니다.", "Every past version can be read."),
    "waive": (
        "사유를 밝혀 둔 것입니다. 사유의 기한이 지나면 점검에서 다시 지적됩니다.",
        "This is explained, not kept; where the reason has an end, the check finds it again after that.",
    ),
    "statements": ("안내 문구입니다.", "For information."),
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
