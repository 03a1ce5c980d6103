"""The trades that `jikim init` knows: what each takes, and the work that it does for people, as a purpose and its record.

Of items, a `*` is taken with members alone, a `^` where people pay. Everybody named here is invented.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "shop", "saas", "community", "app", "appointment", "clinic", "academy", "finance", "game", "b2b", "gdpr", "recruiting"
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)
Pair = tuple[str, str]


class Keep(NamedTuple):
    """What rests of a record. Without the Korean statute it is the company's own promise, for `why`."""

    label: Pair
    items: str
    period: str
    because: str = "own-promise"
    class_: str = ""
    paid: bool = False  # only where people pay
    why: Pair = ("거래에 관한 분쟁에 대응하기 위하여 보존합니다.", "To answer disputes about what was agreed.")


class Work(NamedTuple):
    """What a trade does for people. Without a record of its own the membership serves it, and what is paid is a subscription."""

    purpose: str
    label: Pair
    items: str
    kind: str = "content"
    record: str = ""
    called: Pair = ("", "")
    required: str = ""
    optional: str = ""
    by_phone: bool = False
    ends: tuple[tuple[str, str], ...] = ()
    expected: str = ""
    keeps: tuple[Keep, ...] = ()
    labels: tuple[tuple[str, str, str], ...] = ()  # of events that have no words of their own, and of the company


class Trade(NamedTuple):
    """`abroad` is the invented name of a company outside Korea; `under` are the acts of this trade beside those of all."""

    words: Pair
    items: str
    work: Work
    service: Pair
    company: Pair
    host: str
    abroad: str
    under: tuple[str, ...] = ()


_SITE = "by: [site, handler]"
_ALL = "by: [person, site, handler]"
_USE = "usage access_log ip payment^ answer text"
_SERVICE = ("서비스 제공", "Providing the service")
_CONTRACT = ("계약·청약철회 기록", "Record of the contract or its withdrawal")
_PAID = ("대금 결제와 공급 기록", "Record of payment and supply")


def _contract(items: str, *, paid: bool = True) -> Keep:
    return Keep(_CONTRACT, items, "5y", "kr.ecommerce.contract", "[contract, withdrawal]", paid)


def _payment(items: str) -> Keep:
    return Keep(_PAID, items, "5y", "kr.ecommerce.payment", "[payment, supply]", paid=True)


def served(items: str, label: Pair = _SERVICE) -> Work:
    """A service that the membership alone stands for."""
    return Work("service", label, items)


