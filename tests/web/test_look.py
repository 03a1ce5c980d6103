"""How the site of a company looks: its own name, logo, colours and lines at the foot; and each brand's at its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.web.running import Running, running
from tests.web.test_account_joining import hidden, second

from jikim.accounts.credentials import person_of
from jikim.answers import Ref
from jikim.app import Jikim, read_policy
from jikim.clock import machine_moment
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.mail.letters import letter
from jikim.mail.queue import brand_behind
from jikim.policy.colours import READABLE, contrast, palette
from jikim.policy.compile import digest_of
from jikim.policy.model import Colours, PolicyFile, Site
from jikim.verbs.collect import collect
from jikim.web.look import Looks
from jikim.web.site import site

MALL = Path(__file__).parents[1] / "policy" / "others" / "mall.yaml"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 20"><path d="M0 0h90v20H0z"/></svg>'
OWN: dict[str, Any] = {
    "logo": "logo.svg",
    "colours": {"main": "#0a5c36", "paper": "#ffffff", "ink": "#111111"},
    "registration": {
        "representative": {"ko": "홍가상", "en": "Gil Invented"},
        "number": "501-81-00000",
        "mail_order": {"ko": "제2026-없는구-0001호(없는구청)", "en": "2026-Nowhere-0001 (Nowhere district)"},
        "address": {"ko": "없는시 없는로 1", "en": "1 Nowhere-ro"},
        "phone": "02-000-0001",
        "email": "help@clothes.example",
        "hosting": {"ko": "없는호스팅", "en": "Nowhere Hosting"},
    },
}
OUTLET: dict[str, Any] = {"colours": {"main": "#7a1f5c"}}


def dressed() -> PolicyFile:
    """The mall, in force since yesterday, with a look of its own and another for its outlet."""
    file = read_policy(MALL)
    announced = machine_moment().date() - timedelta(days=8)
    days = {"announced": announced, "effective": announced + timedelta(days=7)}
    outlet = file.brands["outlet"].model_copy(update={"site": Site.model_validate(OUTLET)})
    more = {
        "cookies": read_policy(MALL.with_name("academy.yaml")).cookies,
        "version": file.version.model_copy(update=days),
        "site": Site.model_validate(OWN),
        "brands": {**file.brands, "outlet": outlet},
    }
    return file.model_copy(update=more)


@pytest.fixture(scope="module")
def mall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("mall")
    (folder / "logo.svg").write_bytes(LOGO)
    with running(dressed(), folder / "house", make=lambda jk: site(jk, folder=folder)) as one:
        yield one


def test_each_page_bears_the_companys_logo_colours_and_lines(mall: Running) -> None:
    """The frame shows the logo, brings the colours as a file, and says at its foot who runs the shop."""
    with mall.client() as client:
        page = client.get("/join").text
        picture = re.search(r'<img src="(/look/own/logo\?v=\w+)" alt="없는옷가게"', page)
        sheet = re.search(r'href="(/look/own/colours\.css\?v=\w+)"', page)
        assert picture is not None
        assert sheet is not None
        logo, css = client.get(picture[1]), client.get(sheet[1])
        assert (logo.content, logo.headers["content-type"]) == (LOGO, "image/svg+xml")
        assert css.headers["content-type"].startswith("text/css")
        assert "--act: #0a5c36" in css.text
        foot = page.partition("<footer")[2]
        for one in ("홍가상", "501-81-00000", "제2026-없는구-0001호", "없는로 1", "없는호스팅", "/terms"):
            assert one in foot
        assert "set-cookie" not in css.headers
        for wrong in ("/look/own/policy", "/look/nobody/logo", "/look/outlet/logo"):
            assert client.get(wrong).status_code == 404


def test_each_kind_of_account_says_what_it_asks_for(mall: Running) -> None:
    """Before one is chosen: what is required of these people at this door, in a case too, and not what every record has."""
    with mall.client() as client:
        text = client.get("/join").text
    said = re.findall(r"수집 항목:\s*([^<]*?)\s*<", text)
    assert said == [
        "이메일, 아이디, 이름, 휴대전화번호, 비밀번호",
        "이메일, 아이디, 이름, 상호, 사업자등록번호, 비밀번호",
    ]


def test_a_brand_has_its_own_pages_and_door_at_its_address(mall: Running) -> None:
    """Asked for by the outlet's address, pages bear its name and company, and whoever joins there comes in by its door."""
    with mall.client(headers={"host": "outlet.example"}) as client:
        page = client.get("/join?kind=member")
        assert "없는아울렛</a>" in page.text
        assert "/look/outlet/colours.css" in page.text
        assert "없는아울렛상사" in page.text.partition("<footer")[2]
        assert "홍가상" not in page.text
        assert "help@outlet.example" in page.text
        assert "help@clothes.example" not in page.text
        typed = {
            "old_enough": "yes",
            "terms": "yes",
            "email": "outlet@example.com",
            "name": "가나다",
            "login_id": "outlet1",
            "mobile": "010-0000-1111",
        }
        told = client.post("/join", data={**hidden(page.text), **typed})
        assert "mail_token" in told.text, re.findall(r'class="error" id="([^"]*)', told.text)
        secret = "quiet heron walks 77"
        mail = mall.mails.text("outlet@example.com")
        assert "없는아울렛" in mail
        assert "없는옷가게" not in mail
        code = mall.mails.code("outlet@example.com")
        done = second(client, told, code=code, password=secret, password_again=secret)
        assert done.status_code == 303, re.findall(r'class="error"[^>]*>([^<]*)', done.text)
    person = mall.jk.driver.run(person_of(mall.jk.house, "outlet1", ""))
    assert person is not None
    assert {card.channel for card in mall.jk.show(person.subject).cards} == {"outlet"}


