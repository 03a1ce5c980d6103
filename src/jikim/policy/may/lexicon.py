"""The words by which questions are asked, in Korean and English: verbs, people, conditions, times, and what well-known things are called.

Names and labels of a policy come from its file; these are the words around them, and common names for kinds of items and
purposes that every policy has. All of it is data: a word that is not here and not in the file is not understood, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping

from jikim.policy.model import ItemType, PurposeKind

# What each kind of item is called beside its label.
ITEMS: Mapping[ItemType, tuple[str, ...]] = {
    ItemType.LOGIN_ID: ("로그인 아이디", "아이디", "login id", "user name"),
    ItemType.PASSWORD: ("비밀번호", "password"),
    ItemType.PERSON_NAME: ("이름", "성명", "name"),
    ItemType.EMAIL: (
        "이메일 주소",
        "이메일",
        "전자우편",
        "메일 주소",
        "e-mail address",
        "email address",
        "e-mail",
        "email",
    ),
    ItemType.COUNTRY: ("국가", "country"),
    ItemType.MOBILE: ("휴대전화번호", "휴대전화", "휴대폰 번호", "휴대폰", "mobile number", "mobile phone", "mobile"),
    ItemType.PHONE: ("전화번호", "phone number", "telephone number", "telephone", "phone"),
    ItemType.ADDRESS: ("주소", "postal address", "address"),
    ItemType.COMPANY: ("회사명", "company name"),
    ItemType.BUSINESS_NUMBER: ("사업자등록번호", "사업자번호", "business registration number", "business number"),
    ItemType.USAGE: ("이용 기록", "이용기록", "usage record", "usage"),
    ItemType.ACCESS_LOG: ("접속 기록", "접속 로그", "접속기록", "access log"),
    ItemType.COOKIE_ID: ("쿠키", "cookie"),
    ItemType.IP_ADDRESS: ("ip 주소", "아이피", "ip address"),
    ItemType.CARD: ("카드 정보", "카드", "카드번호", "카드 번호", "신용카드", "card number", "credit card", "card"),
    ItemType.BANK_ACCOUNT: ("은행 계좌", "계좌번호", "계좌", "bank account"),
    ItemType.PAYMENT: ("결제 기록", "결제기록", "payment record"),
}

# What each kind of purpose is called, mostly by the people who work for it.
PURPOSES: Mapping[PurposeKind, tuple[str, ...]] = {
    PurposeKind.CONTENT: ("콘텐츠 제공", "서비스 제공"),
    PurposeKind.PAYMENT: ("결제", "정산", "회계", "billing", "payment", "accounting"),
    PurposeKind.DELIVERY: ("배송", "delivery", "shipping"),
    PurposeKind.IDENTITY_CHECK: ("본인확인", "본인 확인", "identity check"),
    PurposeKind.DEBT_COLLECTION: ("추심", "debt collection"),
    PurposeKind.SUPPORT: (
        "고객 상담",
        "고객상담",
        "고객지원",
        "상담",
        "customer support",
        "customer service",
        "support",
    ),
    PurposeKind.MEMBERSHIP: ("회원 관리", "회원관리", "membership"),
    PurposeKind.FRAUD_PREVENTION: ("부정 이용 방지", "부정이용 방지", "abuse prevention", "fraud prevention"),
    PurposeKind.DISPUTES: ("민원 처리", "분쟁 처리", "disputes"),
    PurposeKind.NOTICES: ("공지", "notices"),
    PurposeKind.MARKETING: ("마케팅", "광고", "홍보", "marketing", "advertising"),
    PurposeKind.STATISTICS: ("통계", "statistics"),
    PurposeKind.DEVELOPMENT: ("신규 개발", "development"),
}

# Patterns: Korean by stems, English by whole words. The longest that stands at a place is the one that is heard.
VERBS: Mapping[str, tuple[str, ...]] = {
    "use": (
        r"볼\s*수", r"보아도", r"봐도", r"보는", r"봅니까", r"봐요", r"조회(해|할|하)?", r"이용(해|할|하)?", r"사용(해|할|하)?", r"쓸\s*수", r"써도",
        r"읽(어|을|는)?", r"확인(해|할|하)?", r"\bread\b", r"\bsees?\b", r"\buse\b", r"\blook (at|up|into)\b", r"\bview\b", r"\baccess\b", r"\bcheck\b",
    ),
    "provide": (
        r"제공(해|할|하)?", r"넘(겨|길|기)", r"(건네|내어|내)\s*(줄|주어|줘)", r"공개(해|할|하)?", r"\bprovided?\b", r"\bgiven?\b", r"\bhand(ed)?( over| on)?\b",
        r"\bshared?( with)?\b", r"\bdisclosed?\b", r"\bpass(ed)?( on)?\b", r"\bgets?\b", r"\breceives?\b", r"받을\s*수", r"받아도", r"받는",
    ),
    "entrust": (r"위탁(해|할|하)?", r"맡(겨|길|기)", r"\bentrust(ed)?( to| with)?\b", r"\boutsourced?( to)?\b"),
    "collect": (r"수집(해|할|하)?", r"입력\s*받", r"\bcollect(ed)?\b", r"\bask(ed)? for\b", r"\btaken?\b"),
    "consult": (r"열람(해|할|하)?", r"\bconsult(ed)?\b", r"\blook(ed)? into the archive\b"),
    "correct": (r"정정(해|할|하)?", r"수정(해|할|하)?", r"고(칠|쳐)", r"바꿀\s*수", r"바꿔도", r"\bcorrect(ed)?\b", r"\bchanged?\b", r"\bfix\b", r"\bedit\b"),
    "leave": (r"탈퇴할", r"탈퇴해도", r"탈퇴하려", r"\bleave\b", r"\bclose (my|their|the|his|her) account\b"),
}  # fmt: skip
ACTORS: Mapping[str, tuple[str, ...]] = {
    "handler": (
        r"담당자?", r"취급자", r"직원", r"상담원", r"부서", r"팀", r"\bteams?\b", r"\bstaff\b", r"\bhandlers?\b", r"\bagents?\b", r"\bdepartment\b",
        r"\bemployees?\b", r"\bpeople\b",
    ),
    "officer": (r"(개인정보\s*)?(보호)?책임자", r"\b(privacy )?officers?\b"),
    "member": (
        r"회원\s*본인", r"본인", r"회원(?=이|은|\s)", r"이용자(?=가|는|\s)", r"고객(?=이|은|\s)", r"\b(a|the) (member|customer|user|person)\b(?! who left)",
        r"\bmembers\b", r"\bcustomers\b", r"\btheir own\b", r"\bmy own\b", r"\bmy\b", r"\bi\b", r"자기", r"자신", r"내(?=\s)", r"제가", r"나는",
    ),
    "guardian": (r"법정대리인", r"보호자", r"\bguardians?\b", r"\bparents?\b"),
    "application": (r"시스템", r"프로그램", r"\bapplications?\b", r"\bprograms?\b", r"\bthe system\b"),
    "partner": (r"제휴사", r"\bpartners?( company)?\b"),
}  # fmt: skip
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    "ended": (
        r"(목적이\s*)?끝난", r"(목적이\s*)?끝났", r"종료(된|됐|한)", r"완료(된|됐|한)", r"마친", r"정산된", r"\bended\b", r"\bfinished\b", r"\bis over\b",
        r"\bcompleted\b", r"\bsettled\b", r"\bwas closed\b", r"\bclosed\b(?= (order|record|case|enquiry|last|yesterday))",
    ),
    "archived": (r"(떼어|분리)?\s*보관(된|하는|\s*중인)?", r"보존(된|하는|\s*중인)", r"\barchived\b", r"\bresting\b", r"\brests\b", r"\bin the archive\b"),
    "destroyed": (r"파기(된|한)", r"\bdestroyed\b", r"\bdeleted\b"),
    "live": (r"진행\s*중인", r"끝나지\s*않은", r"살아\s*있는", r"\bopen\b", r"\brunning\b", r"\bcurrent\b", r"\blive\b"),
    "frozen": (r"정정\s*(요청\s*)?(이\s*)?(중인|열린|진행\s*중인)", r"\bunder correction\b", r"\bfrozen\b", r"\bwhile a correction is open\b"),
    "held": (r"보전\s*조치(가)?\s*(걸린|된)?", r"\bunder (a )?(legal )?hold\b"),
    "left": (r"탈퇴한(\s*(회원|이용자|사람))?", r"\bwho (has )?left\b", r"\bformer (member|customer)s?\b"),
    "reason": (r"사유를\s*(적|밝히|대)(고|면|으면)?", r"\bwith a reason\b", r"\bstating a reason\b"),
    "old-enough": (r"만\s*14\s*세\s*이상인?", r"성인인?", r"\bold enough\b", r"\badults?\b", r"\bof age\b"),
    "too-young": (r"만\s*14\s*세\s*미만인?", r"어린", r"아동(인|의)?", r"\bunder age\b", r"\btoo young\b", r"\bchild(ren)?\b"),
    "refused": (
        r"동의(를|에|하지)?\s*(하지\s*)?(않은|않았는데|안\s*한|없이|거부한)", r"동의\s*없이", r"\bwho (did not|didn't|has not) consent(ed)?\b",
        r"\bwithout (a |their )?consent\b", r"\bwho refused\b",
    ),
    "given": (r"동의(를|를\s*)?\s*한", r"동의(를)?\s*받(은|고|으면)", r"\bwho (has )?(consented|agreed)\b", r"\bwith (a |their )?consent\b"),
    "terms": (r"영장(이|을)?\s*(있으면|있는|가지고)?", r"공문(으로|이|을)?", r"\bwith a warrant\b", r"\bwith a document\b"),
    "approved": (r"승인(을|이)?\s*(받은|받고|있으면|있는)?", r"\bapproved( by the officer)?\b", r"\bwith (an )?approval\b"),
}  # fmt: skip
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "member": (r"회원의", r"\b(a|the)? ?member'?s\b", r"\bof (a|the) member\b"),
    "corporate": (r"기업\s*회원(의|인)?", r"\bcorporate members?('s)?\b"),
    # Whoever it is: the data is theirs, and they are not who asks.
    "somebody": (r"\bof (a|the) (customer|user|person)\b",),
    "guest": (r"비회원(의|인|이|은)?", r"\bguests?('s)?\b"),
}
# How long ago: the pattern, and the period, whose number may be in the pattern.
_SINCE = r"전에?|된|이?\s*지난|ago"
AGO: tuple[tuple[str, str], ...] = (
    (rf"(\d{{1,4}})\s*(일|days?)\s*({_SINCE})", "d"),
    (rf"(\d{{1,4}})\s*(주일?|weeks?)\s*({_SINCE})", "w"),
    (rf"(\d{{1,4}})\s*(개월|달|months?)\s*({_SINCE})", "mo"),
    (rf"(\d{{1,4}})\s*(년|해|years?)\s*({_SINCE})", "y"),
    (rf"지난\s*주에?|일주일\s*({_SINCE})|\blast week\b|\b(a|one) week ago\b", "7d"),
    (rf"지난\s*달에?|한\s*달\s*({_SINCE})|\blast month\b|\b(a|one) month ago\b", "1mo"),
    (rf"(작년|지난\s*해)에?|일\s*년\s*({_SINCE})|\blast year\b|\b(a|one) year ago\b", "1y"),
    (r"그저께|그제|\bthe day before yesterday\b", "2d"),
    (r"어제|\byesterday\b", "1d"),
    (r"오늘|방금|\btoday\b|\bjust now\b", "0d"),
)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Words that carry nothing, and what Korean puts behind a noun.
FILLERS = _words(
    "may can could should is are am be been being was were do does did has have had allowed permitted possible we us our the a an of",
    "for to that which who whom whose this these those it its their them they he she his her and or with from by in on at as any some",
    "what when while if so please there data information record records item items purpose purposes own one someone somebody anyone",
    "person people's company's sake reasons about",
    "수 있나요 있습니까 있는지 있나 있어 있어요 있을까요 있는가 있습니다 되나요 됩니까 되는지 될까요 돼요 되나 가능한가요 가능합니까 가능한지",
    "가능한가 나요 습니까 할까요 하나요 합니까 해요 하는 하여 해도 하도록 하려고 하기 그 이 저 우리 회사 회사가 회사는 우리가 저희 저희가",
    "사람 사람의 것 때 지금 위해 위해서 위하여 위한 목적 목적으로 목적은 항목 항목을 정보 정보를 기록 기록의 기록에 있는 담긴 및 또는",
    "그리고 등 좀 어느 어떤 누구 누가 라도 이라도 하고 한 된 인 일 건 건의 에게서 대해 대하여 따라 도 나 요 까 지 고 면 다 네 도록 되",
)
PARTICLES = tuple(
    sorted(
        _words(
            "은 는 이 가 을 를 의 에 에게 에서 에게서 한테 께 으로 로 와 과 도 만 까지 부터 이나 나 랑 이랑 처럼 보다 마다 들 들이 들은 들의",
            "들에게 님 쪽 측 용 상 중 때 시 에는 에도 에만 으로는 로는 으로도 로도 에게는 에게도",
        ),
        key=lambda word: (-len(word), word),
    )
)
