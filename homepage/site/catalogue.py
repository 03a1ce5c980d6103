"""What is sold: names, prices and pictures. Everything here is invented for this homepage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """One product. `boxed`: something is delivered, so an address is asked for; `seller`: another company sells and
    delivers it."""

    id: str
    ko: str
    en: str
    short_ko: str
    short_en: str
    price: int
    picture: str
    points: tuple[tuple[str, str], ...]
    term_ko: str
    term_en: str
    boxed: bool = False
    seller: tuple[str, str] | None = None


_PRODUCTS = (
    Product(
        "personal-1y", "리모트뷰 퍼스널 1년", "RemoteView Personal, 1 year",
        "집에 둔 컴퓨터 두 대까지, 어디서든 내 자리처럼.", "Up to two computers at home, from wherever you are.",
        48_000, "desk",
        (
            ("컴퓨터 2대", "two computers"), ("휴대전화와 태블릿에서 접속", "access from phone and tablet"),
            ("파일 주고받기", "files in both directions"), ("접속할 때마다 두 단계 확인", "two steps at every sign-on"),
        ),
        "결제한 날부터 1년", "one year from the day of payment",
    ),
    Product(
        "business-1y", "리모트뷰 비즈니스 1년", "RemoteView Business, 1 year",
        "열 명까지. 누가 언제 어디에 접속했는지 관리자가 확인할 수 있습니다.", "Ten seats, and administrators can see who connected where, and when.",
        396_000, "team",
        (
            ("사용자 10명, 언제든 추가하고 빼기", "ten seats, added and removed at any time"), ("관리자 화면과 접속 이력", "console and history of access"),
            ("부서별 권한", "rights by department"), ("평일 전화 상담", "phone support on working days"),
        ),
        "결제한 날부터 1년", "one year from the day of payment",
    ),
    Product(
        "business-box", "리모트뷰 비즈니스 영구판", "RemoteView Business, perpetual",
        "USB 보안키가 든 상자로 보내 드립니다. 사용 기간에 제한이 없습니다.", "Comes in a box with a USB security key, and never expires.",
        1_280_000, "box",
        (
            ("사용자 10명, 기간 제한 없음", "ten seats, no time limit"), ("USB 보안키 1개", "one USB security key"),
            ("인터넷이 연결되지 않은 망에서도 등록", "can be registered on a closed network"), ("1년간 새 버전 제공", "new versions for a year"),
        ),
        "기간 제한 없음", "no time limit", boxed=True,
    ),
    Product(
        "install-visit", "현장 설치 지원", "Installation on site",
        "제휴 판매점의 기사가 찾아가 설치합니다.", "A technician of our partner shop comes and sets it up.",
        165_000, "visit",
        (
            ("컴퓨터 10대까지 설치", "set up on up to ten computers"), ("사용법 안내 1시간", "an hour of guidance"),
            ("방문 날짜는 판매점이 연락해 정합니다", "the shop calls to agree on a day"),
        ),
        "방문 1회", "one visit", boxed=True, seller=("가나다 컴퓨터(예시 판매점)", "Ganada Computers (example shop)"),
    ),
)  # fmt: skip
PRODUCTS: Mapping[str, Product] = {product.id: product for product in _PRODUCTS}
MOST = 99


@dataclass(frozen=True)
class BasketLine:
    """One line of a basket or an order."""

    product: Product
    quantity: int

    @property
    def amount(self) -> int:
        return self.product.price * self.quantity


def lines_of(chosen: Mapping[str, int]) -> tuple[BasketLine, ...]:
    """The lines of a basket, in the order of the shop; what is not sold any more falls out."""
    return tuple(
        BasketLine(product, min(quantity, MOST)) for product in _PRODUCTS if (quantity := chosen.get(product.id, 0)) > 0
    )


def total(lines: tuple[BasketLine, ...]) -> int:
    return sum(line.amount for line in lines)


def boxed(lines: tuple[BasketLine, ...]) -> bool:
    """Whether there is something to deliver."""
    return any(line.product.boxed for line in lines)


def won(amount: int) -> str:
    return f"{amount:,}"
