"""How to allow, refuse and delete cookies in the browser itself (clause 9.4): today's browsers, and what the
policy itself says of it."""

from __future__ import annotations

from typing import NamedTuple

from litestar import get
from litestar.response import Response

from jikim.web.page import Page


class Way(NamedTuple):
    """One browser: how on a desk, how on a phone, and the names as its menus have them."""

    name: str
    desk_ko: tuple[str, ...]
    desk_en: tuple[str, ...]
    phone_ko: tuple[str, ...]
    phone_en: tuple[str, ...]


WAYS = (
    Way(
        "Chrome",
        (
            "오른쪽 위 점 세 개(⋮)에서 ‘설정’을 엽니다.",
            "‘개인 정보 보호 및 보안’에서 ‘서드 파티 쿠키’에서 차단 수준을 선택합니다.",
            "이 사이트만 변경하려면 주소창 왼쪽 아이콘에서 ‘쿠키 및 사이트 데이터’를 누릅니다.",
            "삭제하려면 ‘개인 정보 보호 및 보안’에서 ‘인터넷 사용 기록 삭제’를 누릅니다.",
        ),
        (
            "Open Settings from the three dots (⋮) at the top right.",
            "Under Privacy and security, open Third-party cookies and choose how much to block.",
            "For this site alone, use the icon at the left of the address bar: Cookies and site data.",
            "To delete, choose Delete browsing data under Privacy and security.",
        ),
        (
            "점 세 개(⋮)에서 ‘설정’을 엽니다.",
            "‘사이트 설정’의 ‘서드 파티 쿠키’에서 선택합니다.",
            "삭제하려면 ‘개인 정보 보호 및 보안’의 ‘인터넷 사용 기록 삭제’를 누릅니다.",
        ),
        (
            "Open Settings from the three dots (⋮).",
            "Choose under Site settings, Third-party cookies.",
            "To delete: Privacy and security, Delete browsing data.",
        ),
    ),
    Way(
        "Samsung Internet",
        (),
        (),
        (
            "오른쪽 아래 줄 세 개(☰)에서 ‘설정’을 엽니다.",
            "‘사이트 및 다운로드’의 ‘사이트 권한’에서 ‘쿠키’를 켜거나 끕니다.",
            "‘개인정보 보호 대시보드’에서는 추적 차단 정도를 선택합니다.",
            "삭제하려면 ‘개인 인터넷 사용 기록’의 ‘인터넷 사용 기록 삭제’를 누릅니다.",
        ),
        (
            "Open Settings from the three lines (☰) at the bottom right.",
            "Under Sites and downloads, Site permissions, turn Cookies on or off.",
            "The privacy dashboard chooses how much tracking is blocked.",
            "To delete: Personal browsing data, Delete browsing data.",
        ),
    ),
    Way(
        "Safari",
        (
            "메뉴 막대의 Safari에서 ‘설정’을 엽니다.",
            "‘고급’ 탭에서 ‘모든 쿠키 차단’을 켜거나 끕니다.",
            "삭제하려면 ‘개인정보 보호’ 탭에서 ‘웹 사이트 데이터 관리’를 누릅니다.",
        ),
        (
            "Open Settings from Safari in the menu bar.",
            "On the Advanced tab, turn Block all cookies on or off.",
            "To delete: the Privacy tab, Manage Website Data.",
        ),
        (
            "아이폰과 아이패드의 ‘설정’에서 ‘앱’, ‘Safari’로 들어갑니다.",
            "맨 아래 ‘고급’에서 ‘모든 쿠키 차단’을 켜거나 끕니다.",
            "삭제하려면 ‘방문 기록 및 웹 사이트 데이터 지우기’를 누릅니다.",
        ),
        (
            "On iPhone and iPad, open Settings, Apps, Safari.",
            "At the bottom, under Advanced, turn Block All Cookies on or off.",
            "To delete: Clear History and Website Data.",
        ),
    ),
    Way(
        "Edge",
        (
            "오른쪽 위 점 세 개(…)에서 ‘설정’을 엽니다.",
            "‘개인 정보, 검색 및 서비스’의 ‘쿠키’에서 허용하거나 차단합니다.",
            "삭제하려면 같은 화면의 ‘검색 데이터 지우기’를 누릅니다.",
        ),
        (
            "Open Settings from the three dots (…) at the top right.",
            "Allow or block under Privacy, search, and services, Cookies.",
            "To delete: Clear browsing data on the same page.",
        ),
        (
            "아래쪽 줄 세 개(☰)에서 ‘설정’을 엽니다.",
            "‘개인 정보 및 보안’의 ‘사이트 권한’에서 ‘쿠키’를 선택합니다.",
            "삭제하려면 ‘검색 데이터 지우기’를 누릅니다.",
        ),
        (
            "Open Settings from the three lines (☰) at the bottom.",
            "Choose Cookies under Privacy and security, Site permissions.",
            "To delete: Clear browsing data.",
        ),
    ),
    Way(
        "Firefox",
        (
            "오른쪽 위 줄 세 개(≡)에서 ‘설정’을 엽니다.",
            "‘개인 정보 및 보안’의 ‘향상된 추적 방지 기능’에서 ‘사용자 지정’을 선택하면 쿠키를 차단할 수 있습니다.",
            "삭제하려면 같은 화면의 ‘쿠키 및 사이트 데이터’에서 ‘데이터 지우기’를 누릅니다.",
            "‘웹사이트에 내 데이터를 판매하거나 공유하지 않도록 요청’을 켜면 GPC 신호를 보냅니다.",
        ),
        (
            "Open Settings from the three lines (≡) at the top right.",
            "Under Privacy and Security, Enhanced Tracking Protection, choose Custom to block cookies.",
            "To delete: Cookies and Site Data, Clear Data, on the same page.",
            "“Tell websites not to sell or share my data” sends the GPC signal.",
        ),
        (
            "점 세 개(⋮)에서 ‘설정’을 엽니다.",
            "‘향상된 추적 방지 기능’에서 ‘사용자 지정’의 쿠키를 선택합니다.",
            "삭제하려면 ‘탐색 데이터 지우기’를 누릅니다.",
        ),
        (
            "Open Settings from the three dots (⋮).",
            "Under Enhanced Tracking Protection, Custom, choose what to do with cookies.",
            "To delete: Delete browsing data.",
        ),
    ),
)


@get("/help/cookies")
async def browsers(page: Page) -> Response[str]:
    """Each browser, on a desk and on a phone."""
    return page.show("cookies/help.html", ways=WAYS)
