"""The fixed words of the policy's own terms, in Korean and English.

Each table maps a term of `model` to (Korean, English). Names that a policy invents itself, such as events, are looked
up here too, and read as they are written where these tables do not know them.
"""

from __future__ import annotations

from jikim.policy.model import Basis, ChannelKind, GuardianWay, ItemType, Raiser, RecordClass, SubjectKind, Under
from jikim.policy.model.where import ReasonKind

Pair = tuple[str, str]

SUBJECTS: dict[SubjectKind, Pair] = {
    SubjectKind.MEMBER: ("회원", "members"),
    SubjectKind.CORPORATE: ("기업회원", "corporate members"),
    SubjectKind.GUEST: ("비회원", "guests"),
}
WHO: dict[str, Pair] = {
    "member": ("회원", "members"),
    "corporate": ("기업회원", "corporate members"),
    "guest": ("비회원", "guests"),
    "guardian": ("법정대리인", "legal guardians"),
    "representative": ("위임받은 대리인", "representatives with a power of attorney"),
    "heir": ("사망한 이용자의 상속인", "heirs of somebody who has died"),
}
WRITERS: dict[str, Pair] = {"person": ("본인", "the person"), "office": ("담당 부서", "our staff")}
RAISERS: dict[Raiser, Pair] = {
    Raiser.PERSON: ("본인", "you"),
    Raiser.SITE: ("사이트", "our site"),
    Raiser.HANDLER: ("담당자", "our staff"),
}
TYPES: dict[ItemType, Pair] = {
    ItemType.LOGIN_ID: ("로그인 아이디", "login ID"),
    ItemType.PASSWORD: ("비밀번호", "password"),
    ItemType.PERSON_NAME: ("사람 이름", "person’s name"),
    ItemType.EMAIL: ("이메일 주소", "e-mail address"),
    ItemType.COUNTRY: ("국가", "country"),
    ItemType.MOBILE: ("휴대전화번호", "mobile number"),
    ItemType.PHONE: ("전화번호", "phone number"),
    ItemType.ADDRESS: ("주소", "postal address"),
    ItemType.COMPANY: ("상호", "company name"),
    ItemType.BUSINESS_NUMBER: ("사업자등록번호", "Korean business registration number"),
    ItemType.USAGE: ("이용 기록", "usage record"),
    ItemType.ACCESS_LOG: ("접속 기록", "access log"),
    ItemType.COOKIE_ID: ("쿠키 식별값", "cookie identifier"),
    ItemType.IP_ADDRESS: ("IP 주소", "IP address"),
    ItemType.CARD: ("카드 정보", "payment card"),
    ItemType.BANK_ACCOUNT: ("은행 계좌", "bank account"),
    ItemType.PAYMENT: ("결제 기록", "payment record"),
    ItemType.TEXT: ("글", "text"),
    ItemType.GENDER: ("성별", "gender"),
    ItemType.AGE_BAND: ("연령대", "age band"),
    ItemType.REGION: ("지역", "region"),
    ItemType.BIRTH_DATE: ("생년월일", "date of birth"),
    ItemType.RESIDENT_NUMBER: ("주민등록번호", "Korean resident registration number"),
    ItemType.ALIEN_NUMBER: ("외국인등록번호", "Korean alien registration number"),
    ItemType.PASSPORT: ("여권번호", "passport number"),
    ItemType.DRIVER_LICENCE: ("운전면허번호", "driver’s licence number"),
    ItemType.SENSITIVE: ("민감정보", "sensitive data"),
}
NEEDS: dict[str, Pair] = {"all": ("모두", "all of them"), "one": ("하나 이상", "one at least")}
CONTENTS: dict[str, Pair] = {"text": ("글", "text"), "data": ("자료", "data"), "file": ("파일", "file")}
CHANNELS: dict[ChannelKind, Pair] = {
    ChannelKind.SELF: ("이용자가 직접 입력", "you enter it yourself"),
    ChannelKind.HANDLER: ("담당자가 받아 입력", "our staff enter what you send or say"),
    ChannelKind.AUTOMATIC: ("서비스를 이용할 때 자동으로 생성", "generated automatically as the service is used"),
    ChannelKind.PARTNER: ("제휴사가 제공", "a partner company supplies it"),
    ChannelKind.OTHERS: ("다른 이용자가 입력", "another user enters it"),
    ChannelKind.PUBLIC: ("공개된 자료에서 수집", "taken from public sources"),
    ChannelKind.PROVIDER: ("이용자가 선택한 로그인 제공자가 전달", "the sign-in provider that you choose sends it"),
}
BASES: dict[Basis, Pair] = {
    Basis.CONTRACT: ("계약의 체결·이행", "contract"),
    Basis.CONSENT: ("정보주체의 동의", "your consent"),
    Basis.LAW: ("법령", "law"),
    Basis.LEGITIMATE_INTEREST: ("정당한 이익", "legitimate interest"),
    Basis.VITAL_INTEREST: ("급박한 생명·신체·재산의 이익", "vital interest"),
    Basis.PUBLIC_TASK: ("소관 업무의 수행", "public task"),
    Basis.SUBSTANTIAL_PUBLIC_INTEREST: ("법에 근거한 중대한 공익", "substantial public interest, by law"),
}
PACES: dict[str, Pair] = {
    "without-delay": ("지체 없이", "without delay"),
    "reasonable-time": ("합리적인 기간 안에", "within a reasonable time"),
}
GROUNDS: dict[Under, Pair] = {
    Under.CONSENT: ("이용자의 사전 동의", "your prior consent"),
    Under.LAW: ("법령 또는 적법한 절차에 따른 기관의 요구", "law, or an authority’s lawful demand"),
    Under.SERVICE: ("서비스 제공에 꼭 필요한 최소한", "the least the service needs"),
    Under.STATISTICS: ("개인을 알아볼 수 없는 통계", "statistics that identify nobody"),
    Under.COUNTERPARTY: ("해당 거래의 상대방", "the other party to your transaction"),
    Under.REQUEST: ("이용자의 전송 요구", "your request to send it there"),
    Under.LEGITIMATE_INTEREST: ("정당한 이익", "legitimate interest"),
}
REASONS: dict[ReasonKind, Pair] = {
    ReasonKind.PERSON_REQUEST: ("정보주체 본인의 요청", "the person’s own request"),
    ReasonKind.DEMAND_BY_LAW: ("법령에 따른 요구", "a demand by law"),
    ReasonKind.DISPUTE: ("분쟁·소송의 대응", "a dispute or a lawsuit"),
    ReasonKind.AUDIT: ("조사와 감사", "an inspection or audit"),
}
ABROAD_GROUNDS: dict[str, Pair] = {
    "contract-published": (
        "계약 이행에 필요한 처리위탁·보관으로서 이 방침에 공개",
        "needed for the contract, and published in this policy",
    ),
    "consent": ("국외 이전에 대한 별도 동의", "separate consent to the transfer"),
    "law": ("법률 또는 조약의 규정", "a statute or treaty"),
    "certified": ("보호 인증 또는 적정성 인정", "certification or recognised equivalent protection"),
    "adequacy": ("적정성 결정", "an adequacy decision"),
    "standard-clauses": ("표준 계약 조항", "standard contractual clauses"),
    "binding-rules": ("구속력 있는 기업 규칙", "binding corporate rules"),
    "derogation": ("특정한 상황의 예외(GDPR 제49조)", "a derogation for specific situations (GDPR, Article 49)"),
}
UNTIL: dict[str, Pair] = {
    "withdrawal": ("이용자의 탈퇴", "you leave"),
    "consent-withdrawn": ("동의를 철회한 때", "you withdraw your consent"),
    "contract-end": ("위탁계약의 종료", "our contract with the processor ends"),
}
PAPER: dict[str, Pair] = {"shred": ("분쇄", "shredded"), "burn": ("소각", "burnt")}
CHOICES: dict[str, Pair] = {
    "all": ("모두 허용", "accept all"),
    "ask": ("저장할 때마다 확인", "be asked each time"),
    "none": ("모두 거부", "refuse all"),
}
WAYS: dict[str, Pair] = {
    "page": ("서비스 화면", "on the site"),
    "letter": ("서면", "letter"),
    "phone": ("전화", "phone"),
    "email": ("이메일", "e-mail"),
    "fax": ("팩스", "fax"),
    "visit": ("방문", "visit"),
}
SAFEGUARDS: dict[str, Pair] = {
    "system": ("기술적 조치", "technical"),
    "organisation": ("관리적 조치", "organisational"),
}
CLASSES: dict[RecordClass, Pair] = {
    RecordClass.CONTRACT: ("계약에 관한 기록", "contract"),
    RecordClass.WITHDRAWAL: ("청약철회에 관한 기록", "withdrawal of subscription"),
    RecordClass.PAYMENT: ("대금결제에 관한 기록", "payment"),
    RecordClass.SUPPLY: ("재화 등의 공급에 관한 기록", "supply of goods"),
    RecordClass.COMPLAINT: ("소비자 불만에 관한 기록", "consumer complaint"),
    RecordClass.DISPUTE: ("분쟁처리에 관한 기록", "dispute"),
    RecordClass.ADVERTISING: ("표시·광고에 관한 기록", "labelling and advertising"),
    RecordClass.IDENTITY_CHECK: ("본인확인에 관한 기록", "identity check"),
    RecordClass.VISIT_LOG: ("접속·방문 기록", "visit or log-in record"),
    RecordClass.CALL_RECORD: ("통신사실 확인자료", "call record"),
    RecordClass.BOOKS: ("상업장부", "commercial books"),
    RecordClass.SLIPS: ("전표", "slips"),
    RecordClass.TAX: ("세무 장부와 증빙", "tax books and evidence"),
    RecordClass.TAX_INVOICE: ("세금계산서", "tax invoice"),
    RecordClass.ELECTRONIC_FINANCE: ("전자금융거래 기록", "electronic financial transaction"),
    RecordClass.CREDIT: ("개인신용정보", "personal credit information"),
    RecordClass.ACCESS_RECORD: ("취급자 접속 기록", "handlers’ access record"),
    RecordClass.ACCESS_GRANT: ("접근 권한 기록", "record of access granted"),
    RecordClass.PSEUDONYMISED: ("가명정보 처리 기록", "pseudonymised processing"),
    RecordClass.PORTABILITY: ("개인정보 전송 기록", "portability transmission"),
    RecordClass.PATIENT_LIST: ("환자 명부", "patient register"),
    RecordClass.MEDICAL_CHART: ("진료기록부", "medical chart"),
    RecordClass.PRESCRIPTION: ("처방전", "prescription"),
    RecordClass.SURGERY: ("수술기록", "surgery record"),
    RecordClass.EXAMINATION: ("검사내용과 검사소견 기록", "examination record"),
    RecordClass.MEDICAL_IMAGE: ("방사선 사진과 그 소견서", "radiograph"),
    RecordClass.NURSING: ("간호기록부", "nursing record"),
    RecordClass.MEDICAL_CERTIFICATE: ("진단서 등의 부본", "copy of a medical certificate"),
}
GROUPS: dict[str, Pair] = {
    "contract": ("계약의 이행과 요금 정산", "Performing the contract and billing"),
    "membership": ("회원 관리", "Membership"),
    "marketing": ("마케팅과 광고", "Marketing and advertising"),
    "support": ("고객 상담", "Customer support"),
    "security": ("보안", "Security"),
    "legal": ("법령상 의무", "Legal duties"),
}
EVENTS: dict[str, Pair] = {
    "answer-sent": ("답변을 보낸 때", "the answer is sent"),
    "answered": ("답변이 끝난 때", "it is answered"),
    "cancelled": ("취소된 때", "it is cancelled"),
    "amended": ("수정된 때", "it is amended"),
    "checked": ("확인이 끝난 때", "the check is done"),
    "claimed": ("추심을 맡긴 때", "its collection is entrusted"),
    "closed": ("종결된 때", "it is closed"),
    "collected": ("수집한 때", "it is collected"),
    "confirmed": ("확정된 때", "it is confirmed"),
    "consent-withdrawn": ("동의를 철회한 때", "you withdraw your consent"),
    "contract-end": ("계약이 끝난 때", "the contract ends"),
    "contracted": ("계약이 체결된 때", "the contract is made"),
    "delivered": ("배송이 끝난 때", "it is delivered"),
    "dormant": ("휴면으로 전환된 때", "the account becomes dormant"),
    "ended": ("처리 목적이 달성된 때", "its purpose is met"),
    "expired": ("기한이 지난 때", "it expires"),
    "failed": ("실패한 때", "it fails"),
    "finished": ("끝난 때", "it is finished"),
    "last-use": ("마지막으로 서비스를 이용한 때", "you last used the service"),
    "left": ("탈퇴한 때", "you leave"),
    "ordered": ("주문한 때", "it is ordered"),
    "paid": ("결제한 때", "it is paid"),
    "refunded": ("환불이 끝난 때", "it is refunded"),
    "rejected": ("거절된 때", "it is rejected"),
    "removed": ("삭제한 때", "it is removed"),
    "resolved": ("해결된 때", "it is resolved"),
    "settled": ("정산이 끝난 때", "it is settled"),
    "shipped": ("발송한 때", "it is shipped"),
    "used": ("이용한 때", "it is used"),
    "visited": ("방문한 때", "the visit is made"),
    "withdrawn": ("철회한 때", "it is withdrawn"),
}
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
GUARDIAN_WAYS: dict[GuardianWay, Pair] = {
    GuardianWay.EMAIL: (
        "이메일로 동의 내용을 보내고 답을 받음",
        "an e-mail with what is agreed to, and the answer to it",
    ),
    GuardianWay.TEXT: (
        "누리집에서 동의를 표시하고, 확인한 사실을 휴대전화 문자로 알림",
        "a mark on the website, and word by text message that it was seen",
    ),
    GuardianWay.CARD: (
        "누리집에서 동의를 표시하고 카드 정보를 받음",
        "a mark on the website, with the details of a card",
    ),
    GuardianWay.IDENTITY: (
        "누리집에서 동의를 표시하고 휴대전화로 본인을 확인",
        "a mark on the website, with an identity check by mobile phone",
    ),
    GuardianWay.PAPER: (
        "동의서를 주거나 우편·팩스로 보내고 서명·날인하여 받음",
        "a signed paper, handed over or by post or fax",
    ),
    GuardianWay.PHONE: (
        "전화로 동의 내용을 알리고 동의를 받음",
        "a telephone call in which it is explained and agreed to",
    ),
}
