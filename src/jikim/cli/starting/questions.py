"""What `jikim init` asks, with an answer for everything that nobody gave. Everyone named here is invented."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

from jikim.cli.options import Language
from jikim.cli.starting.trades import TRADES, Kind, Trade

People = Literal["members", "guests", "both"]
PEOPLE: tuple[People, ...] = get_args(People)

# The Union and the states of its Economic Area, where the GDPR is law.
EUROPE = frozenset(
    (
        "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU",
        "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
    )
)  # fmt: skip
# Numbers that are set apart for invented people, as far as a country has such.
_PHONES = {"KR": "02-0000-0000", "US": "+1 202-555-0100", "GB": "+44 20 7946 0000"}


@dataclass(frozen=True)
class Answers:
    """One set of answers; `{language: words}` where people read them."""

    kind: Kind = "shop"
    people: People = "both"
    payments: bool = True
    marketing: bool = True
    countries: tuple[str, ...] = ()
    languages: tuple[Language, ...] = ()
    comments: Language = "en"
    service: tuple[str, str] = ("", "")
    company: tuple[str, str] = ("", "")
    title: tuple[str, str] = ("대표", "Managing director")
    url: str = ""
    email: str = ""
    phone: str = ""

    @property
    def trade(self) -> Trade:
        return TRADES[self.kind]

    @property
    def members(self) -> bool:
        return self.people != "guests"

    @property
    def guests(self) -> bool:
        return self.people != "members"

    @property
    def home(self) -> str:
        """The country in which the company is: Korea where it serves people there, else the first that it named."""
        return "KR" if "KR" in self.countries else self.countries[0]

    @property
    def korean(self) -> bool:
        """Whether Korean law binds it."""
        return self.home == "KR"

    @property
    def europe(self) -> bool:
        """Whether people are served where the GDPR is law; the United Kingdom has kept it as its own."""
        return bool((EUROPE | {"GB"}) & set(self.countries))

    def filled(self) -> Answers:
        """The same with an invented name and address for what nobody answered."""
        abroad = self.kind == "gdpr"
        found = replace(
            self,
            countries=self.countries or (("DE",) if abroad else ("KR",)),
            languages=self.languages or (("en",) if abroad else ("ko", "en")),
        )
        trade, word = found.trade, found.trade.abroad
        service, company, host = trade.service, trade.company, trade.host
        if not found.korean:
            service, company, host = (word, word), (f"{word} Ltd.",) * 2, f"{word.lower().replace(' ', '-')}.example"
        found = replace(
            found,
            service=_words(found.service, service),
            company=_words(found.company, company),
            url=found.url or f"https://{host}",
            phone=found.phone or _PHONES.get(found.home, "+00 00 000000"),
        )
        return replace(found, email=found.email or f"privacy@{found.host}")

    @property
    def host(self) -> str:
        """The host of the service's address."""
        return self.url.split("//", 1)[-1].split("/", 1)[0].split(":")[0].removeprefix("www.")


def _words(given: tuple[str, str], invented: tuple[str, str]) -> tuple[str, str]:
    """A name that was given in one language alone is the name in the other too."""
    korean, english = given
    return (korean or english, english or korean) if korean or english else invented
