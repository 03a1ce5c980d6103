"""`jikim explain`: what may happen to one thing."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from jikim.cli import policy_file, terminal
from jikim.cli.options import Json, Lang, PolicyPath, language
from jikim.cli.render import published
from jikim.errors import JikimError


def explain(
    policy: PolicyPath,
    name: Annotated[
        str, Parameter(name="NAME", help="An item, record, purpose, recipient, processor, channel or partner.")
    ],
    /,
    *,
    lang: Lang = None,
    json: Json = False,
) -> None:
    """Say what may happen to one thing that a policy names, and why.

    The thing is named as in the file (`email`, `order`, `order.lines`, `records.payment`) or by its label. Each line
    ends with the clause, or the place in the file, that says so.
    """
    from jikim.policy.explain import explain as explained
    from jikim.policy.explain import suggest

    file = policy_file.sound(policy, language(lang))
    local = language(None)
    tongue = published(file, lang or (local if local in file.service.languages else None))
    found = explained(file, name, tongue)
    if found is None:
        near = suggest(file, name)
        meant = " or ".join(f"`{other}`" for other in near)
        hint = f"did you mean {meant}?" if near else "name an item, record or purpose as the policy file does"
        raise JikimError(f"the policy names no `{name}`", hint=hint)
    if json:
        terminal.document(found.as_json())
        return
    terminal.line(found.text().removesuffix("\n"))
