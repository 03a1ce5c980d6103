"""The verbs as methods, a line each: declared once, on sync connections they answer, on an event loop they are awaited.

jk.collect("order", …)            # as the application
jk.by(actor).collect("order", …)  # as somebody
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from jikim.app.consent_receipts import consent_receipt
from jikim.db.driver import Steps
from jikim.errors import JikimError
from jikim.given import taking
from jikim.handlers.officers import confirm_officer, grant_handler, revoke_grant
from jikim.handlers.register import leave_duty
from jikim.observed.counts import observe
from jikim.processors.processor_status import working
from jikim.publishing.announce import withdraw
from jikim.publishing.publications import publications
from jikim.uploads.values import with_files, with_files_each
from jikim.verbs import private
from jikim.verbs.approve import approve, proposals
from jikim.verbs.check import check
from jikim.verbs.collect import collect, collect_many
from jikim.verbs.consent import consent
from jikim.verbs.consult import consult
from jikim.verbs.correct import ask_correction, correct, refuse_correction
from jikim.verbs.decide import decide
from jikim.verbs.deletions import deletions
from jikim.verbs.end_contract import end_contract
from jikim.verbs.entrust import entrust
from jikim.verbs.event import event
from jikim.verbs.find import find
from jikim.verbs.grant import grants_of
from jikim.verbs.hold import hold, release
from jikim.verbs.house import By, House
from jikim.verbs.leave import come_back, leave, leaving_plan, used_now
from jikim.verbs.looks import ask_look, decide_look
from jikim.verbs.mistaken import explained, explained_each
from jikim.verbs.provide import provide
from jikim.verbs.receipt import certificate_receipt, receipt
from jikim.verbs.show import show
from jikim.verbs.statistics import statistics
from jikim.verbs.status import status
from jikim.verbs.use import use, use_many

if TYPE_CHECKING:
    from jikim.faces import Method

P = ParamSpec("P")
T = TypeVar("T")
_MANY = ("collect_many", "use_many")  # each of what they are asked has its own outcome


def verb(asked: Callable[Concatenate[By, P], Steps[T]]) -> Method[P, T]:
    """A verb as a method: asked by the actor of the object that it is called on."""
    steps = _answered(asked)

    def method(face: Any, /, *args: P.args, **named: P.kwargs) -> Any:
        return face.driver.run(steps(face.house, By(face.house, face.actor), args, named))

    method.by_actor = True  # type: ignore[attr-defined]
    return _method(asked, method)


def step(asked: Callable[Concatenate[House, P], Steps[T]]) -> Method[P, T]:
    """What the house answers whoever asks, as a method."""
    steps = _answered(asked)

    def method(face: Any, /, *args: P.args, **named: P.kwargs) -> Any:
        return face.driver.run(steps(face.house, face.house, args, named))

    return _method(asked, method)


def _answered(asked: Callable[..., Steps[T]]) -> Callable[[House, Any, tuple[Any, ...], dict[str, Any]], Steps[T]]:
    """The steps of a verb: its arguments as they are declared, and its errors in the house's language, with the name
    that was meant."""
    told, taken = inspect.signature(asked), taking(asked)
    _, *names = told.parameters

    def steps(house: House, first: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Steps[T]:
        language = house.settings().language
        try:
            answer = yield from asked(first, *taken(args, named), **named)
        except JikimError as error:
            given = {**dict(zip(names, args, strict=False)), **named}
            explained(error, house.policy, asked.__name__, given).spoken(language)
            raise
        if isinstance(answer, list) and asked.__name__ in _MANY:
            explained_each(answer, house.policy, asked.__name__, next(iter((*args, *named.values()))), names[0])
            for one in answer:
                if isinstance(one, JikimError):
                    one.spoken(language)
        return answer

    return steps


def _method(asked: Callable[..., Steps[T]], method: Callable[Concatenate[Any, P], Any]) -> Method[P, T]:
    told = inspect.signature(asked)
    first, *rest = told.parameters.values()
    found = wraps(asked)(method)
    found.__signature__ = told.replace(  # type: ignore[attr-defined]
        parameters=[first.replace(name="self", annotation=inspect.Parameter.empty), *rest],
        return_annotation=told.return_annotation.removeprefix("Steps[").removesuffix("]"),
    )
    return cast("Method[P, T]", found)


class Verbs:
    """Every verb. Each raises DeniedError with the clause where the policy says no, and says in its own words what
    else."""

    # records
    collect = verb(with_files(collect))
    collect_many = verb(with_files_each(collect_many))
    use = verb(use)
    use_many = verb(use_many)
    check = verb(check)
    event = verb(event)
    status = verb(status)
    provide = verb(provide)
    entrust = verb(entrust)
    ask_correction = verb(ask_correction)
    correct = verb(with_files(correct))
    refuse_correction = verb(refuse_correction)
    find = verb(find)
    statistics = verb(statistics)

    # an application's own database, beside the policy
    decide = verb(decide)
    observe = verb(observe)

    # a person
    consent = verb(consent)
    show = verb(show)
    leaving_plan = step(leaving_plan)
    leave = verb(leave)
    come_back = verb(come_back)
    seen = verb(used_now)
    receipt = step(receipt)
    consent_receipt = verb(consent_receipt)
    certificate_receipt = step(certificate_receipt)

    # what rests, and what is held
    consult = verb(consult)
    ask_look = verb(ask_look)
    decide_look = verb(decide_look)
    hold = verb(hold)
    release = verb(release)

    # handlers and officers
    handler = step(grants_of)
    grant = verb(grant_handler)
    revoke = verb(revoke_grant)
    confirm_officer = verb(confirm_officer)
    leave_duty = verb(leave_duty)
    proposals = step(proposals)
    approve = verb(approve)

    # processors, and versions of the policy
    processors = step(working)
    deletions = step(deletions)
    end_contract = verb(end_contract)
    publications = step(publications)
    withdraw_publication = verb(withdraw)


class PrivateReads:
    """Before `Verbs`: what reads answer keeps its purpose (`jikim.values`)."""

    use = verb(private.use)
    use_many = verb(private.use_many)
