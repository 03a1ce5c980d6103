"""What the routes do: each is one verb, with the application as its actor. What acts for a person asks for a key that
may."""

from __future__ import annotations

from typing import Any

from jikim.answers import Read
from jikim.api import shapes
from jikim.api.answered import Ended, Held
from jikim.api.call import Call
from jikim.verbs.deletions import deletions as all_deletions
from jikim.verbs.statistics import statistics as counted
from jikim.wire import plain, plain_dossier, plain_plan

Body = Any


async def collect(call: Call, body: shapes.Collect) -> Body:
    subject = body.subject if isinstance(body.subject, str) else body.subject.value()
    return plain(
        await call.api.collect(
            call.actor,
            body.kind,
            body.given(),
            channel=body.channel,
            subject=subject,
            old_enough=body.old_enough,
            consents=tuple(body.consents),
            partner=body.partner,
            country=body.country,
            accepted=body.accepted,
            counterparty=body.counterparty,
        )
    )


async def collect_many(call: Call, body: shapes.CollectMany) -> Body:
    answers = await call.jk.by(call.actor).collect_many(
        [offer.value() for offer in body.offers], old_enough=body.old_enough, country=body.country
    )
    return {"answers": [call.api.outcome(one) for one in answers]}


async def use(call: Call, body: shapes.Use) -> Body:
    return plain(await call.api.uses((call.actor, body.reason), Read(body.ref.value(), body.purpose, body.items)))


async def use_many(call: Call, body: shapes.UseMany) -> Body:
    answers = await call.jk.by(call.actor).use_many([read.value() for read in body.reads], reason=body.reason)
    return {"answers": [call.api.outcome(one) for one in answers]}


async def event(call: Call, body: shapes.Event) -> Body:
    return plain(Ended(await call.jk.by(call.actor).event(body.ref.value(), body.name)))


async def provide(call: Call, body: shapes.Provide) -> Body:
    return plain(
        await call.jk.by(call.actor).provide(body.ref.value(), to=body.to, purpose=body.purpose, items=body.items)
    )


async def entrust(call: Call, body: shapes.Entrust) -> Body:
    return plain(
        await call.jk.by(call.actor).entrust(body.ref.value(), to=body.to, purpose=body.purpose, items=body.items)
    )


async def ask_correction(call: Call, body: shapes.AskCorrection) -> Body:
    await call.for_person("record:freeze", body.ref.subject, body.ref.kind)
    return plain(await call.jk.by(call.actor).ask_correction(body.ref.value(), body.items))


async def correct(call: Call, body: shapes.Correct) -> Body:
    await call.for_person("record:correct", body.correction.ref.subject, body.correction.ref.kind)
    return plain(await call.jk.by(call.actor).correct(body.correction.value(), body.given(), country=body.country))


async def refuse_correction(call: Call, body: shapes.RefuseCorrection) -> None:
    await call.for_person("record:refuse-correction", body.correction.ref.subject, body.correction.ref.kind)
    await call.jk.by(call.actor).refuse_correction(body.correction.value(), reason=body.reason)


async def consent(call: Call, body: shapes.Consent) -> Body:
    await call.for_person("subject:consent", body.subject, None)
    return plain(await call.jk.by(call.actor).consent(body.subject, give=body.give, withdraw=body.withdraw))


async def show(call: Call, body: shapes.Subject) -> Body:
    await call.for_person("subject:show", body.subject)
    return plain_dossier(await call.jk.by(call.actor).show(body.subject), call.named)


async def consent_receipt(call: Call, body: shapes.ConsentReceipt) -> Body:
    await call.for_person("subject:show", body.subject)
    return await call.jk.by(call.actor).consent_receipt(body.subject, language=body.language)


async def leaving_plan(call: Call, body: shapes.Subject) -> Body:
    await call.for_person("subject:leaving-plan", body.subject)
    return plain_plan(await call.jk.leaving_plan(body.subject), call.named)


async def leave(call: Call, body: shapes.Subject) -> Body:
    await call.for_person("subject:leave", body.subject)
    return plain_plan(await call.jk.by(call.actor).leave(body.subject), call.named)


async def consult(call: Call, body: shapes.Consult) -> Body:
    return plain(
        await call.jk.by(call.actor).consult(
            body.ref.value(),
            purpose=body.purpose,
            reason=body.reason,
            items=body.items,
            statute=body.statute,
            document=body.document,
            reason_kind=body.reason_kind,
        )
    )


async def hold(call: Call, body: shapes.Hold) -> Body:
    return plain(Held(await call.jk.by(call.actor).hold(body.ref.value(), reason=body.reason)))


async def release(call: Call, body: shapes.Release) -> None:
    await call.jk.by(call.actor).release(body.ref.value(), body.number, reason=body.reason)


async def receipt(call: Call, body: shapes.Subject) -> Body:
    await call.for_person("subject:receipt", body.subject)
    return plain(await call.jk.receipt(body.subject))


async def certificate_receipt(call: Call, body: shapes.Number) -> Body:
    call.allowed("evidence")
    await call.stands("certificate:receipt")
    return plain(await call.jk.certificate_receipt(body.number))


async def find(call: Call, body: shapes.Find) -> Body:
    return {"people": plain(await call.jk.by(call.actor).find(body.item, body.value, country=body.country))}


async def statistics(call: Call, body: shapes.Statistics) -> Body:
    steps = counted(call.house.by(call.actor), body.kind, purpose=body.purpose)
    return {"groups": plain(await call.run(steps))}


async def deletions(call: Call, body: shapes.Page) -> Body:
    call.allowed("evidence")
    await call.stands("record:deletions")
    return await call.page("deletions", await call.run(all_deletions(call.house)), body.cursor, body.limit, plain)
