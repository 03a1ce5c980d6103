"""How a handler proves who they are: a passkey (W3C WebAuthn Level 3), or a password and a code of the minute (TOTP,
RFC 6238).

Guarantees: a code, a passkey's challenge and its counter are good once; a password is Argon2id's hash (RFC 9106),
common ones are refused; what is stored lies sealed under the handler's own key. How often one may try is the pages' to
count.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from jikim.clock import machine_moment
from jikim.crypto import unwrap, wrap
from jikim.db.driver import Aside, Steps
from jikim.errors import InvalidError, KeyGoneError, SealError
from jikim.handlers.invitations import token_hash
from jikim.handlers.register import NAMES, Q
from jikim.ledger.entry import text_of
from jikim.on_demand import on_demand
from jikim.passwords import check_password, hash_password
from jikim.policy.ask import Actor
from jikim.policy.items import ItemError, accept
from jikim.policy.model import ItemType
from jikim.policy.outcome import Outcome
from jikim.verbs.entries import HANDLERS
from jikim.verbs.grant import office_only
from jikim.verbs.house import House

if TYPE_CHECKING:
    import pyotp
    import webauthn
    from webauthn import helpers
    from webauthn.helpers import exceptions, structs
else:
    pyotp, webauthn, helpers = (on_demand(name) for name in ("pyotp", "webauthn", "webauthn.helpers"))
    exceptions, structs = (on_demand(f"webauthn.helpers.{name}") for name in ("exceptions", "structs"))

STEP = 30  # seconds of one code
CHALLENGE = 32  # bytes
SECRETS = re.compile(r"[A-Z2-7]{32}")
# What a browser's answer can be wrong with; one that is nested without end among it.
_UNSOUND = (ValueError, KeyError, TypeError, RecursionError)


class Proof(NamedTuple):
    """One way to prove it. `secret` is opened for this look alone."""

    proof: UUID
    kind: str
    id: bytes
    secret: bytes
    used: int
    renewed: datetime


class Made(NamedTuple):
    """A proof that was found sound, before it is kept."""

    kind: str
    id: bytes
    secret: bytes
    used: int


class Proven(NamedTuple):
    """Whose passkey answered, and which."""

    handler: str
    proof: UUID


def proofs_of(house: House, handler: str) -> Steps[list[Proof]]:
    """By what a handler proves who they are; nothing of somebody who has left, whose key is gone, or whose name is none
    that a handler can have."""
    found: list[Proof] = []
    if not NAMES.fullmatch(handler):
        return found
    for proof, kind, name, sealed, count, renewed in (yield Q["proof.of"](handler=handler)):
        try:
            key = yield from house.keyring.open(HANDLERS, handler.encode())
            found.append(Proof(proof, kind, name, unwrap(key, b"proof", sealed), count, renewed))
        except (KeyGoneError, SealError):
            continue
    return found


def _set(house: House, handler: str, made: Made, actor: Actor) -> Steps[None]:
    key = yield from house.keyring.ensure(HANDLERS, handler.encode())
    entry = yield from house.note("handler:proof", actor, "grant", handler=handler, by=made.kind)
    [(outcome,)] = yield Q["proof.set"](
        handler=handler,
        proof=uuid4(),
        kind=made.kind,
        id=made.id,
        secret=wrap(key, b"proof", made.secret),
        count=made.used,
        entry=entry,
    )
    if outcome:
        house.denied(house.policy, None, Outcome.GONE)


def set_by_link(house: House, token: str, handler: str, proofs: Sequence[Made], *, actor: Actor) -> Steps[bool]:
    """Sets somebody's proofs and uses up the link that they came by, in one statement: of two who come with one link,
    one sets theirs and the other sets nothing. Answers whether this one did. Raises DeniedError where who is meant has
    left."""
    hashed = token_hash(token)
    if hashed is None:
        return False
    key = yield from house.keyring.ensure(HANDLERS, handler.encode())
    clause = house.policy.clause("grant")
    entry = yield from house.note("handler:proof", actor, "grant", handler=handler, by=proofs[0].kind)
    others = (
        house.fact("handler:proof", house.policy, None, clause, handler=handler, by=one.kind) for one in proofs[1:]
    )
    entries = [entry, *(entry.another(text_of(fact)) for fact in others)]
    [(code,)] = yield Q["proof.begin"](
        [one.entry for one in entries[1:]],
        token=hashed,
        now=machine_moment(),
        handler=handler,
        proofs=[uuid4() for _ in proofs],
        kinds=[one.kind for one in proofs],
        ids=[one.id for one in proofs],
        secrets=[wrap(key, b"proof", one.secret) for one in proofs],
        counts=[one.used for one in proofs],
        entries=[one.entry for one in entries],
        facts=[one.fact for one in entries],
        entry=entry,
    )
    outcome = Outcome(code)
    if outcome is Outcome.GONE:
        house.denied(house.policy, None, outcome)
    return outcome is Outcome.ALLOWED


# ---- a password and a code


def set_password(house: House, handler: str, password: str, *, actor: Actor) -> Steps[None]:
    """Sets or renews a password. Raises InvalidError for a weak or common one, and for the one that stands."""
    yield from _set(house, handler, (yield from sound_password(house, handler, password)), actor)


def sound_password(house: House, handler: str, password: str) -> Steps[Made]:
    """A password as it would be kept. Raises InvalidError as `set_password` does."""
    try:
        password = accept(ItemType.PASSWORD, password).value
    except ItemError as error:
        raise error.beside("password") from None
    for one in (yield from proofs_of(house, handler)):
        if one.kind == "password" and bool(
            (yield Aside(partial(check_password, password, one.secret.decode()), "password"))
        ):
            raise InvalidError(
                "it is the one that stands",
                item="password",
                hint="choose another",
                ko=("지금 쓰는 비밀번호와 같습니다", "다른 비밀번호를 정해 주세요"),
            )
    hashed = str((yield Aside(partial(hash_password, password), "password")))
    return Made("password", b"password", hashed.encode(), 0)


def new_code_secret() -> str:
    """A shared secret for codes, base32."""
    return pyotp.random_base32()


def code_uri(house: House, handler: str, secret: str) -> str:
    """The address that an authenticator app reads from a picture (otpauth)."""
    issuer = house.policy.file.service.controller.get("en") or next(iter(house.policy.file.service.controller.values()))
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=handler, issuer_name=issuer)


def step_of(secret: str, code: str) -> int | None:
    """The step (of 30 seconds) whose code this is: the present one, or one beside it."""
    if not SECRETS.fullmatch(secret):
        return None
    totp, now = pyotp.TOTP(secret, interval=STEP), int(machine_moment().timestamp())
    for step in (now // STEP, now // STEP - 1, now // STEP + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP), code.replace(" ", "")):
            return int(step)
    return None


def set_code(house: House, handler: str, secret: str, code: str, *, actor: Actor) -> Steps[None]:
    """Sets the shared secret, once its first code has shown that the app has it. Raises InvalidError for another code."""
    yield from _set(house, handler, sound_code(secret, code), actor)


def sound_code(secret: str, code: str) -> Made:
    """A shared secret as it would be kept, its first code used up. Raises InvalidError for another code."""
    step = step_of(secret, code)
    if step is None:
        raise wrong_code()
    return Made("totp", b"totp", secret.encode(), step)


def wrong_code() -> InvalidError:
    return InvalidError(
        "it is not the app's present code",
        item="code",
        hint="wait for the next six digits, and look whether the device's clock is right",
        ko=("지금의 번호가 아닙니다", "앱에 다음 여섯 자리가 나오면 적어 주세요. 기기의 시계가 맞는지도 확인해 주세요"),
    )


def prove_by_password(house: House, handler: str, password: str, code: str) -> Steps[bool]:
    """Whether both are right. Takes as long for somebody who is not there, and uses the code up."""
    found = {one.kind: one for one in (yield from proofs_of(house, handler))}
    secret, shared = found.get("password"), found.get("totp")
    right = bool(
        (yield Aside(partial(check_password, password, None if secret is None else secret.secret.decode()), "password"))
    )
    step = None if shared is None else step_of(shared.secret.decode(), code)
    if not right or shared is None or step is None:
        return False
    [(done,)] = yield Q["proof.take"](handler=handler, proof=shared.proof, count=step)
    return bool(done)


# ---- passkeys


def passkey_options(house: House, handler: str, name: str, host: str, challenge: bytes) -> Steps[str]:
    """What a browser needs to make a passkey, as JSON. The user's id is the handler's name and says nothing else."""
    held = [one for one in (yield from proofs_of(house, handler)) if one.kind == "passkey"]
    options = webauthn.generate_registration_options(
        rp_id=host,
        rp_name=house.policy.file.service.name.get("en", "Jikim"),
        user_id=handler.encode(),
        user_name=handler,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=one.id) for one in held],
    )
    return helpers.options_to_json(options)


def sound_passkey(answer: str, *, host: str, origin: str, challenge: bytes) -> Made:
    """A passkey that a browser made, as it would be kept. Raises InvalidError for an answer to another challenge, or
    that is none."""
    try:
        made = webauthn.verify_registration_response(
            credential=json.loads(answer),
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            require_user_verification=True,
        )
    except (exceptions.WebAuthnException, *_UNSOUND):
        raise wrong_passkey() from None
    return Made("passkey", made.credential_id, made.credential_public_key, made.sign_count)


def wrong_passkey() -> InvalidError:
    return InvalidError(
        "the browser's answer does not fit",
        item="passkey",
        hint="try again from the start",
        ko=("패스키의 응답이 맞지 않습니다", "처음부터 다시 해 주세요"),
    )


def passkey_question(host: str, challenge: bytes) -> str:
    """What a browser needs to use a passkey that it holds, as JSON: nobody says beforehand whose."""
    return helpers.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=host, challenge=challenge, user_verification=structs.UserVerificationRequirement.REQUIRED
        )
    )


def prove_by_passkey(house: House, answer: str, *, host: str, origin: str, challenge: bytes) -> Steps[Proven | None]:
    """Whose passkey answered, and which; None where it is nobody's, or answers another challenge, or was copied (its
    counter stands still)."""
    try:
        said = json.loads(answer)
        handler = helpers.base64url_to_bytes(said["response"]["userHandle"]).decode()
        wanted = helpers.base64url_to_bytes(said["rawId"])
    except (exceptions.WebAuthnException, *_UNSOUND):
        return None
    one = next((p for p in (yield from proofs_of(house, handler)) if p.kind == "passkey" and p.id == wanted), None)
    if one is None:
        return None
    try:
        done = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=host,
            expected_origin=origin,
            credential_public_key=one.secret,
            credential_current_sign_count=one.used,
            require_user_verification=True,
        )
    except (exceptions.WebAuthnException, *_UNSOUND):
        return None
    [(took,)] = yield Q["proof.take"](handler=handler, proof=one.proof, count=done.new_sign_count)
    return Proven(handler, one.proof) if took else None


def renew_passkey(house: House, used: Proven, *, actor: Actor) -> Steps[None]:
    """The passkey that was just used is good for another interval (10.6). Of their others nothing was shown."""
    for one in (yield from proofs_of(house, used.handler)):
        if one.proof == used.proof:
            yield from _set(house, used.handler, Made("passkey", one.id, one.secret, one.used), actor)


def drop_proof(house: House, handler: str, proof: UUID, *, actor: Actor) -> Steps[bool]:
    """A proof is given up: a lost device, an app that is no more. Their own, or an officer's act. Answers whether it
    was there."""
    event = "handler:proof-drop"
    if actor.id != handler or actor.kind not in ("handler", "officer"):
        yield from office_only(house, event, actor)
    entry = yield from house.note(event, actor, "grant", handler=handler)
    [(outcome,)] = yield Q["proof.drop"](handler=handler, proof=proof, entry=entry)
    return Outcome(outcome) is Outcome.ALLOWED
