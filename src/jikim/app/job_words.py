"""The steps of the daily work and what their numbers are called, in Korean and in English."""

from __future__ import annotations

# The steps in their order as `run_due` runs them: Korean and English.
STEPS: dict[str, tuple[str, str]] = {
    "publish": ("처리방침 공고와 시행", "Publishing and switching"),
    "company sign-in": ("회사 계정의 유효성 확인", "Asking the company’s provider who still works here"),
    "deliver": ("제공받는 자와 수탁자에게 전송", "Sending to recipients and processors"),
    "site": ("홈페이지 자체 업무", "The site’s own work"),
    "remind": ("회원 알림", "Reminders to members"),
    "give": ("새 동의, 기관 요구, 통지", "New consents, demands, notifications to processors"),
    "mind": ("요청과 민원의 기한 점검", "Deadlines of requests and complaints"),
    "mail": ("메일 발송", "Sending e-mails"),
    "sweep": ("분리 보관과 파기", "Archiving and destroying"),
    "attached": ("애플리케이션 DB의 아웃박스 옮기기", "Taking over the application’s outbox"),
    "attached sweep": ("애플리케이션 DB의 분리 보관과 파기", "Archiving and destroying in the application’s database"),
    "past months": ("원장의 지난 달 기록 옮기기", "Moving past months of the ledger out"),
    "backup": ("백업", "Backup"),
    "reindex": ("검색 색인의 키 교체", "Index key rotation"),
    "epoch": ("키 교체", "Key ring rotation"),
    "breach letters": ("유출 통지", "Breach notifications"),
    "alerts": ("경보 발송", "Sending alerts"),
    "alert": ("중단된 작업의 경보", "Alerts about stopped jobs"),
    "prove": ("약속 이행 점검", "Checking the promises"),
    "sequence": ("원장에 서명", "Signing the ledger"),
    "webhooks": ("웹훅 알림", "Webhooks"),
    "scan": ("격리된 파일 검사", "Scanning quarantined files"),
    "desk": ("완료된 요청 정리", "Tidying completed requests"),
    "handlers": ("업무 종료한 취급자 정보 삭제", "Deleting handlers who left"),
    "cases": ("종결된 민원·신고·과제의 보관 종료", "Deleting closed cases"),
    "usage": ("이용 내역 통지", "Yearly usage notices"),
    "statistics": ("지난달 통계 집계", "Statistics of the past month"),
    "reading": ("완료된 대량 열람 정리", "Tidying completed bulk access"),
    "daily keys": ("일별 키 파기", "Destroying daily keys"),
    "taken records": ("외부 접속 기록 정리", "Tidying imported access records"),
    "monitoring": ("열람 모니터링", "Access monitoring"),
    "canaries": ("파기 점검용 인물 확인", "Looking for canaries"),
    "late records": ("예상 기간이 지난 기록", "Records open for too long"),
    "board report": ("대표자·이사회 보고", "Report to chief executive and board"),
    "cookies": ("오래된 쿠키 선택 삭제", "Deleting old cookie choices"),
}
# What a step's numbers are called; what is not here is no news.
NUMBERS: dict[str, tuple[str, str]] = {
    "sent": ("발송", "sent"), "told": ("통지", "notified"), "failed": ("발송 실패", "failed"), "dead": ("발송 중단", "given up"), "placed": ("서명", "signed"),
    "tasks": ("등록한 과제", "tasks filed"), "broken": ("이행 안 된 약속", "promises broken"), "forgotten": ("삭제", "deleted"), "ended": ("종료", "ended"),
    "data": ("정보 확인 알림", "reminded of their data"), "password": ("비밀번호 알림", "reminded of their password"), "clean": ("정상", "clean"),
    "begun": ("대리 시작", "deputies begun"), "reconfirmed": ("수신동의 안내", "told of their consent to advertising"),
    "infected": ("감염", "infected"), "settled": ("거래 종료", "settled"), "counted": ("집계", "counted"), "entries": ("옮긴 원장 기록", "ledger entries moved"),
}  # fmt: skip
# What else the command `jikim jobs` counts.
MORE: dict[str, str] = {
    "denied": "거부", "waiting": "대기", "dropped": "취소",
    "later": "나중에 발송", "given_up": "포기", "renewed": "새 키를 받은 사람",
    "keys_waiting_for_a_backup": "백업을 기다리는 키", "packed": "압축", "certificate": "증명서",
    "people": "사람", "plan": "파기 계획", "doubt": "의심스러운 시각",
    "set": "세트", "keys": "키 세트", "pruned": "삭제한 세트", "version": "버전",
    "moved": "옮긴 색인", "mended": "새로 만든 색인", "destroyed": "파기한 키", "due": "남은 일",
    "ring": "키 고리", "names": "파기한 키", "shards": "조각", "rewrapped": "새로 감싼 키",
    "damaged": "손상된 키", "backup": "백업", "begun": "시작", "done": "완료",
    "irrecoverable": "복구할 수 없게 된 때", "resumed": "이어서 실행", "size": "크기",
    "alarm": "경보", "asked": "요청", "letters": "편지", "demands": "기관 요구",
    "releases": "제공 종료", "papers": "문서", "filed": "등록",
    "taken": "옮긴 기록", "rested": "분리 보관", "erased": "삭제 명령으로 지움",
    "unasked": "조회하지 못한 인물", "mailed": "설명되지 않는 메일", "switched": "시행", "announced": "공고",
}  # fmt: skip
