"""Several brands or sites under one policy: what is each one's own."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from jikim.policy.model.contact import Officers
from jikim.policy.model.part import ChannelName, Name, Named, Names, Text, optional_key
from jikim.policy.model.site import Site


class Brand(Named):
    """A brand or site of the policy. What came in by its channels is its own; a processor, a recipient or a body that brands
    name is of those brands alone, and one that none names is of all."""

    url: str = optional_key("", "where it is")
    controller: Text | None = optional_key(
        None, "the company behind it, where it is another one: it decides together with the policy's own (GDPR 26)"
    )
    channels: tuple[ChannelName, ...] = optional_key(
        (), "its doors: what comes in by them is its own; another company that decides together may have none"
    )
    processors: tuple[Annotated[Name, Names("processors")], ...] = optional_key((), "who works for it alone")
    recipients: tuple[Annotated[Name, Names("recipients")], ...] = optional_key((), "who gets its data alone")
    bodies: tuple[Annotated[Name, Names("bodies")], ...] = optional_key(
        (), "the bodies that hear complaints about it alone"
    )
    officers: Officers | None = optional_key(None, "whom to turn to, where it is somebody else")
    site: Site | None = Field(
        None,
        exclude=True,
        description="how its own site looks, which is shown at the brand's `url`; without it, as the policy's site",
    )
