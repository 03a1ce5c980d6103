"""OpenID Connect with one provider: the authorization code flow with PKCE, state and nonce (OpenID Connect Core §3.1,
RFC 7636, RFC 9700).

What is verified before anybody is believed: the state of this browser, the signature by a key the provider publishes,
issuer, audience, time and nonce. Nothing that the provider sends is kept or logged.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.settings import Endpoint

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA", "Ed25519")
LEEWAY_SECONDS = 60
TIMEOUT_SECONDS = 10.0


class Begun(NamedTuple):
    """A sign-in that was begun: where the browser goes, and what it must come back with."""

    url: str
    state: str
    nonce: str
    verifier: str


class Vouched(NamedTuple):
    """Whom the provider vouches for. `email` is empty where it has verified none."""

    issuer: str
    subject: str
    email: str


class ProviderError(JikimError):
    """The provider cannot be reached, or what it sent cannot be believed."""


def _wrong(message: str) -> ProviderError:
    return ProviderError(message, hint="sign in with the password, or try again in a moment")


def _random() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


async def _get(client: httpx.AsyncClient, url: str) -> dict[str, Any]:
    Endpoint(url)  # https, or loopback
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
        raise _wrong("the provider speaks for another issuer")
    return found


async def begin(provider: Mapping[str, Any], back: str) -> Begun:
    """Where the browser goes to sign in. Raises ProviderError."""
    state, nonce, verifier = _random(), _random(), _random()
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
        Endpoint(found["authorization_endpoint"])
    except (httpx.HTTPError, ValueError, KeyError, JikimError):
        raise _wrong("the provider cannot be reached") from None
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = {
        "response_type": "code",
        "client_id": provider["client_id"],
        "redirect_uri": back,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    url = found["authorization_endpoint"]
    return Begun(f"{url}{'&' if '?' in url else '?'}{urlencode(query)}", state, nonce, verifier)


async def finish(provider: Mapping[str, Any], back: str, code: str, nonce: str, verifier: str) -> Vouched:
    """Whom the provider vouches for, once all of it is verified. Raises ProviderError."""
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS) as client:
            found = await _configuration(client, provider["issuer"])
            Endpoint(found["token_endpoint"])
            answer = await client.post(
                found["token_endpoint"],
                auth=(provider["client_id"], provider["client_secret"]),
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": back,
                    "code_verifier": verifier,
                },
            )
            answer.raise_for_status()
            keys = KeySet.import_key_set(await _get(client, found["jwks_uri"]))  # type: ignore[arg-type]
            token = jwt.decode(answer.json()["id_token"], keys, algorithms=list(ALGORITHMS))
        rules = jwt.JWTClaimsRegistry(
            now=int(machine_moment().timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": provider["issuer"]},
            aud={"essential": True, "value": provider["client_id"]},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        claims = token.claims
        rules.validate(claims)
        if claims.get("azp", provider["client_id"]) != provider["client_id"]:
            raise _wrong("the provider vouched for somebody elsewhere")
        email = claims.get("email") if claims.get("email_verified") is True else ""
        return Vouched(provider["issuer"], str(claims["sub"]), str(email or ""))
    except ProviderError:
        raise
    except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError, JikimError):
        raise _wrong("what the provider sent cannot be believed") from None
