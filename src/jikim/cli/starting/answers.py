"""What `jikim init` asks, with an answer for everything that nobody gave. Everyone named here is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from jikim.cli.options import Language

Kind = Literal["shop", "saas", "community", "app", "appointment"]
People = Literal["members", "guests", "both"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# The Union and the states of its Economic Area, where the GDPR is law.
EUROPE = frozenset(
    (
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
        "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """One set of answers; `{language: words}` where people read them."""

    kind: Kind = "shop"
    people: People = "both"
    payments: bool = True
    marketing: bool = True
    countries: tuple[str, ...] = ("KR",)
    languages: tuple[Language, ...] = ("ko", "en")
    comments: Language = "en"
    service: tuple[str, str] = ("", "")
    company: tuple[str, str] = ("", "")
    title: tuple[str, str] = ("대표", "Managing director")
    url: str = ""
    email: str = ""
    phone: str = "02-0000-0000"

    @property
    def members(self) -> bool:
        return self.people != "guests"

    @property
    def guests(self) -> bool:
        return self.people != "members"

    @property
    def europe(self) -> bool:
        """Whether people in Europe are served."""
        return bool(EUROPE & set(self.countries))

    def filled(self) -> Answers:
        """The same with an invented name and address for what nobody answered."""
        service, company, url = _INVENTED[self.kind]
        found = replace(
            self,
            service=_words(self.service, service),
            company=_words(self.company, company),
            url=self.url or f"https://{url}",
        )
        return replace(found, email=self.email or f"privacy@{found.host}")

    @property
    def host(self) -> str:
        """The host of the service's address."""
        return self.url.split("//", 1)[-1].split("/", 1)[0].split(":")[0].removeprefix("www.")


def _words(given: tuple[str, str], invented: tuple[str, str]) -> tuple[str, str]:
    """A name that was given in one language alone is the name in the other too."""
    korean, english = given
    return (korean or english, english or korean) if korean or english else invented


_INVENTED: dict[Kind, tuple[tuple[str, str], tuple[str, str], str]] = {
    "shop": (("솔바람 찻집", "Solbaram Tea"), ("주식회사 솔바람", "Solbaram Co., Ltd."), "solbaram.example"),
    "saas": (("다온 장부", "Daon Ledger"), ("주식회사 다온", "Daon Co., Ltd."), "daon.example"),
    "community": (("느티나무 마당", "Zelkova Yard"), ("주식회사 느티나무", "Zelkova Co., Ltd."), "zelkova.example"),
    "app": (("나들이 길잡이", "Outing Guide"), ("주식회사 나들이", "Nadeuri Co., Ltd."), "nadeuri.example"),
    "appointment": (("새벽 공방", "Saebyeok Studio"), ("새벽 공방", "Saebyeok Studio"), "saebyeok.example"),
}
