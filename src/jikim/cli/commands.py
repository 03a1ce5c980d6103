"""Which commands there are, in which group, each with its file and its line in both languages."""

from __future__ import annotations

from jikim.cli.bilingual import Both

# What a command is about, as `jikim --help` groups them.
ABOUT = {
    Both("policy", "처리방침"): ("init", "import", "write", "check", "schema", "render", "diff", "publish", "explain"),
    Both("people", "정보주체"): ("receipt", "sweep", "epoch", "attach", "import-records"),
    Both("office", "관리자 페이지"): ("handler", "prove"),
    Both("keys", "키"): ("key", "partner", "webhook", "unseal", "seal", "reindex"),
    Both("ledger", "처리 원장"): ("export", "verify", "sequence", "witness"),
    Both("server", "서버"): ("serve", "jobs", "migrate", "distribute", "backup", "restore"),
    Both("this program", "이 프로그램"): ("demo", "drill", "completion"),
}
# The order is that of a policy's life: written, read, run, proven.
COMMANDS: dict[str, tuple[str, Both]] = {
    "init": ("init:init", Both("Write a policy file to start from.", "처음 시작할 방침 파일 작성")),
    "import": (
        "import_:import_",
        Both(
            "Begin a draft of an existing policy, and hold a draft to its text.",
            "공개한 처리방침에서 초안을 만들고 본문과 대조",
        ),
    ),
    "write": (
        "write:write",
        Both("Open pages on this computer to write a policy by.", "이 컴퓨터에서 방침을 작성하는 페이지 열기"),
    ),
    "check": (
        "check:check",
        Both(
            "Say what is wrong in a policy file, where, and what to do about it.",
            "방침 파일의 문제와 위치, 고치는 방법 점검",
        ),
    ),
    "schema": (
        "schema:schema",
        Both("Print the JSON Schema of policy files, for editors.", "편집기에서 쓰는 방침 파일의 JSON 스키마 출력"),
    ),
    "render": (
        "render:render",
        Both("Write the policy as the document people read.", "방침을 사람이 읽는 문서로 출력"),
    ),
    "diff": (
        "diff:diff",
        Both(
            "Say what a new version of a policy changes for people, and when it may take effect.",
            "새 버전에서 정보주체에게 달라지는 것과 시행할 수 있는 날 비교",
        ),
    ),
    "publish": (
        "publish:publish",
        Both(
            "Announce a version of the policy, so that it is in force on its day.",
            "방침의 새 버전을 공고하고 시행일에 적용",
        ),
    ),
    "explain": (
        "explain:explain",
        Both(
            "Say what may happen to one thing that a policy names, and why.",
            "방침에 적힌 것 하나에 무엇을 할 수 있는지와 근거 설명",
        ),
    ),
    "migrate": (
        "migrate:migrate",
        Both(
            "Bring your own databases to this version, or print the SQL for it.",
            "직접 운영하는 DB를 이 버전으로 올리거나 SQL 출력",
        ),
    ),
    "distribute": (
        "distribute:distribute",
        Both("Lay people on several servers of your own.", "정보주체를 여러 서버에 나누어 두기"),
    ),
    "unseal": (
        "unseal:unseal",
        Both("Give the passphrase of the root key, and open the house.", "루트 키의 암호문구를 입력하여 하우스 열기"),
    ),
    "seal": ("unseal:seal", Both("Forget the passphrase, and close the house.", "암호문구를 거두어 하우스 봉인")),
    "serve": (
        "serve:serve",
        Both("Serve the pages that people open, and the REST API.", "사이트와 REST API 서버 실행"),
    ),
    "jobs": (
        "jobs:jobs",
        Both(
            "Do everything that is due: send, sweep, back up, make irrecoverable, sequence.",
            "기한이 된 일 실행: 발송, 파기 작업, 백업, 키 고리 교체, 원장 정리",
        ),
    ),
    "sequence": (
        "sequence:sequence",
        Both("Give the ledger's entries their positions, until it is stopped.", "멈출 때까지 원장의 기록에 순번 부여"),
    ),
    "sweep": (
        "sweep:sweep",
        Both(
            "Archive and destroy what is due, or say what would be.", "기한이 된 것을 분리 보관·파기하거나 대상만 출력"
        ),
    ),
    "backup": (
        "backup:backup",
        Both(
            "Make encrypted backups, read them back, and remove old ones.",
            "암호화 백업을 만들고 다시 읽어 확인한 뒤 오래된 것 삭제",
        ),
    ),
    "restore": (
        "restore:restore",
        Both(
            "Put databases back from a backup, without what was destroyed or withdrawn since.",
            "백업에서 DB 복원(그 뒤에 파기·철회된 것은 제외)",
        ),
    ),
    "reindex": (
        "reindex:reindex",
        Both("Give the index by which people are found a new key.", "정보주체를 찾는 색인의 키 교체"),
    ),
    "epoch": (
        "epoch:epoch",
        Both(
            "Make what was destroyed irrecoverable, whoever holds the disks and the backups.",
            "파기한 것을 디스크와 백업이 있어도 복구할 수 없게 하는 키 고리 교체",
        ),
    ),
    "import-records": (
        "import_records:import_records",
        Both(
            "Move people's data in from an application's database or files.",
            "애플리케이션의 DB나 파일에서 개인정보 가져오기",
        ),
    ),
    "receipt": (
        "receipt:receipt",
        Both(
            "Say what became of a person's data, or of what a certificate certifies.",
            "한 사람의 정보나 파기 증명서의 대상이 어떻게 되었는지 확인",
        ),
    ),
    "prove": (
        "prove:prove",
        Both("Measure whether each promise is kept, and say what was found.", "약속마다 이행되고 있는지 점검"),
    ),
    "witness": (
        "witness:witness",
        Both(
            "Watch a ledger from elsewhere, and cosign one history of it only.",
            "다른 곳에서 원장을 지켜보며 하나의 이력에만 공동 서명",
        ),
    ),
    "verify": (
        "verify:verify",
        Both(
            "Check an exported ledger, or a file that was handed over; needs no database.",
            "내보낸 원장이나 전달한 파일 검증(DB 불필요)",
        ),
    ),
    "demo": (
        "demo:demo",
        Both(
            "Play the homepage's policy through, with invented people on a moving clock.",
            "가상의 인물과 움직이는 시계로 홈페이지의 방침을 실행하는 데모",
        ),
    ),
    "drill": (
        "drill:drill",
        Both(
            "Show that what was erased is gone, for a thief with every key that exists, too.",
            "지운 것이 모든 키를 가진 공격자에게도 남지 않음을 보이는 파기 훈련",
        ),
    ),
    "completion": (
        "completion:completion",
        Both(
            "Print the script by which a shell completes commands, options and choices.", "셸 자동 완성 스크립트 출력"
        ),
    ),
}
# What may follow a command that is one alone, too, and how all of it is written.
SECOND: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, Both]]]] = {
    "sweep": (
        ("[OPTIONS] POLICY", "approve --by NAME [OPTIONS] POLICY PLAN"),
        {
            "approve": (
                "sweep:approve",
                Both(
                    "Say yes, as a second person, to what a sweep may not destroy alone.",
                    "파기 작업이 혼자 파기할 수 없는 것을 다른 담당자로서 승인",
                ),
            )
        },
    ),
    "publish": (
        (
            "--by NAME [OPTIONS] POLICY",
            "propose --by NAME --reason TEXT [OPTIONS] POLICY",
            "list [OPTIONS] POLICY",
            "withdraw --by NAME --reason TEXT [OPTIONS] POLICY NUMBER",
        ),
        {
            "propose": (
                "publish:propose",
                Both("Put a version up for another officer's approval.", "다른 보호책임자에게 새 버전의 승인 요청"),
            ),
            "list": ("publish:listed", Both("List what was announced, and how it stands.", "공고한 것과 그 상태 나열")),
            "withdraw": (
                "publish:withdraw",
                Both("Withdraw an announcement before it takes effect.", "시행 전에 공고 철회"),
            ),
        },
    ),
    "backup": (
        ("[OPTIONS] POLICY", "list [OPTIONS]", "verify [OPTIONS] SET", "read [OPTIONS] SET FILE"),
        {
            "list": ("backup:listed", Both("List the sets of a directory.", "디렉터리의 백업 세트 나열")),
            "verify": ("backup:verify", Both("Read a set back.", "백업 세트를 다시 읽어 확인")),
            "read": (
                "backup:read",
                Both("Write one file of a set to stdout.", "백업 세트의 파일 하나를 표준 출력으로 쓰기"),
            ),
        },
    ),
    "import-records": (
        (
            "[OPTIONS] MAPPING SOURCE POLICY",
            "ask --by NAME --reason TEXT [OPTIONS] MAPPING SOURCE POLICY",
            "approve --by NAME [OPTIONS] POLICY NUMBER",
        ),
        {
            "ask": (
                "import_records:ask",
                Both(
                    "Ask for the approval of an import, exactly by this mapping.", "이 매핑 그대로 가져오기의 승인 요청"
                ),
            ),
            "approve": (
                "import_records:approve",
                Both(
                    "Say yes, as an officer who did not ask, to an import or an export.",
                    "요청하지 않은 보호책임자로서 가져오기나 내보내기 승인",
                ),
            ),
        },
    ),
}
GROUPS: dict[str, tuple[Both, dict[str, tuple[str, Both]]]] = {
    "attach": (
        Both(
            "Hold an application's own database against the policy, and rule it there.",
            "애플리케이션의 DB를 방침과 대조하고, 그곳에서도 방침대로 처리",
        ),
        {
            "draft": (
                "attach:draft",
                Both(
                    "Write a first mapping of tables and columns to records and items.",
                    "표와 열을 기록과 항목에 잇는 첫 매핑 작성",
                ),
            ),
            "check": (
                "attach:check",
                Both(
                    "Say which tables and columns no record, and no erasure, reaches.",
                    "어느 기록에도 속하지 않고 삭제도 미치지 않는 표와 열 점검",
                ),
            ),
            "report": (
                "attach:report",
                Both(
                    "Say what would break if the policy were enforced, of what was observed.",
                    "방침을 강제하면 무엇이 막힐지 관찰한 것에서 보고",
                ),
            ),
            "outbox": (
                "attach_ruled:outbox",
                Both(
                    "Print the SQL of the outbox for the application's database.",
                    "애플리케이션 DB에 만들 아웃박스의 SQL 출력",
                ),
            ),
            "take": (
                "attach_ruled:take",
                Both(
                    "Take over what the application's transactions recorded.",
                    "애플리케이션의 트랜잭션이 기록한 것을 원장으로 옮기기",
                ),
            ),
            "enforce": (
                "attach_ruled:enforce",
                Both("Stop statements on a record kind that the policy refuses.", "방침이 거부하는 기록의 SQL 문 차단"),
            ),
            "observe": (
                "attach_ruled:observe",
                Both("Let them run again, and count them alone.", "차단을 풀고 횟수만 집계"),
            ),
            "erase": (
                "attach_ruled:erase",
                Both("Erase a person in the application's database.", "애플리케이션의 DB에서 한 사람의 정보 삭제"),
            ),
            "move": (
                "move:move",
                Both(
                    "Move a record kind into sealed keeping, by stages, and back.",
                    "한 종류의 기록을 암호화 보관으로 단계별로 옮기고 되돌리기",
                ),
            ),
            "sweep": (
                "attach_ruled:sweep",
                Both(
                    "Archive or erase what is over in the application's database.",
                    "애플리케이션의 DB에서 기한이 된 것을 분리 보관하거나 삭제",
                ),
            ),
        },
    ),
    "handler": (
        Both("Enter, invite, grant and release the people of the office.", "취급자 등록, 초대, 권한 부여, 업무 종료"),
        {
            "new": (
                "handler:new",
                Both(
                    "Enter somebody, and print the link by which they come in the first time.",
                    "취급자를 등록하고 첫 로그인 링크 출력",
                ),
            ),
            "invite": (
                "handler:invite",
                Both("Print a new link for somebody who is in the register.", "등록된 취급자의 새 링크 출력"),
            ),
            "grant": ("handler:grant", Both("Give a handler a grant.", "취급자에게 권한 부여")),
            "list": ("handler:listed", Both("List the register, without names.", "취급자 명부 나열(성명 제외)")),
            "leave": (
                "handler:leave",
                Both("End everything of somebody who leaves their duty.", "업무를 그만둔 취급자의 모든 권한 종료"),
            ),
        },
    ),
    "key": (
        Both(
            "Make, list and revoke keys with which applications come to the REST API.",
            "애플리케이션이 REST API에 쓰는 키의 발급, 나열, 폐기",
        ),
        {
            "new": ("key:new", Both("Make a key and print it, once.", "키를 만들어 한 번만 출력")),
            "list": ("key:listed", Both("List keys.", "키 나열")),
            "revoke": ("key:revoke", Both("End a key at once.", "키를 즉시 폐기")),
        },
    ),
    "webhook": (
        Both("Say who is told what happened, by reference.", "일어난 일을 참조 번호로 알릴 웹훅 관리"),
        {
            "add": (
                "webhook:add",
                Both("Add a webhook and print its secret, once.", "웹훅을 추가하고 비밀 값을 한 번만 출력"),
            ),
            "list": ("webhook:listed", Both("List webhooks.", "웹훅 나열")),
            "end": ("webhook:end", Both("End a webhook.", "웹훅 종료")),
            "dead": ("webhook:dead", Both("List messages that were given up.", "전달을 포기한 메시지 나열")),
            "replay": ("webhook:replay", Both("Try again what was given up.", "전달을 포기한 메시지 재시도")),
        },
    ),
    "partner": (
        Both(
            "Make, list and end keys with which partner companies sign their feeds.",
            "제휴사가 보내는 자료에 서명할 키의 발급, 나열, 폐기",
        ),
        {
            "key": (
                "partner:key",
                Both(
                    "Make a key for a partner and print its secret, once.",
                    "제휴사의 키를 만들어 비밀 값을 한 번만 출력",
                ),
            ),
            "list": ("partner:listed", Both("List the partners' keys.", "제휴사의 키 나열")),
            "end": ("partner:end", Both("End a partner's key at once.", "제휴사의 키를 즉시 폐기")),
        },
    ),
}
EXPORT = Both("Write what the system holds to a file.", "시스템에 있는 것을 파일로 내보내기")
EXPORTS: dict[str, tuple[str, Both]] = {
    "ledger": (
        "export:ledger",
        Both("Write the ledger as a file that anyone can verify.", "누구나 검증할 수 있는 파일로 원장 쓰기"),
    ),
    "request": (
        "export:request",
        Both("Ask for the approval of an export of every record.", "모든 기록 내보내기의 승인 요청"),
    ),
    "records": (
        "export:records",
        Both(
            "Write every active record for another system to read.",
            "이용 중인 모든 기록을 다른 시스템이 읽을 수 있게 쓰기",
        ),
    ),
}
# Each command by its whole name.
EVERY: dict[str, tuple[str, Both]] = {
    **COMMANDS,
    **{f"{one} {name}": told for one, (_, commands) in GROUPS.items() for name, told in commands.items()},
    **{f"{one} {name}": told for one, (_, commands) in SECOND.items() for name, told in commands.items()},
    **{f"export {name}": told for name, told in EXPORTS.items()},
}