SUBSCRIPTION = (_contract("name nickname email"), _payment("name nickname email payment"))
TRADES: dict[Kind, Trade] = {
    "shop": Trade(
        ("온라인 쇼핑몰", "online shop"),
        "login_id* password* name email phone address order_lines payment^ answer text",
        Work(
            "delivery",
            ("상품 배송", "Delivering goods"),
            "name phone address order_lines",
            "delivery",
            "order",
            ("주문", "Order"),
            "name email phone address order_lines",
            ends=(("settled", _SITE), ("withdrawn", _ALL)),
            expected="6mo",
            keeps=(
                _contract("name email order_lines", paid=False),
                Keep(_PAID, "name address order_lines payment", "5y", "kr.ecommerce.payment", "[payment, supply]"),
            ),
        ),
        ("솔바람 찻집", "Solbaram Tea"),
        ("주식회사 솔바람", "Solbaram Co., Ltd."),
        "solbaram.example",
        "Heron Tea",
    ),
    "saas": Trade(
        ("구독 서비스", "software as a service"),
        f"email password* name company {_USE}",
        served("name email company usage"),
        ("다온 장부", "Daon Ledger"),
        ("주식회사 다온", "Daon Co., Ltd."),
        "daon.example",
        "Heron Ledger",
    ),
    "community": Trade(
        ("커뮤니티", "community"),
        "login_id* password* nickname email post_text report_text access_log ip payment^ answer text",
        served("nickname email post_text"),
        ("느티나무 마당", "Zelkova Yard"),
        ("주식회사 느티나무", "Zelkova Co., Ltd."),
        "zelkova.example",
        "Heron Yard",
    ),
    "app": Trade(
        ("모바일 앱", "mobile app"),
        f"email password* nickname device {_USE}",
        served("nickname email device usage"),
        ("나들이 길잡이", "Outing Guide"),
        ("주식회사 나들이", "Nadeuri Co., Ltd."),
        "nadeuri.example",
        "Heron Outings",
    ),
    "appointment": Trade(
        ("예약제 서비스", "appointments"),
        "login_id* password* name phone email booking_wish payment^ answer text",
        Work(
            "booking",
            ("예약과 방문 준비", "Making and keeping appointments"),
            "name phone email booking_wish",
            record="appointment",
            called=("예약", "Appointment"),
            required="name phone booking_wish",
            optional="email",
            by_phone=True,
            ends=(("visited", _SITE), ("cancelled", _ALL)),
            expected="3mo",
            keeps=(_contract("name booking_wish"), _payment("name booking_wish payment")),
        ),
        ("새벽 공방", "Saebyeok Studio"),
        ("새벽 공방", "Saebyeok Studio"),
        "saebyeok.example",
        "Heron Studio",
    ),
    "clinic": Trade(
        ("의원", "clinic"),
        "login_id* password* name phone email birth symptoms booking_wish payment^ answer text",
        Work(
            "visits",
            ("예약과 접수", "Appointments and reception"),
            "name phone email birth booking_wish",
            record="chart",
            called=("진료기록", "Chart"),
            required="name phone",
            optional="email birth booking_wish symptoms",
            by_phone=True,
            ends=(("treated", "by: handler"),),
            labels=(("treated", "진료가 끝난 때", "treatment has ended"), ("controller", "의원", "the clinic")),
            expected="1y",
            keeps=(
                Keep(
                    ("진료기록부", "Medical chart"),
                    "name birth symptoms",
                    "10y",
                    "kr.medical-act.chart",
                    "medical-chart",
                    why=("다음 진료와 분쟁 대응을 위하여 보존합니다.", "For later treatment, and to answer disputes."),
                ),
            ),
        ),
        ("새벽 의원", "Saebyeok Clinic"),
        ("새벽 의원", "Saebyeok Clinic"),
        "saebyeok-clinic.example",
        "Heron Clinic",
        ("kr.medical-act",),
    ),
    "academy": Trade(
        ("학원·교습소", "school or academy"),
        "login_id* password* name phone email attendance payment^ answer text",
        Work(
            "teaching",
            ("수업과 출결 관리", "Lessons and attendance"),
            "name phone email attendance",
            record="enrolment",
            called=("수강 등록", "Enrolment"),
            labels=(("controller", "학원", "the academy"),),
            required="name phone",
            optional="email attendance",
            by_phone=True,
            ends=(("finished", _SITE), ("cancelled", _ALL)),
            expected="1y",
            keeps=(_contract("name attendance"), _payment("name attendance payment")),
        ),
        ("샛별 학원", "Saetbyeol Academy"),
        ("주식회사 샛별", "Saetbyeol Co., Ltd."),
        "saetbyeol.example",
        "Heron Academy",
    ),
    "finance": Trade(
        ("금융·송금", "finance"),
        "login_id* password* name phone email account transfer access_log ip payment^ answer text",
        Work(
            "transfers",
            ("송금과 거래 확인", "Transfers and their confirmation"),
            "name phone email account transfer",
            record="transaction",
            called=("전자금융거래", "Transaction"),
            required="name account transfer",
            optional="phone email",
            ends=(("settled", _SITE), ("cancelled", _ALL)),
            expected="1mo",
            keeps=(
                Keep(
                    ("전자금융거래기록", "Record of the transaction"),
                    "name transfer",
                    "5y",
                    "kr.e-finance.transactions",
                    "electronic-finance",
                ),
                _contract("name transfer"),
                _payment("name transfer payment"),
            ),
        ),
        ("물결 송금", "Mulgyeol Transfers"),
        ("주식회사 물결", "Mulgyeol Co., Ltd."),
        "mulgyeol.example",
        "Heron Transfers",
        ("kr.e-finance",),
    ),
    "game": Trade(
        ("게임", "game"),
        f"email password* nickname device {_USE}",
        served("nickname email device usage", ("게임 이용", "Playing the game")),
        ("구름섬", "Cloud Island"),
        ("주식회사 구름섬", "Cloud Island Co., Ltd."),
        "cloudisland.example",
        "Heron Games",
    ),
    "b2b": Trade(
        ("기업용 서비스", "service for companies"),
        f"email password* name company business_no {_USE}",
        served("name email company business_no usage"),
        ("한결 결재", "Hangyeol Approvals"),
        ("주식회사 한결", "Hangyeol Co., Ltd."),
        "hangyeol.example",
        "Heron Approvals",
    ),
    "gdpr": Trade(
        ("유럽의 서비스(GDPR)", "service in Europe (GDPR alone)"),
        f"email password* name company {_USE}",
        served("name email company usage"),
        ("헤론 노트", "Heron Notes"),
        ("헤론 노트", "Heron Notes"),
        "heron-notes.example",
        "Heron Notes",
    ),
    "recruiting": Trade(
        ("채용", "recruiting"),
        "login_id* password* name phone email career payment^ answer text",
        Work(
            "selection",
            ("지원 접수와 전형", "Applications and their selection"),
            "name phone email career",
            record="application",
            called=("입사 지원", "Application"),
            required="name phone email career",
            ends=(("decided", "by: handler"), ("withdrawn", _ALL)),
            labels=(("decided", "전형 결과를 알린 때", "the outcome is told"),),
            expected="3mo",
            keeps=(
                Keep(
                    ("전형 결과의 확인", "Confirming the outcome"),
                    "name email career",
                    "6mo",
                    why=(
                        "지원자의 문의와 이의 제기에 답변하기 위하여 보존합니다.",
                        "To answer applicants who ask or object.",
                    ),
                ),
            ),
        ),
        ("길벗 채용", "Gilbeot Careers"),
        ("주식회사 길벗", "Gilbeot Co., Ltd."),
        "gilbeot.example",
        "Heron Careers",
    ),
}

