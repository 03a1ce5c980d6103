"""What the ledger's events are called in the office: those of records and people as members read them too, and those of the office itself."""

from __future__ import annotations

from jikim.web.page import Page
from jikim.web.parts.traces import EVENTS

OFFICE = {
    "access:forget": ("다른 시스템의 접속 기록 보관 끝남", "another system’s access records over"),
    "access:take-in": ("다른 시스템의 접속 기록", "another system’s access record"),
    "access:take-in-batch": ("다른 시스템의 접속 기록을 옮김", "another system’s access records taken in"),
    "account:suspicions": ("도용 신고 목록 봄", "reports of misuse listed"),
    "alert:raise": ("알림을 냄", "alert raised"), "alert:see": ("알림 확인", "alert seen"),
    "backup:begin": ("백업 시작", "backup begun"), "backup:base": ("백업", "backed up"), "backup:verify": ("백업 되읽기 확인", "backup read back"),
    "backup:prune": ("지난 백업 파기", "old backup destroyed"), "keys:backup": ("열쇠 백업", "keys backed up"),
    "breach:open": ("유출 사건을 엶", "breach opened"), "breach:change": ("유출 사건의 내용을 고침", "breach’s facts changed"),
    "breach:find": ("유출된 사람을 찾음", "those concerned found"),
    "breach:tell": ("유출을 본인에게 알림", "those concerned told"), "breach:report": ("유출 신고", "breach reported"),
    "breach:post": ("유출 게시", "breach posted"), "breach:close": ("유출 사건을 닫음", "breach closed"),
    "complaint:list": ("민원 목록 봄", "complaints listed"),
    "consent:ask": ("새 동의를 여쭙기 시작", "new consent asked for"), "consent:end": ("동의 요청을 거둠", "request for consent ended"),
    "demand:keep-secret": ("기관 요구를 비밀로 둠", "demand kept secret from its people"),
    "demand:tell": ("당사자에게 알릴 날을 적음", "day entered to tell its people"), "demand:prepare": ("기관 요구 접수", "authority’s demand taken in"),
    "demand:put": ("기관 요구의 승인을 청함", "demand put for approval"),
    "demand:asked": ("기관 요구의 승인을 청함", "demand put for approval"), "demand:approve": ("기관 요구 승인", "demand approved"),
    "demand:approved": ("기관 요구 승인", "demand approved"),
    "handler:pause": ("열람이 한도를 넘어 멈춤", "reads paused beyond a limit"), "handler:unpause": ("멈춘 열람을 풂", "pause lifted"),
    "handler:judge-pause": ("멈춤의 판단", "pause judged"), "officer:confirm": ("보호책임자로 확인", "officer confirmed"),
    "demand:look": ("혼자 승인한 기관 요구를 살펴봄", "demand approved alone, looked at"), "demand:refuse": ("기관 요구 거절", "demand refused"),
    "demand:refused": ("기관 요구 거절", "demand refused"), "demand:withdraw": ("기관 요구 거둠", "demand withdrawn"),
    "demand:withdrawn": ("기관 요구 거둠", "demand withdrawn"), "demand:carry-out": ("기관 요구대로 내보냄", "demand carried out"),
    "demand:done": ("기관 요구 마침", "demand done"), "demand:scan": ("기관 요구 문서 봄", "demand’s document looked at"),
    "demand:forget": ("기관 요구의 글을 잊음", "demand’s words forgotten"), "demand:destroy-key": ("열쇠 파기", "key destroyed"),
    "destruction:certify": ("파기 증명서", "destruction certified"), "disclosure:list": ("제공 대장 봄", "disclosures listed"),
    "epoch:begin": ("열쇠 세대 교체 시작", "epoch begun"), "epoch:turn": ("열쇠 세대 교체", "epoch turned"), "epoch:end": ("열쇠 세대 교체 끝", "epoch ended"),
    "handler:enter": ("취급자 등록", "handler entered"), "handler:change": ("취급자 정보 변경", "handler changed"),
    "handler:invite": ("취급자 초대", "handler invited"), "handler:pledge": ("보안 서약", "pledge signed"),
    "handler:training": ("교육", "training"), "handler:handover": ("인수인계", "handover"),
    "handler:appointment": ("보호책임자 선임", "officer appointed"), "handler:grant": ("권한을 줌", "grant given"),
    "handler:revoke": ("권한을 거둠", "grant revoked"), "handler:leave": ("취급자 떠남", "handler left"),
    "handler:proof": ("본인 확인 수단 등록", "proof set"), "handler:proof-drop": ("본인 확인 수단 버림", "proof given up"),
    "handler:forget": ("취급자 기록을 잊음", "handler forgotten"),
    "house:restore": ("백업에서 되살림", "restored from a backup"),
    "index:begin": ("색인 교체 시작", "index rotation begun"),
    "index:end": ("색인 교체 끝", "index rotation ended"), "index:mend": ("색인 바로잡음", "index mended"),
    "index:destroy-key": ("열쇠 파기", "key destroyed"),
    "ledger:export": ("원장 내보냄", "ledger exported"), "ledger:search": ("원장 찾아봄", "ledger searched"),
    "ledger:expire": ("원장의 지난 달 파기", "ledger month destroyed"),
    "ledger:damaged": ("훼손된 원장 항목", "damaged ledger entry"), "ledger:unreadable": ("읽을 수 없는 원장 항목", "unreadable ledger entry"),
    "ledger:lengthen": ("원장의 보관 기간을 늘림", "ledger kept for longer"),
    "ledger:continue": ("원장을 이어 엶", "ledger continued"), "ledger:destroy-key": ("열쇠 파기", "key destroyed"),
    "mail:sent": ("메일을 보냄", "mail sent"), "mail:given-up": ("메일을 보내지 못함", "mail given up"),
    "mass:forget": ("대량 열람의 글을 잊음", "read of many forgotten"),
    "notice:post": ("공지를 올림", "notice posted"),
    "notice:write": ("공지를 씀", "notice written"), "office:knock": ("선언되지 않은 네트워크의 접근", "a knock from outside"),
    "office:sign-in": ("사무실 로그인", "signed in to the office"), "office:sign-out": ("사무실 로그아웃", "signed out of the office"),
    "paper:move": ("종이를 옮김", "paper moved"), "partner:feed": ("제휴사 자료를 받음", "partner’s feed taken in"),
    "partner:key": ("제휴사 서명 키", "partner’s key made"), "partner:key-end": ("제휴사 서명 키를 끝냄", "partner’s key ended"),
    "plan:save": ("내부관리계획을 씀", "plan written"), "plan:approve": ("내부관리계획 승인", "plan approved"),
    "policy:adopt": ("처리방침 채택", "policy adopted"), "policy:announce": ("처리방침 공고", "policy announced"),
    "policy:publish": ("처리방침 공고", "policy announced"), "policy:withdraw": ("공고를 거둠", "announcement withdrawn"),
    "policy:lapse": ("공고가 지나감", "announcement lapsed"), "policy:switch": ("처리방침 시행", "policy in force"),
    "processor:contract": ("계약 적음", "contract entered"), "processor:inspection": ("점검 적음", "inspection entered"),
    "processor:remind": ("수탁사에 다시 알림", "processor reminded"), "processor:tell": ("수탁사에 알림", "processor told"),
    "processor:scan": ("계약 문서 봄", "contract’s scan looked at"), "processor:end": ("계약을 끝냄", "contract ended"),
    "promises:prove": ("약속 확인", "promises proved"), "promises:attest": ("증명서를 올림", "attested"),
    "promises:system": ("밖의 시스템을 적음", "outside system entered"), "promises:system-end": ("밖의 시스템을 뺌", "outside system ended"),
    "record:reseal": ("다시 봉인", "sealed anew"), "record:drop": ("되살린 뒤 파기", "destroyed after a restore"),
    "record:trim": ("근거 없는 항목 파기", "items without a basis destroyed"), "record:download": ("내려받음", "downloaded"),
    "release:aggregate": ("통계를 냄", "counts made"), "release:prepare": ("가명정보 준비", "release prepared"),
    "release:asked": ("가명정보 승인을 청함", "release put for approval"), "release:released": ("통계·가명정보를 내보냄", "released"),
    "release:refused": ("가명정보 거절", "release refused"), "release:withdraw": ("가명정보 거둠", "release withdrawn"),
    "release:withdrawn": ("가명정보 거둠", "release withdrawn"), "release:over": ("가명정보의 목적이 끝남", "release over"),
    "release:destroy-key": ("열쇠 파기", "key destroyed"),
    "review:make": ("접속 기록 점검표를 만듦", "access review drawn"), "review:write": ("접속 기록 점검표를 적음", "access review written"),
    "review:sign": ("접속 기록 점검에 서명", "access review signed"),
    "subject:take-over": ("새 방침으로 옮김", "moved to the new policy"),
    "sweep:begin": ("파기 작업 시작", "sweep begun"), "sweep:stop": ("파기 작업 멈춤", "sweep stopped"), "sweep:go-on": ("파기 작업 이어 감", "sweep gone on"),
    "task:file": ("과제 적음", "task filed"), "task:give": ("과제 맡김", "task given"), "task:done": ("과제 마침", "task done"),
    "task:forget": ("과제를 잊음", "task forgotten"), "task:list": ("과제 목록 봄", "tasks listed"), "task:look": ("과제 봄", "task looked at"),
}  # fmt: skip
DEEDS = {**EVENTS, **OFFICE}

