"""What a rule is: a function from the scope to findings, registered with the codes that it may give.

The registry is what the reference lists: each code with its severity, and the rule's docstring, which says the rule and
where it comes from.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from jikim.policy.check.scope import Scope
from jikim.policy.finding import Finding, Severity

Check = Callable[[Scope], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `codes` gives each code it may report and how severe that usually is; `law`: the topic of the statute
    that stands behind it, where that is the same for all."""

    name: str
    codes: dict[str, Severity]
    says: str
    run: Check
    law: str = ""


_RULES: list[Rule] = []


def rule(*, law: str = "", **codes: Severity) -> Callable[[Check], Check]:
    """Registers a rule. A code `unknown_item` is reported as `unknown-item`; two rules never share a code."""
    named = {code.replace("_", "-"): severity for code, severity in codes.items()}

    def register(check: Check) -> Check:
        says = inspect.getdoc(check)
        if not says:
            raise ValueError(f"the rule {check.__name__} has no docstring")
        taken = {code for known in _RULES for code in known.codes} & set(named)
        if taken:
            raise ValueError(f"{check.__name__}: {', '.join(sorted(taken))} is another rule's code")
        _RULES.append(Rule(check.__name__, named, says, check, law))
        return check

    return register


def rules() -> tuple[Rule, ...]:
    """Every rule, as registered: by family and, within one, as written."""
    return tuple(_RULES)
