"""OpenID Connect with one provider: the authorization code flow with PKCE, state and nonce (OpenID Connect Core §3.1,
RFC 7636, RFC 9700), and what the provider says of somebody afterwards: whether it still vouches for them (a refresh
token, §12), that they signed out there (OpenID Connect Back-Channel Logout 1.0), that their account there was closed
(OpenID RISC Profile 1.0).

What is verified before anybody is believed: the state of this browser, the signature by a key the provider publishes,
issuer, audience, time and nonce. Nothing that the provider sends is logged, and nothing of it is kept here.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus, urlencode

from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.on_demand import on_demand
from jikim.urls import for_data

if TYPE_CHECKING:
    import httpx
    from joserfc import errors, jwk, jwt
else:
    httpx = on_demand("httpx")
    errors, jwk, jwt = (on_demand(f"joserfc.{name}") for name in ("errors", "jwk", "jwt"))

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
LEEWAY_SECONDS = 60
# What the provider may say by itself, and whether it closes an account (Back-Channel Logout §2.4, RISC §2, CAEP §3.1).
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"
EVENTS = {
    "https://schemas.openid.net/secevent/risc/event-type/account-disabled": True,
    "https://schemas.openid.net/secevent/risc/event-type/account-purged": True,
    "https://schemas.openid.net/secevent/caep/event-type/session-revoked": False,
}
OLDEST = timedelta(minutes=10)
TIMEOUT_SECONDS = 10.0


class Begun(NamedTuple):
    """A sign-in that was begun: where the browser goes, and what it must come back with.

    `since`: when a proof was asked for, in seconds of the epoch; None for a plain sign-in.
    """

    url: str
    state: str
    nonce: str
    verifier: str
    since: int | None


class Vouched(NamedTuple):
    """Whom the provider vouches for. `email` is empty where it has verified none, `refresh` where it gave no refresh
    token. `claims` are those of the ID token. `proved`: when the provider authenticated them, where a proof was asked
    for; None for a plain sign-in, however recent it is."""

    issuer: str
    subject: str
    email: str
    claims: Mapping[str, Any]
    refresh: str
    proved: datetime | None


class Word(NamedTuple):
    """What the provider says of somebody by itself: `closed`, whether their account there is; else they are signed out.

    `subject` is empty where the word is of one session alone, and `session` (the provider's `sid`) where it is of all.
    `at` is when it was said.
    """

    subject: str
    session: str
    closed: bool
    at: datetime


class ProviderError(JikimError):
    """The provider cannot be reached, or what it sent cannot be believed."""


class NoLongerError(JikimError):
    """The provider does not vouch for somebody any longer."""


def _wrong(message: str, ko: str) -> ProviderError:
    return ProviderError(
        message,
        hint="sign in with the password, or try again in a moment",
        ko=(ko, "비밀번호로 로그인하거나 잠시 뒤에 다시 시도해 주세요"),
    )


def _random() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


async def _get(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    for_data(url)
    answer = await client.get(url)
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise ValueError
    return found


async def _configuration(client: httpx.AsyncClient, issuer: str) -> dict[str, Any]:
    found = await _get(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
    # INVARIANT: what a provider publishes speaks for that issuer alone.
    if found.get("issuer") != issuer:
        raise _wrong("the provider speaks for another issuer", "제공자가 다른 발급자의 이름으로 응답했습니다")
    return found


async def begin(
    provider: Mapping[str, Any], back: str, *, scope: str = "openid email", proof: bool = False, **more: str
) -> Begun:
    """Where the browser goes to sign in; `more` are further parameters of the request.

    For a `proof` the provider has to authenticate them anew, however they are signed in there (`prompt`, `max_age`:
    OpenID Connect Core §3.1.2.1). Raises ProviderError.
    """
    state, nonce, verifier = _random(), _random(), _random()
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
        for_data(found["authorization_endpoint"])
    except (httpx.HTTPError, ValueError, KeyError, JikimError):
        raise _wrong("the provider cannot be reached", "제공자에 연결할 수 없습니다") from None
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider["client_id"],
        "redirect_uri": back,
        "scope": scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **({"prompt": "login", "max_age": "0"} if proof else {}),
        **more,
    }
    url, since = found["authorization_endpoint"], int(machine_moment().timestamp()) if proof else None
    return Begun(f"{url}{'&' if '?' in url else '?'}{urlencode(query)}", state, nonce, verifier, since)


async def finish(
    provider: Mapping[str, Any], back: str, code: str, nonce: str, verifier: str, since: int | None
) -> Vouched:
    """Whom the provider vouches for, once all of it is verified; `nonce`, `verifier` and `since` as `begin` gave them.
    Raises ProviderError."""
    asked = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
            answer = await _tokens(client, provider, found, asked)
            answer.raise_for_status()
            given = answer.json()
            claims = await _claims(
                client, provider, found, given["id_token"], nonce={"essential": True, "value": nonce}
            )
        # A token for several audiences says which of them it was given to (OpenID Connect Core §3.1.3.7, 4 and 5).
        alone = isinstance(claims["aud"], str) or len(claims["aud"]) == 1
        if claims.get("azp", provider["client_id"] if alone else None) != provider["client_id"]:
            raise _wrong("the provider vouched for somebody elsewhere", "제공자가 다른 서비스의 사람을 보증했습니다")
        proved = None if since is None else _authenticated(claims, since)
        email = claims.get("email") if claims.get("email_verified") is True else ""
        refresh = str(given.get("refresh_token") or "")
        return Vouched(provider["issuer"], str(claims["sub"]), str(email or ""), claims, refresh, proved)
    except ProviderError:
        raise
    except (httpx.HTTPError, errors.JoseError, ValueError, KeyError, TypeError, JikimError):
        raise _wrong("what the provider sent cannot be believed", "제공자가 보낸 것을 믿을 수 없습니다") from None


def _authenticated(claims: Mapping[str, Any], since: int) -> datetime:
    """When the provider authenticated them. INVARIANT: after they were sent there to prove themselves (`auth_time`, §2
    and §3.1.3.7, 13); what it remembered of before proves nothing now."""
    at, now = claims["auth_time"], machine_moment()
    if type(at) is not int or not since - LEEWAY_SECONDS <= at <= now.timestamp() + LEEWAY_SECONDS:
        raise _wrong("the provider did not ask them anew", "제공자가 본인을 다시 확인하지 않았습니다")
    return min(datetime.fromtimestamp(at, UTC), now)


async def refreshed(provider: Mapping[str, Any], refresh: str) -> str:
    """Asks whether the provider still vouches for whom it gave this refresh token. Answers the token for the next time.

    Raises NoLongerError where it does not (RFC 6749 §5.2, `invalid_grant`), ProviderError where it says neither.
    """
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
            asked = {"grant_type": "refresh_token", "refresh_token": refresh}
            answer = await _tokens(client, provider, found, asked)
        given = answer.json()
        if answer.status_code == 400 and given["error"] == "invalid_grant":
            raise NoLongerError(
                "the provider no longer vouches for them", ko=("제공자가 이 사람을 더는 보증하지 않습니다", "")
            )
        answer.raise_for_status()
        return str(given.get("refresh_token") or refresh)
    except (ProviderError, NoLongerError):
        raise
    except (httpx.HTTPError, ValueError, KeyError, TypeError, JikimError):
        raise _wrong("the provider cannot be reached", "제공자에 연결할 수 없습니다") from None


async def word_of(provider: Mapping[str, Any], token: str) -> Word | None:
    """What a logout token or a security event token says, once it is verified; None for an event of no concern here.

    Raises ProviderError for one that cannot be believed.
    """
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
            claims = await _claims(client, provider, found, token)
        said = datetime.fromtimestamp(claims["iat"], UTC)
        events: Mapping[str, Any] = claims["events"]
        # INVARIANT: an ID token is no event: it may lie in a browser (Back-Channel Logout §2.4).
        if "nonce" in claims or not events or machine_moment() - said > OLDEST:
            raise _wrong("it is no event, or an old one", "이벤트가 아니거나 오래된 이벤트입니다")
        if LOGOUT in events:
            subject, session = str(claims.get("sub") or ""), str(claims.get("sid") or "")
            if not subject and not session:
                raise _wrong("it is about nobody", "누구에 관한 이벤트인지 없습니다")
            return Word(subject, session, False, said)
        for name, closed in EVENTS.items():
            if name in events:
                about = claims.get("sub_id") or events[name]["subject"]
                if about["iss"] != provider["issuer"]:
                    raise _wrong("it is about somebody elsewhere", "다른 서비스의 사람에 관한 이벤트입니다")
                return Word(str(about["sub"]), "", closed, said)
        return None
    except ProviderError:
        raise
    except (
        httpx.HTTPError,
        errors.JoseError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        JikimError,
    ):
        raise _wrong("what the provider sent cannot be believed", "제공자가 보낸 것을 믿을 수 없습니다") from None


async def _tokens(
    client: httpx.AsyncClient, provider: Mapping[str, Any], found: Mapping[str, Any], asked: dict[str, str]
) -> httpx.Response:
    """An answer of the token endpoint. Name and secret are encoded before Basic joins them (RFC 6749 §2.3.1)."""
    for_data(found["token_endpoint"])
    own = quote_plus(provider["client_id"]), quote_plus(provider["client_secret"])
    return await client.post(found["token_endpoint"], auth=own, data=asked)


async def _claims(
    client: httpx.AsyncClient, provider: Mapping[str, Any], found: Mapping[str, Any], token: str, **rules: Any
) -> dict[str, Any]:
    """What a token of the provider says to this client, now. An ID token, which has a nonce, says about whom and until
    when too."""
    keys = jwk.KeySet.import_key_set(await _get(client, found["jwks_uri"]))  # type: ignore[arg-type]
    claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    if "nonce" in rules:
        rules |= {"exp": {"essential": True}, "sub": {"essential": True}}
    jwt.JWTClaimsRegistry(
        now=int(machine_moment().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider["issuer"]},
        aud={"essential": True, "value": provider["client_id"]},
        iat={"essential": True},
        **rules,
    ).validate(claims)
    return claims