# What an event is about, for a search.
KINDS = {
    "officer": ("보호책임자", "officers"),
    "access": ("다른 시스템의 접속 기록", "other systems’ access records"), "account": ("계정", "accounts"), "alert": ("알림", "alerts"),
    "archive": ("보관 기록", "resting records"), "backup": ("백업", "backups"), "breach": ("유출", "breaches"), "complaint": ("민원", "complaints"),
    "consent": ("새 동의 요청", "new consents"), "demand": ("기관 요구", "authorities’ demands"), "destruction": ("파기 증명서", "destruction certificates"),
    "disclosure": ("제공 대장", "disclosures"), "epoch": ("열쇠 세대", "epochs"), "guardian": ("법정대리인", "guardians"), "handler": ("취급자", "handlers"),
    "house": ("되살림", "restoring"), "index": ("색인", "indexes"), "keys": ("열쇠", "keys"), "ledger": ("원장", "the ledger"), "mail": ("메일", "mails"),
    "mass": ("대량 열람", "reads of many"), "notice": ("공지", "notices"), "office": ("사무실 출입", "the office’s door"), "paper": ("종이 문서", "paper"),
    "partner": ("제휴사", "partners"), "people": ("사람 찾기", "finding people"), "plan": ("내부관리계획", "the management plan"),
    "policy": ("처리방침", "the policy"), "processor": ("수탁사", "processors"), "promises": ("약속과 증거", "promises"), "record": ("기록", "records"),
    "release": ("통계와 가명정보", "statistics and pseudonyms"), "report": ("보고서", "reports"), "request": ("권리 행사 요청", "requests"),
    "review": ("접속 기록 점검", "access reviews"), "subject": ("사람", "people"), "sweep": ("파기 작업", "sweeps"), "task": ("과제", "tasks"),
    "usage-notice": ("이용 내역 통지", "usage notices"),
}  # fmt: skip


def deed(page: Page, event: str) -> str:
    """How an event reads, its outcome left off; by its own name where it has no words."""
    return page.say(*DEEDS.get(event, (event, event)))


def kinds(page: Page) -> list[tuple[str, str]]:
    """What can be searched for: the beginning of its events, and its words, in the order of the words."""
    return sorted(((f"{name}:", page.say(*words)) for name, words in KINDS.items()), key=lambda one: one[1])
