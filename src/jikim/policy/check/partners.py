"""Rules about partners, who supply data: by a channel, for a purpose, and nothing that it does not need."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.handing import beyond, lacking, parties
from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity
from jikim.policy.model import ChannelKind

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(partner_without_purposes=E, partner_without_items=E, partner_without_records=E, law="source")
def whole(scope: Scope) -> Iterator[Finding]:
    """A partner supplies some items, for some purposes, into some records: the subject can see which (PIPA §20)."""
    says = {
        "purposes": ("무엇에 쓸 것을 넘기는지", "for what"),
        "items": ("무엇을 넘기는지", "which items"),
        "records": ("어느 기록에 넘기는지", "into which records"),
    }
    for party in parties(scope, "partners"):
        yield from lacking(scope, party, says)


@rule(partner_without_channel=E, partner_item_without_channel=W)
def doors(scope: Scope) -> Iterator[Finding]:
    """What a partner supplies comes in by a channel of kind `partner` that its records name and that admits it."""
    channels = scope.policy.channels
    for name, partner in scope.policy.partners.items():
        for index, record in enumerate(partner.records):
            kind = scope.policy.records.get(record)
            if kind is None:
                continue
            if not any(via in channels and channels[via].kind is ChannelKind.PARTNER for via in kind.via):
                yield scope.find(
                    "partner-without-channel", ("partners", name, "records", index), name=name, record=record
                )
        brought = {
            ref
            for record in partner.records
            if record in scope.policy.records
            for via in scope.policy.records[record].via
            if via in channels and channels[via].kind is ChannelKind.PARTNER
            for ref in scope.brings(record, channels[via])
        }
        for index, ref in enumerate(partner.items):
            if brought and ref in scope.held_by(partner.records) and ref not in brought:
                yield scope.find("partner-item-without-channel", ("partners", name, "items", index), name=name, ref=ref)


@rule(partner_brings_more_than_its_purpose=W, law="minimal")
def least(scope: Scope) -> Iterator[Finding]:
    """A partner supplies what its purposes use, and nothing beyond (PIPA §3①)."""
    for party in parties(scope, "partners"):
        for path, ref, purposes in beyond(scope, party):
            yield scope.find("partner-brings-more-than-its-purpose", path, name=party.name, ref=ref, purposes=purposes)


@rule(partner_channel_without_partner=N)
def nobody_at_the_door(scope: Scope) -> Iterator[Finding]:
    """A channel for partners has a partner who uses it."""
    for name, channel in scope.policy.channels.items():
        if channel.kind is ChannelKind.PARTNER and not scope.policy.partners:
            yield scope.find("partner-channel-without-partner", ("channels", name), name=name)
