"""What the ledger's events are called in the office: those of records and people as members read them too, and those of
the office itself."""

from __future__ import annotations

from jikim.app.registers import REGISTERS
from jikim.web.page import Page
from jikim.web.parts.traces import EVENTS

OFFICE = {
    "access:forget": ("다른 시스템의 접속 기록 보관 종료", "another system’s access records over"),
    "access:take-in": ("다른 시스템의 접속 기록", "another system’s access record"),
    "access:take-in-batch": ("다른 시스템의 접속 기록 수신", "another system’s access records imported"),
    "alert:raise": ("알림 발생", "alert raised"), "alert:see": ("알림 확인", "alert seen"),
    "backup:begin": ("백업 시작", "backup begun"), "backup:base": ("백업", "backed up"), "backup:verify": ("백업 되읽기 확인", "backup read back"),
    "backup:prune": ("이전 백업 파기", "old backup destroyed"), "keys:backup": ("키 백업", "keys backed up"),
    "campaign:count": ("광고 수신자 수 조회", "recipients of advertising counted"),
    "campaign:write": ("광고 작성", "advertisement written"), "campaign:release": ("광고 발송 승인", "advertisement released"),
    "campaign:stop": ("광고 발송 중지", "advertisement stopped"),
    "case:forget": ("종결된 건의 보관 종료", "closed case deleted"),
    "breach:open": ("유출 사고 등록", "breach opened"), "breach:change": ("유출 사고 내용 수정", "breach details changed"),
    "breach:find": ("유출 대상 조회", "people concerned found"),
    "breach:tell": ("유출 통지", "people concerned notified"), "breach:report": ("유출 신고", "breach reported"),
    "breach:post": ("유출 게시", "breach posted"), "breach:close": ("유출 사고 종결", "breach closed"),
    "consent:ask": ("새 동의 요청 시작", "new consent requested"), "consent:end": ("동의 요청 취소", "consent request cancelled"),
    "disclosure:certificate": ("제공받는 곳의 인증서 등록", "recipient’s certificate entered"),
    "demand:keep-secret": ("기관 요구 비공개 지정", "demand marked confidential"),
    "demand:tell": ("정보주체 공개일 등록", "date of disclosure entered"), "demand:prepare": ("기관 요구 접수", "authority’s demand taken in"),
    "demand:put": ("기관 요구 승인 요청", "demand put for approval"),
    "demand:asked": ("기관 요구 승인 요청", "demand put for approval"), "demand:approve": ("기관 요구 승인", "demand approved"),
    "demand:approved": ("기관 요구 승인", "demand approved"),
    "handler:pause": ("한도 초과로 열람 정지", "access suspended beyond a limit"), "handler:unpause": ("열람 정지 해제", "suspension lifted"),
    "handler:explain": ("열람에 대한 소명", "access explained"), "handler:judge-explanation": ("소명의 판단", "explanation judged"),
    "handler:ask-explanation": ("소명 요청", "explanation requested"), "handler:forget-explanation": ("소명 삭제", "explanation deleted"),
    "handler:judge-pause": ("열람 정지의 판단", "suspension judged"), "officer:confirm": ("보호책임자로 확인", "officer confirmed"),
    "demand:look": ("단독 승인한 기관 요구 사후 확인", "demand approved alone, reviewed"), "demand:refuse": ("기관 요구 거절", "demand refused"),
    "demand:refused": ("기관 요구 거절", "demand refused"), "demand:withdraw": ("기관 요구 취소", "demand withdrawn"),
    "demand:withdrawn": ("기관 요구 취소", "demand withdrawn"), "demand:carry-out": ("기관 요구에 따른 제공", "demand carried out"),
    "demand:done": ("기관 요구 완료", "demand done"), "demand:scan": ("기관 요구 문서 열람", "demand’s document viewed"),
    "demand:forget": ("기관 요구 내용 삭제", "demand’s text deleted"), "demand:destroy-key": ("암호키 파기", "key destroyed"),
    "destruction:certify": ("파기 증명서", "destruction certified"), "disclosure:list": ("제공 대장 조회", "disclosures listed"),
    "epoch:begin": ("키 교체 시작", "key rotation begun"), "epoch:turn": ("키 교체", "key ring rotated"), "epoch:end": ("키 교체 완료", "key rotation ended"),
    "handler:enter": ("취급자 등록", "handler entered"), "handler:change": ("취급자 정보 변경", "handler changed"),
    "handler:invite": ("취급자 초대", "handler invited"), "handler:pledge": ("보안 서약", "pledge signed"),
    "handler:training": ("교육", "training"), "handler:handover": ("인수인계", "handover"),
    "handler:accept": ("본인 권한 확인", "access rights confirmed by their handler"),
    "handler:confirm": ("교육·인수 확인", "training or handover confirmed"), "handler:scan": ("서류 파일 열람", "paper’s file viewed"),
    "handler:appointment": ("보호책임자 선임", "officer appointed"), "handler:grant": ("권한 부여", "grant given"),
    "handler:revoke": ("권한 회수", "grant revoked"), "handler:leave": ("취급자 업무 종료", "handler left"),
    "handler:proof": ("인증 수단 등록", "sign-in method set"), "handler:proof-drop": ("인증 수단 삭제", "sign-in method removed"),
    "handler:forget": ("취급자 정보 삭제", "handler deleted"),
    "house:apart": ("휴면 정보를 다시 분리", "dormant data set apart again"), "house:restore": ("백업에서 복구", "restored from a backup"),
    "index:begin": ("색인 교체 시작", "index rotation begun"),
    "index:end": ("색인 교체 완료", "index rotation ended"), "index:mend": ("색인 정정", "index repaired"),
    "index:destroy-key": ("암호키 파기", "key destroyed"),
    "intake:look": ("오프라인 접수 화면 조회", "intake opened"),
    "ledger:export": ("원장 내보냄", "ledger exported"), "ledger:search": ("원장 조회", "ledger searched"),
    "ledger:expire": ("원장 월별 기록 파기", "ledger month destroyed"),
    "ledger:damaged": ("훼손된 원장 항목", "damaged ledger entry"), "ledger:unreadable": ("읽을 수 없는 원장 항목", "unreadable ledger entry"),
    "ledger:missing": ("누락된 원장 항목", "missing ledger entries"), "ledger:forged": ("위조된 원장 항목", "forged ledger entry"),
    "ledger:unpromised": ("프로세스 비정상 종료: 마지막 기록은 보장하지 않음", "process ended unexpectedly: its last entries are not guaranteed"),
    "ledger:silent": ("기록을 확인해 주지 않는 프로세스", "process that does not confirm its entries"),
    "ledger:lengthen": ("원장 보관 기간 연장", "ledger kept for longer"),
    "ledger:continue": ("원장 승계", "ledger continued"), "ledger:destroy-key": ("암호키 파기", "key destroyed"),
    "subject:return": ("탈퇴 취소·휴면 해제", "came back"), "subject:seen": ("이용 확인", "seen"), "subject:dormant": ("휴면 전환", "set apart as inactive"),
    "mail:sent": ("메일 발송", "e-mail sent"), "mail:given-up": ("메일 발송 실패", "e-mail failed"),
    "deputy:name": ("대리 지정", "deputy named"), "deputy:confirm": ("대리 확인", "deputy confirmed"),
    "deputy:begin": ("대리 시작", "deputy begins"), "deputy:end": ("대리 종료", "deputy ended"),
    "mass:review": ("대량 열람 파일 확인", "bulk access file reviewed"),
    "mass:forget": ("대량 열람 내용 삭제", "bulk access deleted"),
    "session:look": ("로그인 여부 확인", "checked who is signed in"),
    "archive:forget-look": ("열람 승인 요청 내용 삭제", "approval request deleted"),
    "notice:post": ("공지 게시", "notice posted"),
    "notice:write": ("공지 작성", "notice written"), "office:knock": ("허용되지 않은 네트워크의 접속 시도", "access attempt from a network that is not allowed"),
    "office:sign-in": ("관리자 페이지 로그인", "signed in to the privacy office"), "office:sign-out": ("관리자 페이지 로그아웃", "signed out of the privacy office"),
    "paper:move": ("종이 문서 위치 변경", "paper moved"), "partner:feed": ("제휴사 자료 수신", "partner’s feed accepted"),
    "partner:key": ("제휴사 서명 키", "partner’s key made"), "partner:key-end": ("제휴사 서명 키 폐기", "partner’s key revoked"),
    "plan:save": ("내부관리계획 작성", "plan written"), "plan:approve": ("내부관리계획 승인", "plan approved"),
    "policy:adopt": ("처리방침 채택", "policy adopted"), "policy:announce": ("처리방침 공고", "policy announced"),
    "policy:publish": ("처리방침 공고", "policy announced"), "policy:withdraw": ("공고 철회", "announcement withdrawn"),
    "policy:draft": ("처리방침 개정안 작성 시작", "policy proposal begun"), "policy:write": ("처리방침 개정안 수정", "policy proposal edited"),
    "policy:propose": ("처리방침 개정안 승인 요청", "policy proposed for approval"), "policy:return": ("처리방침 개정안 반려", "policy proposal sent back"),
    "policy:approve": ("처리방침 개정안 승인", "policy proposal approved"), "policy:drop": ("처리방침 개정안 폐기", "policy proposal dropped"),
    "policy:lapse": ("공고 실패", "announcement lapsed"), "policy:switch": ("처리방침 시행", "policy in force"),
    "processor:contract": ("계약 등록", "contract entered"), "processor:inspection": ("점검 기록", "inspection entered"),
    "processor:remind": ("수탁자에 재통지", "processor reminded"), "processor:tell": ("수탁자에 통지", "processor notified"),
    "processor:scan": ("계약 문서 열람", "contract scan viewed"), "processor:end": ("계약 종료", "contract ended"),
    "processor:recall": ("위탁 기간이 지난 정보의 삭제 요구", "deletion asked for, its time with the processor over"),
    "promises:prove": ("약속 이행 점검", "promises checked"), "promises:attest": ("증명서 등록", "attested"),
    "promises:system": ("외부 시스템 등록", "external system added"), "promises:system-end": ("외부 시스템 제외", "external system removed"),
    "record:list-open": ("진행 중인 기록 목록 조회", "open records listed"),
    "record:reseal": ("재암호화", "re-encrypted"), "record:drop": ("복구 후 파기", "destroyed after a restore"),
    "record:trim": ("근거 없는 항목 파기", "items without a basis destroyed"), "record:download": ("내려받기", "downloaded"),
    "release:aggregate": ("통계 작성", "statistics made"), "release:prepare": ("가명정보 준비", "release prepared"),
    "release:asked": ("가명정보 승인 요청", "release put for approval"), "release:released": ("통계·가명정보 제공", "released"),
    "release:refused": ("가명정보 거절", "release refused"), "release:withdraw": ("가명정보 취소", "release withdrawn"),
    "release:withdrawn": ("가명정보 취소", "release withdrawn"), "release:over": ("가명정보 목적 종료", "release ended"),
    "release:destroy-key": ("암호키 파기", "key destroyed"),
    "review:make": ("접속 기록 점검표 생성", "access review created"), "review:write": ("접속 기록 점검표 작성", "access review written"),
    "review:sign": ("접속 기록 점검 서명", "access review signed"),
    "subject:take-over": ("새 처리방침 적용", "moved to the new policy"),
    "sweep:begin": ("파기 작업 시작", "destruction run begun"),
    "sweep:stop": ("파기 작업 중단", "destruction run stopped"), "sweep:go-on": ("파기 작업 재개", "destruction run resumed"),
}  # fmt: skip
DEEDS = {**EVENTS, **OFFICE}

