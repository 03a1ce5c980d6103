"""draft: facts become a policy file that parses, with a remark wherever the text did not say what the file must.

The draft holds facts and, in `wording`, the text's own sentences, each bound to what it states; how sure that is stands in the
report. What a policy's text never says, which record holds what and which purpose reads it, is proposed by the kind of thing
and marked: the draft is read and mended by people before it is anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from jikim.policy.importing.emit import Said, written
from jikim.policy.importing.facts import Facts, Found
from jikim.policy.importing.guesses import EXPECTED, MONEY, READS, TRACES
from jikim.policy.importing.parts import Parts
from jikim.policy.importing.worded import worded
from jikim.policy.model import Language


class Draft(NamedTuple):
    """The draft's text, and the wording that it may include: the published text's own sentences, which must be read first."""

    policy: str
    wording: str


def draft(
    facts: Facts, languages: tuple[Language, ...], today: date, wording_name: str = "policy.wording.yaml"
) -> Draft:
    """The draft of a policy, and its wording as a file to include."""
    return _Draft(facts, languages, today).whole(wording_name)


class _Draft(Parts):
    def __init__(self, facts: Facts, languages: tuple[Language, ...], today: date) -> None:
        purposes = dict(facts.purposes)
        if not any(one.basis != "consent" for one in purposes.values()):
            purposes["membership"] = Found("membership", "회원 관리", 0.1, "membership", basis="contract")
        super().__init__(facts, languages, purposes)
        self.today = today
        self.items = dict(facts.items)
        if not self.items:
            self.items = {"email": Found("email", "이메일 주소", 0.1, "email")}

    # ---- the whole

    def whole(self, wording_name: str) -> Draft:
        facts = self.facts
        unsaid = self.remark("글에 없습니다. 적어 주세요", "the text does not say; write it")
        records = self.records()
        made: dict[str, Any] = {"jikim": 1}
        made["service"] = {
            "name": self.both(*(facts.service or facts.controller or "서비스",) * 2),
            "controller": self.both(*(facts.controller or "회사",) * 2),
            "url": Said(facts.url or "https://example.com", "" if facts.url else unsaid),
            "country": "KR", "time_zone": "Asia/Seoul", "languages": list(self.languages),
            "under": self.under(), "covers": ["member"],
        }  # fmt: skip
        day = facts.announced or facts.effective or self.today
        made["version"] = {
            "announced": Said(str(day), "" if facts.announced else unsaid),
            "effective": Said(str(facts.effective or day), "" if facts.effective else unsaid),
        }
        made["items"] = {
            name: {
                "type": found.kind,
                **({"unique": True, "lookup": True} if name == "login_id" else {}),
                "label": self.say(found, "items"),
            }
            for name, found in self.items.items()
        }
        made["refuse"] = {"types": self.refused(), "below_age": facts.below_age}
        made["channels"] = self.channels(records)
        made["purposes"] = {name: self.purpose(name, found, records) for name, found in self.purposes.items()}
        made["records"] = records
        made["archive"] = {
            "place": self.both("운영 DB와 떼어 놓은 DB", "a database apart from the live one"),
            "cabinet": self.both("따로 둔 잠금 서류함", "a locked cabinet of its own"),
            "paper": list(dict.fromkeys(facts.paper)) or ["shred"],
            "purposes": {"evidence": {"by_law": True, "label": self.both("법령이 정한 보존", "Kept as the law asks")}},
        }
        made |= self.parties(records)
        if facts.cookies or any("cookies" in section.topics for section in facts.sections):
            made["cookies"] = self.cookies()
        made["rights"] = self.rights()
        if any("duties" in section.topics for section in facts.sections):
            made["duties"] = {
                "current-data": {
                    "statement": True,
                    "label": self.both("정보를 최신으로 유지하기", "Keep your data current"),
                }
            }
        made["safeguards"] = {
            name: {
                "kind": found.kind,
                **({"every": found.period} if found.period else {}),
                "label": self.say(found, "safeguards"),
            }
            for name, found in facts.safeguards.items()
        }
        made["officers"] = {
            who: {
                "title": self.both(*(found.label or "직책",) * 2),
                "phone": Said(found.phone or "02-000-0000", "" if found.phone else unsaid),
                "email": Said(found.email or "privacy@example.com", "" if found.email else unsaid),
            }
            for who in ("officer", "handler")
            for found in [facts.officers.get(who) or facts.officers.get("officer") or Found(who, "", 0.1)]
        }
        made["bodies"] = {
            name: {
                "kind": found.kind, "label": self.say(found, "bodies"), "phone": Said(found.phone or "-", "" if found.phone else unsaid),
                "url": Said(found.url or "https://example.com", "" if found.url else unsaid),
            }
            for name, found in facts.bodies.items()
        }  # fmt: skip
        if any("links" in section.topics for section in facts.sections):
            made["links"] = {
                "notice": self.both(
                    "링크로 이어진 다른 사이트에는 이 방침이 미치지 않습니다", "This policy does not reach other sites"
                )
            }
        made["notice"] = {
            "where": self.both("홈페이지 공지사항", "the website's notice board"),
            "ordinary": Said(facts.ordinary or "7d", "" if facts.ordinary else unsaid),
            "important": Said(facts.important or "30d", "" if facts.important else unsaid),
        }
        if facts.matters:
            made["statements"] = {
                matter: {"about": matter, "label": self.both(title or matter, title or matter)}
                for matter, title in facts.matters.items()
            }
        sections = worded(self.facts, records)
        wording = {"wording": {self.languages[0]: {"sections": sections}}} if sections else {}
        head = self.head() + (f"# include: [{wording_name}]\n" if wording else "")
        policy = head + written({key: value for key, value in made.items() if value not in ({}, [])})
        return Draft(policy, (self.wording_head() + written(wording)) if wording else "")

    def under(self) -> list[str]:
        named = [
            "kr.pipa",
            *(law for law in self.facts.laws if law in ("kr.network-act", "kr.ecommerce", "kr.comms-secrets")),
        ]
        return list(dict.fromkeys(named))

    def refused(self) -> list[str]:
        held = {found.kind for found in self.items.values()}
        return [kind for kind in self.facts.refused if kind not in held]

    # ---- what holds what

    def records(self) -> dict[str, Any]:
        kept: dict[str, list[Found]] = {}
        for keep in self.facts.keeps:
            kept.setdefault(keep.record, []).append(keep)
        names = list(self.items)
        traces = [name for name in names if name in TRACES]
        money = [name for name in names if name in MONEY]
        wants_order = bool(money or "order" in kept or "delivery" in self.purposes)
        order = (
            [name for name in names if name in ("name", "email", "phone", "mobile", "address", *money)]
            if wants_order
            else []
        )
        account = [name for name in names if name not in traces and name not in money]
        made: dict[str, Any] = {}
        if account:
            made["account"] = self.record("account", "회원 정보", "Membership", account, ["left"], kept, single=True)
        if order:
            made["order"] = self.record(
                "order", "주문과 결제", "Order and payment", order, ["settled", "withdrawn"], kept
            )
        if traces:
            made["visit"] = self.record(
                "visit", "이용과 방문 기록", "Use and visits", traces, {"after": "1mo", "from": "collected"}, kept
            )
        if "enquiry" in kept or {"support", "complaints"} & set(self.purposes):
            contact = [name for name in names if name in ("name", "email", "phone", "mobile")] or names[:1]
            made["enquiry"] = self.record("enquiry", "문의와 불만", "Enquiry or complaint", contact, ["closed"], kept)
        for record, keeps in kept.items():
            if record not in made:
                first = next(iter(made))
                made[first]["keep"] = [
                    *made[first].get("keep", []),
                    *(self.keep(one, made[first]["items"]) for one in keeps),
                ]
        return made

    def record(
        self,
        name: str,
        ko: str,
        en: str,
        items: list[str],
        ends: Any,
        kept: dict[str, list[Found]],
        *,
        single: bool = False,
    ) -> dict[str, Any]:
        required = [item for item in items if self.items[item].required is True]
        parts: dict[str, Any] = {"optional": [item for item in items if item not in required]}
        if required:
            parts = {"required": required, **({"optional": parts["optional"]} if parts["optional"] else {})}
        made: dict[str, Any] = {"label": self.both(ko, en), "of": ["member"]}
        if single:
            made["single"] = True
        made["items"] = parts
        made["via"] = ["homepage"]
        made["for"] = [
            purpose for purpose in self.purposes if set(self.reads(purpose, self.purposes[purpose])) & set(items)
        ] or list(self.purposes)[:1]
        made["ends"] = ends
        if name in EXPECTED:
            made["expected"] = Said(
                EXPECTED[name], self.remark("글에 없어 짐작했습니다", "guessed: the text does not say")
            )
        if name != "account":
            made["leaving"] = "finishes"
        if keeps := kept.get(name):
            made["keep"] = [self.keep(one, parts) for one in keeps]
        return made

    def keep(self, found: Found, parts: dict[str, Any]) -> dict[str, Any]:
        held = [*parts.get("required", []), *parts.get("optional", [])]
        made: dict[str, Any] = {
            "label": self.both(found.label, found.label), "items": [item for item in held if item not in ("password",)], "for": found.period,
            "because": Said(found.law, "" if found.law != "own-promise" else self.remark("법령이 적혀 있지 않습니다", "the text cites no statute")),
        }  # fmt: skip
        if found.classes:
            made["class"] = list(found.classes)
        made["purpose"] = "evidence"
        return made

    def reads(self, name: str, found: Found) -> list[str]:
        """What a purpose reads: what a table said, else what its kind needs, else everything of the account."""
        if found.items:
            return [item for item in found.items if item in self.items]
        wanted = READS.get(found.kind)
        reads = [item for item in self.items if item in wanted] if wanted else []
        return (
            reads or [item for item in self.items if item not in MONEY and item not in TRACES] or list(self.items)[:1]
        )

    def purpose(self, name: str, found: Found, records: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {
            "group": "marketing" if found.basis == "consent" else "service",
            "kind": found.kind or "other",
        }
        made["basis"] = "contract" if found.basis == "law" else found.basis or "contract"
        if made["basis"] == "consent":
            made["optional"] = True
        items = self.reads(name, found)
        if found is self.firm():
            # What no other purpose reads is read by the first: an item without a purpose is never taken.
            served = [one for purpose, one in self.purposes.items() if purpose != name and one.basis != "consent"]
            covered = {item for one in served for item in self.reads(one.name, one)}
            items = [item for item in self.items if item in items or item not in covered]
            for record in records.values():
                held = {*record["items"].get("required", []), *record["items"].get("optional", [])}
                if held & set(items) and name not in record["for"]:
                    record["for"].append(name)
        made["label"] = self.say(found, "purposes") if found.kind != "other" else self.both(found.label, found.label)
        if made["basis"] == "legitimate-interest":
            made["note"] = self.both(
                "서비스와 다른 이용자를 지키기 위한 것입니다.", "It protects the service and its other users."
            )
        made["items"] = items
        return made

    def firm(self) -> Found:
        """The purpose that reads what no other does: a general one, where the text names one."""
        firm = [one for one in self.purposes.values() if one.basis != "consent"]
        return next(
            (one for one in firm if one.name in ("membership", "content", "joining", "identification")), firm[0]
        )

    def channels(self, records: dict[str, Any]) -> dict[str, Any]:
        found = dict(self.facts.channels)
        found.setdefault("homepage", Found("homepage", "홈페이지", 0.1, "self"))
        # A partner's channel needs a partner with a name, and a published policy names none: it is reported instead.
        found.pop("partner", None)
        if any(name in TRACES for name in self.items):
            found.setdefault("automatic", Found("automatic", "이용 중 자동 생성", 0.1, "automatic"))
        made: dict[str, Any] = {}
        plain = [name for name in self.items if name not in TRACES]
        for name, one in found.items():
            items = [item for item in self.items if item in TRACES] if one.kind == "automatic" else plain
            if one.kind == "handler":
                items = [item for item in plain if item not in ("password", "card")]
            made[name] = {"kind": one.kind, "label": self.say(one, "channels"), "items": items}
        for record, part in records.items():
            by_itself = record == "visit"
            others = [name for name, one in found.items() if (one.kind == "automatic") is by_itself]
            part["via"] = (
                ["automatic"]
                if by_itself
                else others
                if record == "enquiry"
                else [name for name in others if found[name].kind == "self"][:2] or ["homepage"]
            )
        used = {via for part in records.values() for via in part["via"]}
        for name in [name for name in made if name not in used]:
            target = next((part for part in records.values() if "automatic" not in part["via"]), None)
            if target is not None and found[name].kind != "automatic":
                target["via"].append(name)
        return {
            name: part for name, part in made.items() if name in {via for one in records.values() for via in one["via"]}
        }

    def parties(self, records: dict[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        unsaid = self.remark("글에 없어 짐작했습니다", "guessed: the text does not say")
        if self.facts.recipients:
            made["recipients"] = {}
            for name, one in self.facts.recipients.items():
                under = one.kind or "consent"
                part: dict[str, Any] = {"under": under, "label": self.both(one.label, one.label)}
                if under != "law":
                    part |= self.reach(
                        one,
                        records,
                        purposes=[
                            name
                            for name, found in self.purposes.items()
                            if under != "statistics" or found.kind == "statistics"
                        ],
                    )
                if under == "statistics":
                    part["least"] = 5
                if under == "consent":
                    part["company"] = self.both(one.label, one.label)
                    part["until"] = self.both("동의를 철회할 때까지", "until the consent is taken back")
                if one.country:
                    part["country"] = one.country
                made["recipients"][name] = part
        if self.facts.processors:
            made["processors"] = {}
            for name, one in self.facts.processors.items():
                task = one.task or "위탁 업무"
                made["processors"][name] = {
                    "label": self.both(one.label, one.label), "task": self.both(task, task), **self.reach(one, records),
                    "until": [Said(end) for end in dict.fromkeys(one.until)] or [Said("contract-end", unsaid)],
                    **({"country": one.country} if one.country else {}),
                }  # fmt: skip
        return made

    def reach(self, one: Found, records: dict[str, Any], purposes: Iterable[str] = ()) -> dict[str, Any]:
        """Purposes, records and items of a receiver: as far as the text says, and no further than the records hold."""
        wanted = [name for name in one.purposes if name in self.purposes] or list(purposes)[:1] or [self.firm().name]
        serving = [name for name, part in records.items() if set(wanted) & set(part["for"])]
        if not serving:
            first = next(iter(records))
            records[first]["for"].append(wanted[0])
            serving = [first]
        held = {
            item
            for name in serving
            for part in [records[name]["items"]]
            for item in (*part.get("required", []), *part.get("optional", []))
        }
        read = {item for name in wanted for item in self.reads(name, self.purposes[name])}
        items = [item for item in (one.items or self.items) if item in held and item in read and item != "password"]
        if not items:
            items = [item for item in self.items if item in held and item != "password"][:1]
        serving = [
            name
            for name in serving
            if set(items) & {*records[name]["items"].get("required", []), *records[name]["items"].get("optional", [])}
        ]
        return {
            "purposes": [name for name in wanted if any(name in records[record]["for"] for record in serving)]
            or wanted[:1],
            "records": serving,
            "items": items,
        }