def test_a_guest_opens_an_order_by_its_password_at_the_page_for_it(mall: Running) -> None:
    """The page for guests leads there; a wrong password is told as such, the right one opens the order and nothing else."""
    jk, secret = mall.jk, "quiet heron 77"
    values = {"name": "가나다", "mobile": "010-0000-3333", "order_password": secret}
    values |= {
        "address": {"postcode": "04524", "line1": "없는시 없는로 1"},
        "account": {"bank": "가상은행", "number": "000000-00-000001"},
    }  # type: ignore[dict-item]
    taken = jk.collect("order", values, channel="site", subject="guest", old_enough=True)
    with mall.client() as client:
        assert 'href="/guest-order"' in client.get("/guest").text
        asked = client.get("/guest-order").text
        wrong = client.post(
            "/guest-order", data={**hidden(asked), "address": "010-0000-3333", "password": "loud magpie 88"}
        )
        assert wrong.status_code == 422
        assert "일치하지 않습니다" in wrong.text
        right = client.post("/guest-order", data={**hidden(wrong.text), "address": "01000003333", "password": secret})
        assert right.status_code == 303, re.findall(r'class="problem"[^>]*>([^<]*)', right.text)
        mine = client.get("/my", follow_redirects=True)
        assert mine.status_code == 200
        assert secret not in mine.text
    assert taken.ref.kind == "order"


def test_a_mail_is_written_in_the_name_of_the_brand_whose_door_its_person_came_by(mall: Running) -> None:
    """Name, company, officer and links are the outlet's where the record came in by its door, and the service's where it
    did not."""
    jk = mall.jk
    given = {"password": "quiet heron walks 77", "name": "가나다", "mobile": "010-0000-2222"}
    refs = {
        door: jk.driver.run(_joins(jk, door, {**given, "login_id": f"mail{door}", "email": f"mail{door}@example.com"}))
        for door in ("outlet", "site")
    }
    for door, own, other in (("outlet", "없는아울렛", "없는옷가게"), ("site", "없는옷가게", "없는아울렛")):
        brand = jk.driver.run(brand_behind(jk.house, refs[door]))
        facts = {"site": jk.policy.file.service.url, "brand": brand, "when": "오늘"}
        made = letter(jk.policy, jk.house.today(), "ko", "password-changed", **facts)
        said = f"{made.subject}\n{made.text}\n{made.company}"
        assert own in said
        assert other not in said
        assert made.officer == {"outlet": "officer@outlet.example"}.get(door, jk.policy.file.officers.email)
        address = {"outlet": "https://outlet.example", "site": "https://clothes.example"}[door]
        assert all(link.startswith(address) for link in re.findall(r"https://[a-z.]*example[^\s]*", made.text))


def _joins(jk: Jikim, door: str, values: dict[str, str]) -> Steps[Ref]:
    taken = yield from collect(jk.house.by(jk.actor), "account", values, channel=door, old_enough=True)
    return taken.ref


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "outlet.example.evil.example"},
        {"host": "evil.example"},
        {"host": "outlet.example:8443"},
        {"host": "outlet.example@evil.example"},
        {"x-forwarded-host": "outlet.example"},
        {"forwarded": "host=outlet.example"},
    ],
)
def test_a_host_that_the_policy_does_not_list_chooses_no_brand(mall: Running, headers: dict[str, str]) -> None:
    """Another port, a longer name, and what a proxy is said to have been asked for show the service's own look and door."""
    with mall.client(headers=headers) as client:
        page = client.get("/join?kind=member").text
        assert ("/look/own/colours.css" in page) is ("host" in headers), "what an unknown proxy says is no page at all"
        assert "/look/outlet" not in page
        assert "help@outlet.example" not in page


def test_how_a_site_looks_is_in_no_version() -> None:
    """A change of colours changes no digest, so that nothing has to be announced."""
    bare = read_policy(MALL)
    file = bare.model_copy(update={"site": Site.model_validate(OWN)})
    assert digest_of(file) == digest_of(bare)
    assert "0a5c36" not in file.model_dump_json(by_alias=True)


def test_a_picture_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    """A logo that is missing, too large, or led out of the policy's folder by a link is refused by its name."""
    folder = tmp_path / "policy"
    folder.mkdir()
    (tmp_path / "secret.svg").write_bytes(LOGO)
    (folder / "led.svg").symlink_to(tmp_path / "secret.svg")
    (folder / "large.svg").write_bytes(b" " * 600_000)
    for name in ("led.svg", "large.svg", "missing.svg"):
        with pytest.raises(JikimError, match=name):
            Looks(read_policy(MALL).model_copy(update={"site": Site(logo=name)}), folder)


def test_a_colour_without_a_dark_one_is_read_on_dark_pages() -> None:
    """Whatever a company's colour is, its dark pages show it light enough for words."""
    for main in ("#000000", "#0a5c36", "#7a1f5c", "#0000ff", "#ffcc00", "#ffffff"):
        made = palette(None, "dark", main)
        assert contrast(made["act"], made["paper"]) >= READABLE
        assert contrast(made["on-act"], made["act"]) >= READABLE
    assert palette(Colours(main="#0a5c36"), "light")["on-act"] == "#ffffff"
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
