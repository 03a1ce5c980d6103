"""Rules about brands: each has doors of its own, names what the policy declares, and where another company stands behind it
says how data comes to that company."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, near
from jikim.policy.finding import Finding, Severity
from jikim.urls import is_base

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE


@rule(brand_names_unknown=E, brand_without_door=E, brand_url_unusable=E, door_of_several_brands=E)
def parts(scope: Scope) -> Iterator[Finding]:
    """What a brand calls its own the policy declares; by its doors it is known what is its own, so each has one, and no door
    is two brands'. Another company that decides together may have none, and nobody then works for it alone. Its address, where
    it has one, leads to it: by its host its own site is known."""
    policy, taken = scope.policy, dict[str, str]()
    for name, brand in policy.brands.items():
        if brand.url and not is_base(brand.url):
            yield scope.find("brand-url-unusable", ("brands", name, "url"))
        lists: Mapping[str, tuple[tuple[str, ...], Mapping[str, Any]]] = {
            "channels": (brand.channels, policy.channels),
            "processors": (brand.processors, policy.processors),
            "recipients": (brand.recipients, policy.recipients),
            "bodies": (brand.bodies, policy.bodies),
        }
        for part, (refs, known) in lists.items():
            for index, ref in enumerate(refs):
                if ref not in known:
                    yield scope.tell(
                        "brand-names-unknown",
                        ("brands", name, part, index),
                        f"`{part}`에 `{ref}` 이름이 없습니다",
                        f"`{ref}` is none of the `{part}`",
                        near(ref, known),
                    )
        if not brand.channels and (brand.controller is None or brand.processors or brand.recipients):
            yield scope.find("brand-without-door", ("brands", name, "channels"), name=name)
        for index, ref in enumerate(brand.channels):
            if taken.setdefault(ref, name) != name:
                yield scope.find(
                    "door-of-several-brands", ("brands", name, "channels", index), ref=ref, taken=taken[ref]
                )


@rule(joint_flow_unnamed=W)
def flows(scope: Scope) -> Iterator[Finding]:
    """Korean law knows no joint controllers: what comes to another company is provided to it (PIPA §17) or entrusted to it
    (§26), and the policy says which, by a recipient or a processor that bears its name."""
    policy = scope.policy
    if not scope.korean:
        return
    named = [one.company or one.label for one in policy.recipients.values()]
    named += [one.label for one in policy.processors.values()]
    for name, brand in policy.brands.items():
        if brand.controller is not None and brand.controller not in named:
            who = brand.controller.get("ko") or next(iter(brand.controller.values()))
            yield scope.find(
                "joint-flow-unnamed", ("brands", name, "controller"), who=who, statute=scope.law("entrustment")
            )
