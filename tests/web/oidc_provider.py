"""A small OpenID Connect provider on loopback: real HTTP, real signatures, and a few ways to lie."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, quote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey
from tests.listening import listening

from jikim.clock import machine_moment

CLIENT, SECRET = "jikim-test", "a secret+of/the tests: 100%"


@dataclass
class Provider:
    """Whom it vouches for, and what it then lies about: `claims` overrides any of the token's, or leaves it out (None);
    `key` signs."""

    issuer: str = ""
    subject: str = "outside-1"
    email: str = ""
    verified: bool = True
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "one"}))
    published: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refresh: str = ""  # the refresh token that is good; each is good once
    closed: bool = False
    strict: bool = False  # gives a refresh token only where consent was asked for (OpenID Connect Core §11)

    def token(self, asked: dict[str, str]) -> str:
        """The ID token of somebody who signed in."""
        now = int(machine_moment().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": self.email,
            "email_verified": self.verified,
            **({"auth_time": now} if "max_age" in asked else {}),
            **self.claims,
        }
        return self.signed({name: value for name, value in claims.items() if value is not None})

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "ES256", "kid": "one"}, claims, self.key)

    def word(self, event: str, **about: Any) -> str:
        """A token by which it says something by itself: a logout token, a security event token."""
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": int(machine_moment().timestamp()),
            "jti": secrets.token_hex(8),
        }
        return self.signed({**said, "events": {event: {}}, **about})

    def tokens(self, asked: dict[str, str]) -> dict[str, str]:
        """What its token endpoint answers: a refresh token too, where it was asked for one."""
        given = {"access_token": "none", "token_type": "Bearer", "id_token": self.token(asked)}
        if "offline_access" in asked.get("scope", "") and (not self.strict or asked.get("prompt") == "consent"):
            given["refresh_token"] = self.refresh = secrets.token_urlsafe(16)
        return given


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _json(self, said: Any, status: int = 200) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            if url.path == "/.well-known/openid-configuration":
                self._json(
                    {
                        "issuer": provider.issuer,
                        "authorization_endpoint": f"{provider.issuer}/authorize",
                        "token_endpoint": f"{provider.issuer}/token",
                        "jwks_uri": f"{provider.issuer}/keys",
                    }
                )
            elif url.path == "/keys":
                self._json({"keys": [(provider.published or provider.key).as_dict(private=False)]})
            else:
                asked = {name: values[0] for name, values in parse_qs(url.query).items()}
                assert asked["client_id"] == CLIENT
                assert asked["code_challenge_method"] == "S256"
                code = secrets.token_urlsafe(16)
                provider.codes[code] = asked
                self.send_response(302)
                self.send_header(
                    "location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
                )
                self.end_headers()

        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            basic = base64.b64encode(f"{CLIENT}:{quote_plus(SECRET)}".encode()).decode()
            if given["grant_type"] == ["refresh_token"]:
                self._again(given["refresh_token"][0])
                return
            asked = provider.codes.pop(given["code"][0], None)
            challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"][0].encode()).digest()).rstrip(
                b"="
            )
            fine = asked is not None and self.headers["authorization"] == f"Basic {basic}"
            if (
                not fine
                or asked is None
                or asked["code_challenge"] != challenge.decode()
                or asked["redirect_uri"] != given["redirect_uri"][0]
            ):
                self._json({"error": "invalid_grant"}, 400)
            else:
                self._json(provider.tokens(asked))

        def _again(self, token: str) -> None:
            if provider.closed or token != provider.refresh:
                self._json({"error": "invalid_grant"}, 400)
            else:
                provider.refresh = secrets.token_urlsafe(16)
                self._json({"access_token": "none", "token_type": "Bearer", "refresh_token": provider.refresh})

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that runs."""
    one = Provider()
    server = HTTPServer(("127.0.0.1", 0), _handler(one))
    one.issuer = f"http://127.0.0.1:{server.server_port}"
    with listening(server):
        yield one
