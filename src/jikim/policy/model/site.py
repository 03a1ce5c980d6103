"""How a company's site looks. It is no promise: no version of the policy holds it, and a change of it needs no
announcement."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from jikim.policy.model.part import Part, Text, optional_key

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$")]
Picture = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]*\.(svg|png|webp|jpg)$", max_length=200)
]


class Colours(Part):
    """A site's colours in one scheme, each as `#1d4f8a`; one that is left out is Jikim's own, or follows from the others."""

    main: Colour | None = optional_key(None, "the company's colour: buttons, links, what is emphasised")
    on_main: Colour | None = optional_key(
        None, "the words on a button; without it, white or black, whichever is read better"
    )
    paper: Colour | None = optional_key(None, "what a page stands on")
    ink: Colour | None = optional_key(None, "its words")


class Registration(Part):
    """Who runs the shop, as the E-Commerce Act §10 has it shown on its first page."""

    representative: Text | None = optional_key(None, "who represents the company")
    number: str | None = optional_key(
        None, "its business registration number: `999-99-10027`", min_length=1, max_length=20
    )
    mail_order: Text | None = optional_key(None, "its mail-order report, with the office that took it")
    address: Text | None = optional_key(None, "where it is, and where complaints of consumers are handled")
    phone: str | None = optional_key(None, "its telephone number", min_length=1, max_length=40)
    email: str | None = optional_key(None, "its e-mail address", min_length=1, max_length=254)
    hosting: Text | None = optional_key(None, "who hosts the shop")
    shown_at: str | None = optional_key(
        None, "the Fair Trade Commission's page that shows who it is", min_length=1, max_length=300
    )


class Site(Part):
    """What a site shows of its company on every page."""

    name: Text | None = optional_key(None, "its name at the top; without it, the service's, or the brand's")
    logo: Picture | None = optional_key(
        None, "a picture in the policy's folder, shown in place of the name: `logo.svg`"
    )
    logo_dark: Picture | None = optional_key(None, "another one for whoever prefers dark pages")
    colours: Colours | None = optional_key(None, "its colours on light pages")
    dark: Colours | None = optional_key(
        None, "its colours on dark pages; without them its own, made light enough to be read"
    )
    registration: Registration | None = optional_key(None, "who runs the shop, at the foot of each page")
    footer: Text | None = optional_key(None, "a line of its own at the foot of each page")
