"""The policy file as typed data: what each part may say, before anything is checked for meaning.

Pydantic reports every structural mistake at once; `check` adds those of meaning. Every model forbids unknown keys,
so that a misspelt promise never passes for a kept one. The JSON Schema that editors use is made from these classes.

A *reference* to an item is its name (`email`); a reference to a record kind's own contents is `kind.name`
(`order.lines`), or just `name` inside that record kind.
"""

from __future__ import annotations

from jikim.policy.model.away import Dormancy, Leaving, Rejoining
from jikim.policy.model.brands import Brand
from jikim.policy.model.care import Duty, Right, RightName, Safeguard, Sweep
from jikim.policy.model.contact import Agent, Body, Links, Notice, Officer, Officers
from jikim.policy.model.cookies import Cookie, CookiePurpose, Cookies
from jikim.policy.model.file import PolicyFile
from jikim.policy.model.handover import Handover
from jikim.policy.model.matters import Matter, OwnSection, Statement, Waiver
from jikim.policy.model.part import Clause, Language, Name, Named, Part, Promise, Ref, Text
from jikim.policy.model.site import Colours, Registration, Site
from jikim.policy.model.systems import System
from jikim.policy.model.what import (
    GUARDED,
    IDENTIFIERS,
    Channel,
    ChannelKind,
    GuardianWay,
    Item,
    ItemType,
    Partner,
    Refuse,
)
from jikim.policy.model.where import (
    BUILT_IN_EVENTS,
    Archive,
    ArchivePurpose,
    Case,
    Contents,
    Ending,
    Ends,
    Hold,
    Keep,
    Raiser,
    Record,
    RecordClass,
    RecordItems,
)
from jikim.policy.model.who import Earlier, Law, Ordinary, Service, SubjectKind, Version
from jikim.policy.model.whom import Abroad, Contract, Country, Processor, Recipient, Under
from jikim.policy.model.why import Basis, Purpose, PurposeKind
from jikim.policy.model.wording import TOPICS, Layout, Sentence, Topic, WordedSection, Wording

__all__ = [
    "BUILT_IN_EVENTS",
    "GUARDED",
    "IDENTIFIERS",
    "TOPICS",
    "Abroad",
    "Agent",
    "Archive",
    "ArchivePurpose",
    "Basis",
    "Body",
    "Brand",
    "Case",
    "Channel",
    "ChannelKind",
    "Clause",
    "Colours",
    "Contents",
    "Contract",
    "Cookie",
    "CookiePurpose",
    "Cookies",
    "Country",
    "Dormancy",
    "Duty",
    "Earlier",
    "Ending",
    "Ends",
    "GuardianWay",
    "Handover",
    "Hold",
    "Item",
    "ItemType",
    "Keep",
    "Language",
    "Law",
    "Layout",
    "Leaving",
    "Links",
    "Matter",
    "Name",
    "Named",
    "Notice",
    "Officer",
    "Officers",
    "Ordinary",
    "OwnSection",
    "Part",
    "Partner",
    "PolicyFile",
    "Processor",
    "Promise",
    "Purpose",
    "PurposeKind",
    "Raiser",
    "Recipient",
    "Record",
    "RecordClass",
    "RecordItems",
    "Ref",
    "Refuse",
    "Registration",
    "Rejoining",
    "Right",
    "RightName",
    "Safeguard",
    "Sentence",
    "Service",
    "Site",
    "Statement",
    "SubjectKind",
    "Sweep",
    "System",
    "Text",
    "Topic",
    "Under",
    "Version",
    "Waiver",
    "WordedSection",
    "Wording",
]
