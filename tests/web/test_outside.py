"""Links that lead out (clause 12.1): marked, through a notice page, and only those that we made."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest
from tests.web.cookie_site import Browsing, browsing, cookie_site
from tests.web.running import Running

from jikim.policy.model import PolicyFile
from jikim.urls import host_of, is_link
from jikim.web.outside_links import is_signed, signed
from jikim.web.page import Page, Templates
from jikim.web.visitor import Visitor


@pytest.fixture(scope="module")
def shop(homepage: PolicyFile, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One site with a page that links out."""
    with cookie_site(homepage, tmp_path_factory.mktemp("outside")) as one:
        yield one


@pytest.fixture
def browse(shop: Running) -> Iterator[Browsing]:
    """Opens browsers, and closes them."""
    with browsing(shop) as made:
        yield made


@pytest.mark.clause("12.1")
@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_link_leads_through_the_notice(shop: Running, browse: Browsing, language: str) -> None:
    """A link and a banner are marked for eye and ear; the notice says that the policy ends there, names the host, leads
    on and back."""
    browser, start = browse(), "" if language == "ko" else "/en"
    page = browser.get(f"{start}/thing").text
    links = [
        html.unescape(found)
        for found in re.findall(r'<a class="outside" href="([^"]+)" rel="noopener noreferrer external">', page)
    ]
    assert len(links) == 2
    assert page.count("(외부 사이트)" if language == "ko" else "(external site)") == 2
    assert "광고" in page if language == "ko" else "Advertisement" in page
    assert 'href="http' not in page
    answer = browser.get(links[0], headers={"referer": f"{shop.url}{start}/thing?x=1"})
    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "no-referrer"
    notice = shop.jk.policy.file.links
    assert notice is not None
    assert html.escape(notice.notice[language]) in answer.text  # type: ignore[index]
    assert "<b>partner.example</b>" in answer.text
    assert 'href="https://partner.example/shop?a=1&amp;b=2" rel="noopener noreferrer"' in answer.text
    assert f'href="{start}/thing?x=1"' in answer.text
    assert "(http)" in browser.get(links[1]).text


@pytest.mark.clause("12.1")
def test_nobody_else_can_send_people_somewhere_through_us(shop: Running, browse: Browsing) -> None:
    """A link without our mark, or with another's, is not offered; nothing redirects by itself."""
    browser = browse()
    good = html.unescape(re.findall(r'href="(/out[^"]+)"', browser.get("/thing").text)[0])
    mark = good.partition("by=")[2]
    for bad in (
        "/out",
        "/out?to=https://evil.example/",
        f"/out?to=https://evil.example/&by={mark}",
        good[:-2],
        good + "x",
        good.replace("partner.example", "partner.example.evil.example"),
        "/out?to=//evil.example&by=x",
        f"/out?to=https://evil.example/&to=https://partner.example/shop%3Fa%3D1%26b%3D2&by={mark}",
    ):
        answer = browser.get(bad)
        assert answer.status_code == 404, bad
        assert "evil.example" not in answer.text
        assert "location" not in answer.headers
    back = browser.get(good, headers={"referer": "https://evil.example/thing"})
    assert "evil.example" not in back.text


@pytest.mark.clause("12.1")
def test_the_bodies_that_the_policy_names_need_no_mark(shop: Running, browse: Browsing) -> None:
    """An address of section 11 is led to, exactly as it is written there."""
    browser = browse()
    for body in shop.jk.policy.file.bodies.values():
        assert browser.get("/out", params={"to": body.url}).status_code == 200
        assert browser.get("/out", params={"to": f"{body.url}.evil.example"}).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "ftp://partner.example", "//partner.example",
        "/thing", "", "https://", "https:///x", "https://partner.example@evil.example/", "https://user:pw@partner.example/",
        "https://partner.example\\@evil.example", "https://partner.example/\n", "https://part\u202ener.example/", " https://partner.example",
        "https://partner.example:99999/", "https://partner.example:0/", "https://[::1", "https://" + "a" * 2100,
    ],
)  # fmt: skip
def test_what_is_no_link_to_another_site_is_never_signed(url: str) -> None:
    """Other schemes, names before the host, hidden characters and unending ones are refused before they are written
    into a page."""
    assert not is_link(url)
    with pytest.raises(ValueError, match="a link that leads out"):
        signed(b"k" * 32, url)


def test_the_host_is_named_as_it_is_looked_up() -> None:
    """Letters that look like others do not hide in the host: it is shown in ASCII."""
    assert host_of("https://한글.example/x") == "xn--bj0bj06e.example"
    assert host_of("https://p\u0430rtner.example/") != "partner.example"
    assert is_signed(
        b"k" * 32, "https://partner.example/", signed(b"k" * 32, "https://partner.example/").partition("by=")[2]
    )
    assert not is_signed(b"k" * 32, "https://partner.example/", "\ud800")


@pytest.mark.clause("12.1")
def test_our_own_site_is_no_other_site(shop: Running) -> None:
    """A link to a page of the service's own address is led through no notice, in whatever letters its host is written;
    one to a look-alike is."""
    service = shop.jk.policy.file.service.url.rstrip("/")
    policy = shop.jk.policy
    page = Page(Templates(), Visitor("ko", "/"), policy, shop.jk.now(), lambda: "", links=b"k" * 32)
    for own in (f"{service}/ko/product", service, service.upper().replace("HTTPS", "https").replace("HTTP:", "http:")):
        assert page.outside(own) == own
    for other in (service.replace("://", "://x."), "https://rview.com.example"):
        assert page.outside(other).startswith("/out?")