# Each item's type, whatever else is said of it, and its name.
ITEMS: dict[str, tuple[str, str, str]] = {
    "login_id": ("login-id, unique: true, lookup: true", "아이디", "Login ID"),
    "password": ("password", "비밀번호", "Password"),
    "name": ("person-name", "이름", "Name"),
    "nickname": ("text", "별명", "Nickname"),
    "email": ("email, lookup: true", "이메일", "E-mail"),
    "phone": ("phone", "전화번호", "Phone number"),
    "address": ("address", "배송지 주소", "Delivery address"),
    "birth": ("birth-date", "생년월일", "Date of birth"),
    "symptoms": ("sensitive", "증상과 진단", "Symptoms and diagnosis"),
    "company": ("company-name", "회사명", "Company"),
    "business_no": ("text", "사업자등록번호", "Registration number of the business"),
    "device": ("text", "기기의 종류와 알림 수신 번호", "Kind of device and its number for notifications"),
    "order_lines": ("text", "주문 내용", "What was ordered"),
    "booking_wish": ("text", "예약 일시와 요청 사항", "Time of the appointment, and wishes"),
    "attendance": ("text", "수강 과목과 출결", "Courses and attendance"),
    "account": ("bank-account", "계좌번호", "Bank account"),
    "transfer": ("text", "거래 내용", "What was transferred, and to whom"),
    "career": ("text", "학력과 경력", "Education and career"),
    "post_text": ("text", "게시한 글과 댓글", "Posts and comments"),
    "report_text": ("text", "신고 내용", "What was reported"),
    "usage": ("usage-record", "서비스 이용 기록", "Service usage"),
    "access_log": ("access-log", "접속 기록", "Access log"),
    "ip": ("ip-address", "IP 주소", "IP address"),
    "payment": ("payment-record", "결제 기록", "Payment record"),
    "answer": ("text", "답변", "Answer"),
    "text": ("text", "요청 내용", "What was asked"),
}
