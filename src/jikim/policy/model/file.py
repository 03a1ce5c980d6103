"""The whole file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from jikim.policy.model.away import Dormancy, Leaving, Rejoining
from jikim.policy.model.brands import Brand
from jikim.policy.model.care import Duty, Right, RightName, Safeguard, Sweep
from jikim.policy.model.contact import Body, Links, Notice, Officers
from jikim.policy.model.cookies import Cookies
from jikim.policy.model.handover import Handover
from jikim.policy.model.matters import OwnSection, Statement, Waiver
from jikim.policy.model.part import Clause, Name, Part, Text, optional_key
from jikim.policy.model.site import Site
from jikim.policy.model.systems import System
from jikim.policy.model.what import GUARDED, Channel, Item, ItemType, Partner, Refuse
from jikim.policy.model.where import Archive, Hold, Record
from jikim.policy.model.who import Law, Service, Version
from jikim.policy.model.whom import Processor, Recipient
from jikim.policy.model.why import Purpose
from jikim.policy.model.wording import Layout, Wordings


class PolicyFile(Part):
    """The whole file."""

    jikim: Literal[1]
    include: tuple[str, ...] = Field(
        (),
        exclude=True,
        description="other files of this policy, below this one's directory: `[items.yaml, records/*.yaml]`",
    )
    service: Service
    version: Version
    brands: Mapping[Name, Brand] = optional_key({}, "the brands or sites of the policy, and what is each one's own")
    laws: Mapping[Name, Law] = optional_key(
        {},
        "statutes that the catalogue lacks, by a name of the file's own, which a part may cite like a row of the catalogue",
    )
    items: Mapping[Name, Item]
    labels: Mapping[Name, Text] = optional_key(
        {},
        "what people read for names that have no part of their own: groups of purposes, events of a record's life, and kinds of people"
        " (`member.driver: drivers`); `controller`: what a Korean text calls the company, where it is a clinic or an academy",
    )
    refuse: Refuse
    channels: Mapping[Name, Channel]
    partners: Mapping[Name, Partner] = Field(default_factory=dict)
    purposes: Mapping[Name, Purpose]
    records: Mapping[Name, Record]
    leaving: Leaving | None = optional_key(None, "how leaving can be undone; without it, it is done at once")
    dormancy: Dormancy | None = optional_key(None, "what becomes of an account that nobody uses")
    rejoining: Rejoining | None = optional_key(
        None, "that nobody joins again for a time whose membership an officer ended for misuse, or who left"
    )
    holds: Mapping[Name, Hold] = optional_key(
        {},
        "in which cases destruction waits until they have ended; an officer lays each hold for one of these, and for no other",
    )
    archive: Archive
    recipients: Mapping[Name, Recipient] = Field(default_factory=dict)
    processors: Mapping[Name, Processor] = Field(default_factory=dict)
    systems: Mapping[Name, System] = optional_key(
        {}, "the company's own systems that hold copies, and are told what becomes of the data"
    )
    handover: Handover | None = optional_key(
        None, "that the business goes to another company, and how somebody who does not want that leaves before"
    )
    cookies: Cookies | None = None
    rights: Mapping[RightName, Right]
    duties: Mapping[Name, Duty] = Field(default_factory=dict)
    safeguards: Mapping[Name, Safeguard] = Field(default_factory=dict)
    sweep: Sweep = Field(default_factory=Sweep, description="how much a sweep may destroy alone")
    officers: Officers
    bodies: Mapping[Name, Body] = Field(default_factory=dict)
    links: Links | None = None
    notice: Notice
    statements: Mapping[Name, Statement] = Field(
        default_factory=dict, description="sentences of the document that state no promise: definitions, disclaimers"
    )
    clauses: Mapping[Name, Clause] = Field(
        default_factory=dict,
        description="numbers of promises that stand behind a mechanism, not a part: see the reference",
    )
    waive: tuple[Waiver, ...] = Field((), description="findings of `check` that stand, each with its reason")
    layout: Layout = Field(
        "kr.2013",
        description="the order of the document's sections: of 2013 (13 sections), of the guideline of April 2026, or a general one",
    )
    sections: tuple[OwnSection, ...] = optional_key(
        (), "the document's sections as the company orders and names them, in place of `layout`"
    )
    wording: Wordings = Field(default_factory=dict, description="counsel's own wording, by language")
    site: Site | None = Field(
        None,
        exclude=True,
        description="how the site looks: name, logo, colours, the company's lines at its foot; no version holds it",
    )

    @property
    def korean(self) -> bool:
        """Whether a Korean statute judges the policy."""
        return any(act.partition(".")[0] == "kr" for act in self.service.under)

    @property
    def asks_for_bases(self) -> bool:
        """Whether a law that judges the policy asks on which basis data is processed (PIPA §15; GDPR and UK GDPR, 6)."""
        return self.korean or bool({"eu.gdpr", "uk.gdpr"} & set(self.service.under))

    @property
    def with_accounts(self) -> bool:
        """Whether anybody whose data it is signs in, and so may leave."""
        return any(not who.guest for who in self.service.covers)

    @property
    def guarded(self) -> frozenset[str]:
        """The items and contents that the law guards: unique identifiers and sensitive data."""
        return frozenset(
            [name for name, item in self.items.items() if item.type in GUARDED]
            + [
                f"{kind}.{name}"
                for kind, record in self.records.items()
                for name, part in record.items.contents.items()
                if part.sensitive
            ]
        )

    def holds_identifier(self, name: str) -> bool:
        """Whether an item that the law guards is a unique identifier, and not sensitive data."""
        return name in self.items and self.items[name].type is not ItemType.SENSITIVE

    def reason_asked(self, purpose: Purpose) -> bool:
        """Whether a handler gives a reason for each read: the purpose asks for one, or reads what the law guards."""
        return purpose.reason or not self.guarded.isdisjoint(purpose.items)
