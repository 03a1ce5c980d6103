"""Rules about how the site looks: it can be read, and a shop says who runs it."""

from __future__ import annotations

from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope, listed
from jikim.policy.colours import READABLE, pairs
from jikim.policy.finding import Finding, Path, Severity
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType, Site

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE
# What a shop shows on its first page; the name, the terms and the officer stand there of themselves.
_SHOWN = ("representative", "number", "mail_order", "address", "phone", "email")


def _sites(scope: Scope) -> Iterator[tuple[Path, Site]]:
    if scope.policy.site is not None:
        yield ("site",), scope.policy.site
    for name, brand in scope.policy.brands.items():
        if brand.site is not None:
            yield ("brands", name, "site"), brand.site


@rule(colour_contrast_low=W)
def contrasts(scope: Scope) -> Iterator[Finding]:
    """Words are told from what they stand on: of colours that the company names, at least 4.5 to 1 (WCAG 2.1, 1.4.3 AA)."""
    for path, site in _sites(scope):
        for key, scheme, chosen in (("colours", "light", site.colours), ("dark", "dark", site.dark)):
            low = {pair.of: pair for pair in pairs(chosen, scheme) if pair.contrast < READABLE}
            for (one, other), pair in low.items():
                named = [name for name in (one, other) if getattr(chosen, name, None) is not None]
                yield scope.find(
                    "colour-contrast-low",
                    (*path, key, *named[:1]),
                    other=other,
                    ground=pair.ground,
                    one=one,
                    text=pair.text,
                    contrast=pair.contrast,
                    readable=READABLE,
                )


@rule(company_number_wrong=E)
def numbers(scope: Scope) -> Iterator[Finding]:
    """A Korean business registration number has ten digits, of which the last follows from the others."""
    for path, site in _sites(scope):
        if site.registration is None or site.registration.number is None or not scope.korean:
            continue
        try:
            accept(ItemType.BUSINESS_NUMBER, site.registration.number, country="KR")
        except ItemError as error:
            yield scope.tell(
                "company-number-wrong",
                (*path, "registration", "number"),
                error.text["ko"],
                error.text["en"],
                (error.hint["ko"], error.hint["en"]),
            )


@rule(shop_registration_missing=W, law="shop-shown")
def shops(scope: Scope) -> Iterator[Finding]:
    """A shop shows on its first page who runs it: representative, address, telephone, e-mail, registration number and
    mail-order report (E-Commerce Act §10①). Asked where the policy is under that Act and has a `site:`."""
    if not scope.under("kr.ecommerce"):
        return
    for path, site in _sites(scope):
        told = site.registration
        lacking = [name for name in _SHOWN if told is None or getattr(told, name) is None]
        if lacking:
            yield scope.find(
                "shop-registration-missing",
                (*path, "registration") if told is not None else path,
                lacking=listed(lacking),
            )