# What an event is about, for a search.
KINDS = {
    "officer": ("보호책임자", "officers"), "deputy": ("대리", "deputies"),
    "access": ("다른 시스템의 접속 기록", "other systems’ access records"), "account": ("계정", "accounts"), "alert": ("알림", "alerts"),
    "archive": ("분리 보관 기록", "archived records"), "backup": ("백업", "backups"), "breach": ("유출", "breaches"), "case": ("종결된 건", "closed cases"),
    "consent": ("새 동의 요청", "new consents"), "demand": ("기관 요구", "authorities’ demands"), "destruction": ("파기 증명서", "destruction certificates"),
    "disclosure": ("제공 대장", "disclosures"), "epoch": ("키 교체", "key rotations"), "guardian": ("법정대리인", "guardians"), "handler": ("취급자", "handlers"),
    "house": ("복구", "restoring"), "index": ("색인", "indexes"), "intake": ("오프라인 접수", "intake"),
    "campaign": ("광고", "advertising"), "keys": ("키", "keys"), "ledger": ("원장", "the ledger"), "mail": ("메일", "e-mails"),
    "mass": ("대량 열람", "bulk access"), "notice": ("공지", "notices"), "office": ("관리자 페이지 접속", "office sign-ins"), "paper": ("종이 문서", "paper"),
    "partner": ("제휴사", "partners"), "people": ("정보주체 조회", "looking people up"), "plan": ("내부관리계획", "the management plan"),
    "policy": ("처리방침", "the policy"), "processor": ("수탁자", "processors"), "promises": ("약속과 증거", "promises"), "record": ("기록", "records"),
    "release": ("통계와 가명정보", "statistics and pseudonymised data"), "report": ("보고서", "reports"), "request": ("권리 행사 요청", "requests"),
    "review": ("접속 기록 점검", "access reviews"), "session": ("로그인 연결", "handed-over sign-ins"), "sign-in": ("로그인 비교", "comparisons of sign-ins"),
    "subject": ("정보주체", "people"), "sweep": ("파기 작업", "destruction runs"),
    "usage-notice": ("이용 내역 통지", "usage notices"), **{one.name: (one.many[0], one.many[1].lower()) for one in REGISTERS},
}  # fmt: skip


def deed(page: Page, event: str) -> str:
    """How an event reads, its outcome left off; by its own name where it has no words."""
    return page.say(*DEEDS.get(event, (event, event)))


def kinds(page: Page) -> list[tuple[str, str]]:
    """What can be searched for: the beginning of its events, and its words, in the order of the words."""
    return sorted(((f"{name}:", page.say(*words)) for name, words in KINDS.items()), key=lambda one: one[1])
