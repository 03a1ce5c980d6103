"""Settings: where the data lies and whom messages go to. From arguments, else from the environment, else embedded.

| variable | what |
|---|---|
| `JIKIM_DIR` | directory of the embedded server, the key ring and the rest (default `./jikim-data`) |
| `JIKIM_LIVE_DSN`, `JIKIM_ARCHIVE_DSN`, `JIKIM_KEYS_DSN`, `JIKIM_LEDGER_DSN` | four databases of your own instead of the embedded server (all or none) |
| `JIKIM_LIVE_2_DSN`, `JIKIM_LIVE_3_DSN` … | further servers of people, as `jikim distribute` set them up (default: none, one server has everybody) |
| `JIKIM_RING_DIR` | directory of the key ring (default: `ring` in `JIKIM_DIR`); keep it off the databases' disks |
| `JIKIM_RING_COPIES` | further directories that hold the key ring too, separated as in `PATH` |
| `JIKIM_LEASE` | for how many seconds a process may remember an opened key: `60` (default) or fewer, the same for every process |
| `JIKIM_ROOT` | who holds the root key: `file` (default), `passphrase`, `pkcs11:…` or `aws-kms:…` (see `keys/root_choice.py`) |
| `JIKIM_ROOT_BEFORE` | who held it before, until an epoch has moved it |
| `JIKIM_PASSPHRASE_FILE` | a private file with the passphrase; without it, `jikim unseal` asks |
| `JIKIM_BACKUP_DIR` | where `jikim backup` puts sets of live, archive and ledger |
| `JIKIM_KEYS_BACKUP_DIR` | where it puts sets of the keys: another place, and another disk at best |
| `JIKIM_BACKUP_FILES` | files of the application's own in `JIKIM_DIR` that a set holds too, separated as in `PATH` |
| `JIKIM_BACKUP_KEEP` | how many sets stay: `14` (default), those of `30d`, or both: `14,30d` |
| `JIKIM_LEDGER_OBJECTS` | where past months of the ledger move to: a directory, or `s3://bucket/prefix`, `gs://…`, `az://…`; without it they stay in the database |
| `JIKIM_LIVE_BACKUP_DSN`, `JIKIM_ARCHIVE_BACKUP_DSN`, `JIKIM_KEYS_BACKUP_DSN`, `JIKIM_LEDGER_BACKUP_DSN` | your own, of a role that reads all (pg_read_all_data) |
| `JIKIM_LIVE_2_BACKUP_DSN` … | further servers of people, likewise |
| `JIKIM_KEYS_ERASER_DSN`, `JIKIM_LEDGER_ERASER_DSN` | databases of your own, as the role `jikim_eraser`, which erases the ledger's old bodies (both or none) |
| `JIKIM_FIGURES_DSN` | a database of your own that released statistics are copied to, as the role `jikim_figures`: the only one that a BI tool connects to |
| `JIKIM_WITNESSES` | a JSON file: a name to `{"url": …, "vkey": …}` of whoever cosigns the ledger |
| `JIKIM_ENDPOINTS` | a JSON file: receiver to `{"url": …, "secret": …}` for what provide and entrust send; another company under a used name is `name#2` |
| `JIKIM_URL` | the address that people reach the pages by, for links in mails (default: the policy's `service: url`) |
| `JIKIM_SMTP` | the server that takes mails: `smtp+starttls://user:password@host:587`, `smtps://…`, here `smtp://127.0.0.1:25`; without it none leaves |
| `JIKIM_MAIL_FROM` | whom mails come from (default: the officer's address in the policy) |
| `JIKIM_SMS` | who sends text messages: a URL that takes a signed POST of number and text; without it phones are not verified |
| `JIKIM_SMS_SECRET` | what signs those |
| `JIKIM_CLAMD` | where clamd listens: a socket's path, or `host:port` |
| `JIKIM_LANGUAGE` | in which language errors are told to programs: `en` (default) or `ko` |
| `JIKIM_UPLOADS` | what becomes of an upload that nobody could scan: `refuse` (default) or `quarantine` |
| `JIKIM_TRUSTED_PROXIES` | addresses (CIDR, separated by commas) whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed |
| `JIKIM_OFFICE_NETWORKS` | addresses (CIDR, separated by commas) from which the office is reached (default: this machine alone, `127.0.0.0/8,::1/128`) |
| `JIKIM_WEBHOOK_NETWORKS` | the company's own networks (CIDR, separated by commas) that a webhook may lead into (default: none, webhooks lead outside alone) |
| `JIKIM_OIDC` | a JSON file: a name to `{"issuer": …, "client_id": …, "client_secret": …, "label": {"ko": …, "en": …}}` of who signs members in |
| `JIKIM_OFFICE_OIDC_ISSUER`, `JIKIM_OFFICE_OIDC_CLIENT`, `JIKIM_OFFICE_OIDC_SECRET` | the company's own OpenID Connect provider, our name and secret there |
| `JIKIM_OFFICE_OIDC_CLAIM` | its claim that is a handler's name; all four or none |
| `JIKIM_OFFICE_OIDC_SCOPE` | what is asked for there (default: `openid offline_access`) |
| `JIKIM_OFFICE_OIDC_ACR` | how strongly it must have known them: the `acr` that its word must have (default: any) |
| `JIKIM_CANARIES` | a JSON file: one of the company's own systems to how it is asked for a canary: `{"http": …}`, `{"sql": …, "query": …}` or `{"mailbox": "31d"}` |
| `JIKIM_CANARY_ADDRESS` | the company's own mailbox, `letters@shop.example`, at whose further addresses (`letters+…@`) canaries are written to |
| `JIKIM_CANARY_MAILBOX` | where that arrives: `maildir:/path`, or `imaps://user:password@host/INBOX` |
| `JIKIM_ATTACHED` | the mapping of an application's own database, `attached.yaml` |
| `JIKIM_ATTACHED_DSN` | the address of that database, by Jikim's own role there: `jikim jobs` takes over its outbox and sweeps it; not without the mapping |

Each that names no file can stand in one, named by the variable with `_FILE` behind it: no process' environment has it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

from jikim.db.dsns import all_dsns, dsns_of, people_dsns, said, whole
from jikim.db.migrate import ERASED
from jikim.db.schema import DATABASES, Database
from jikim.errors import JikimError
from jikim.particles import eul, eun
from jikim.policy.period import Period
from jikim.proof.cosignature import WitnessKey
from jikim.proof.merkle import ProofError
from jikim.urls import called, for_data


@dataclass(frozen=True)
class Endpoint:
    """Where a recipient or processor receives: a URL, and the secret that signs messages to it (never shown).

    Raises JikimError for what is no URL, and for one that is no place for personal data: off loopback it is https.
    """

    url: str
    secret: str = field(repr=False, default="")

    def __post_init__(self) -> None:
        for_data(self.url)


@dataclass(frozen=True)
class Witness:
    """Who cosigns the ledger's checkpoints: the URL that requests go to (without `/add-checkpoint`), and the key that
    must answer.

    Raises JikimError as `Endpoint` does.
    """

    url: str
    key: WitnessKey

    def __post_init__(self) -> None:
        for_data(self.url, behind=True)


HERE = ("127.0.0.0/8", "::1/128")
SILENCE = 31  # days: a canary's mailbox is read no farther back
_FILLED = re.compile(r"\{[^{}]*\}")  # where a value goes in the address that is asked for a canary
T = TypeVar("T")


@dataclass(frozen=True)
class Settings:
    """All settings. `dsns` is empty for the embedded server."""

    directory: Path
    dsns: Mapping[Database, str] = field(default_factory=dict, repr=False)
    people: Mapping[str, str] = field(default_factory=dict, repr=False)  # further servers of people, by name: `live@2`
    ring: Path | None = None
    ring_copies: tuple[Path, ...] = ()
    endpoints: Mapping[str, Endpoint] = field(default_factory=dict)
    lease: float = 60.0
    root: str = "file"
    root_before: str | None = None
    passphrase: Path | None = None
    backups: Path | None = None
    keys_backups: Path | None = None
    backups_kept: str = "14"
    backup_files: tuple[str, ...] = ()
    ledger_objects: str | None = field(repr=False, default=None)
    readers: Mapping[str, str] = field(default_factory=dict, repr=False)  # with further servers of people
    erasers: Mapping[Database, str] = field(default_factory=dict, repr=False)
    figures: str | None = field(repr=False, default=None)  # the database that a BI tool reads
    witnesses: Mapping[str, Witness] = field(default_factory=dict)
    url: str | None = None
    smtp: str | None = field(repr=False, default=None)
    mail_from: str | None = None
    sms: Endpoint | None = None
    clamd: str | None = None
    uploads: str = "refuse"
    language: str = "en"
    trusted_proxies: tuple[str, ...] = ()
    office_networks: tuple[str, ...] = HERE
    webhook_networks: tuple[str, ...] = ()
    # Where this process itself answers: nothing that it sends goes there.
    own_ports: tuple[int, ...] = ()
    oidc: Mapping[str, Mapping[str, Any]] = field(repr=False, default_factory=dict)
    # `issuer`, `client_id`, `client_secret`, `claim`, `scope` and `acr`; empty: nobody signs in to the office by it.
    office_oidc: Mapping[str, str] = field(repr=False, default_factory=dict)
    # How each of the company's own systems is asked for canaries, where those are written to, and where that arrives.
    canaries: Mapping[str, Mapping[str, str]] = field(repr=False, default_factory=dict)
    canary_address: str | None = None
    canary_mailbox: str | None = field(repr=False, default=None)
    attached: Path | None = None  # the mapping of an application's own database
    attached_dsn: str | None = field(repr=False, default=None)

    @property
    def ring_directory(self) -> Path:
        return self.ring or self.directory / "ring"

    @property
    def ring_directories(self) -> tuple[Path, ...]:
        """The ring directory and its copies."""
        return (self.ring_directory, *self.ring_copies)

    @classmethod
    def from_environment(
        cls, directory: Path | None = None, endpoints: Mapping[str, Endpoint] | None = None
    ) -> Settings:
        """Reads the environment; arguments win. Raises JikimError for settings that contradict each other."""
        partly = ("some databases are named and others are not", "일부 DB만 설정되어 있습니다")
        found = whole(dsns_of(DATABASES, ""), DATABASES, "", partly)
        partly = ("the eraser reaches one database and not the other", "삭제 계정이 한쪽 DB에만 설정되어 있습니다")
        erasers = whole(dsns_of(ERASED, "_ERASER"), ERASED, "_ERASER", partly)
        return cls(
            directory=directory or Path(said("JIKIM_DIR") or "jikim-data"),
            dsns=found,
            people=people_dsns("", found),
            ring=Path(ring) if (ring := said("JIKIM_RING_DIR")) else None,
            ring_copies=_paths(said("JIKIM_RING_COPIES")),
            endpoints=endpoints if endpoints is not None else _endpoints(),
            lease=_lease(said("JIKIM_LEASE")),
            root=said("JIKIM_ROOT") or "file",
            root_before=said("JIKIM_ROOT_BEFORE"),
            passphrase=Path(passphrase) if (passphrase := os.environ.get("JIKIM_PASSPHRASE_FILE")) else None,
            backups=Path(backups) if (backups := said("JIKIM_BACKUP_DIR")) else None,
            keys_backups=Path(keys) if (keys := said("JIKIM_KEYS_BACKUP_DIR")) else None,
            backups_kept=said("JIKIM_BACKUP_KEEP") or "14",
            backup_files=tuple(map(str, _paths(said("JIKIM_BACKUP_FILES")))),
            ledger_objects=_objects(said("JIKIM_LEDGER_OBJECTS")),
            readers=all_dsns("_BACKUP"),
            erasers=erasers,
            figures=said("JIKIM_FIGURES_DSN"),
            witnesses=_witnesses(),
            url=_at("JIKIM_URL", lambda: _site(said("JIKIM_URL"))),
            smtp=said("JIKIM_SMTP"),
            mail_from=said("JIKIM_MAIL_FROM"),
            sms=_at("JIKIM_SMS", lambda: _sms(said("JIKIM_SMS"))),
            clamd=said("JIKIM_CLAMD"),
            language=_choice("JIKIM_LANGUAGE", ("en", "ko")),
            uploads=_choice("JIKIM_UPLOADS", ("refuse", "quarantine")),
            trusted_proxies=_networks("JIKIM_TRUSTED_PROXIES"),
            office_networks=_networks("JIKIM_OFFICE_NETWORKS") or HERE,
            webhook_networks=_networks("JIKIM_WEBHOOK_NETWORKS"),
            oidc=_oidc(),
            office_oidc=_office_oidc(),
            canaries=_canaries(),
            canary_address=said("JIKIM_CANARY_ADDRESS"),
            canary_mailbox=said("JIKIM_CANARY_MAILBOX"),
            **_attached(),
        )


def _attached() -> dict[str, Any]:
    mapping, dsn = os.environ.get("JIKIM_ATTACHED"), said("JIKIM_ATTACHED_DSN")
    if dsn and not mapping:
        raise JikimError(
            "an application's database is named, and its mapping is not",
            hint="set JIKIM_ATTACHED too: nothing there is swept without it",
            ko=(
                "애플리케이션 DB의 주소만 있고 매핑이 없습니다",
                "JIKIM_ATTACHED도 설정해 주세요. 매핑이 없으면 그 DB에서는 아무것도 파기되지 않습니다",
            ),
        )
    return {"attached": Path(mapping) if mapping else None, "attached_dsn": dsn}


def _at(where: str, made: Callable[[], T]) -> T:
    """What a setting makes; an error says of which setting it is."""
    try:
        return made()
    except ProofError:
        raise
    except JikimError as error:
        en, ko = error.words("en"), error.words("ko")
        raise JikimError(f"{where}: {en.reason}", hint=en.hint, ko=(f"{where}: {ko.reason}", ko.hint)) from None


def _site(url: str | None) -> str | None:
    """The address of the pages, behind which their paths are put."""
    if url:
        called(url, behind=True)
    return url


def _sms(url: str | None) -> Endpoint | None:
    return Endpoint(url, said("JIKIM_SMS_SECRET") or "") if url else None


def _issuer(url: str) -> str:
    """An issuer has no query (OpenID Connect Discovery 1.0 §3)."""
    for_data(url, behind=True)
    return url


def _lease(text: str | None) -> float:
    try:
        seconds = float(text) if text else 60.0
    except ValueError:
        seconds = -1.0
    if not 0.0 <= seconds <= 60.0:
        raise JikimError(
            "JIKIM_LEASE is no number of seconds from 0 to 60",
            hint="leave it out for 60",
            ko=("JIKIM_LEASE는 0부터 60까지의 초가 아닙니다", "빼면 60입니다"),
        )
    return seconds


def _choice(variable: str, choices: Sequence[str]) -> str:
    """One of a few words, the first by default."""
    word = said(variable) or choices[0]
    if word not in choices:
        raise JikimError(
            f"{variable} can't be `{word}`",
            hint=f"it is {' or '.join(choices)}",
            ko=(f"{variable}에 {eul(f'`{word}`')} 쓸 수 없습니다", f"쓸 수 있는 값: {', '.join(choices)}"),
        )
    return word


def _networks(setting: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in (said(setting) or "").split(",") if part.strip())
    for one in found:
        try:
            ip_network(one, strict=False)
        except ValueError:
            raise JikimError(
                f"{setting}: `{one}` is no address",
                hint="write 127.0.0.1 or 10.0.0.0/8",
                ko=(f"{setting}: {eun(f'`{one}`')} 주소가 아닙니다", "127.0.0.1 또는 10.0.0.0/8처럼 적어 주세요"),
            ) from None
    return found


def _oidc() -> dict[str, dict[str, Any]]:
    return _listed(
        "JIKIM_OIDC",
        lambda _, row: {
            "issuer": _issuer(row["issuer"]),
            **{key: row[key] for key in ("client_id", "client_secret", "label")},
        },
        "회원을 로그인시키는 서비스의 목록",
        "a list of who signs members in",
        '{"company": {"issuer": "https://…", "client_id": "…", "client_secret": "…", "label": {"ko": "…", "en": "…"}}}',
    )


def _office_oidc() -> dict[str, str]:
    variables = {
        "issuer": "JIKIM_OFFICE_OIDC_ISSUER",
        "client_id": "JIKIM_OFFICE_OIDC_CLIENT",
        "client_secret": "JIKIM_OFFICE_OIDC_SECRET",
        "claim": "JIKIM_OFFICE_OIDC_CLAIM",
    }
    found = {name: said(variable) or "" for name, variable in variables.items()}
    if not any(found.values()):
        return {}
    if missing := [variable for name, variable in variables.items() if not found[name]]:
        raise JikimError(
            "the office's provider is named in part",
            hint=f"set {', '.join(missing)} too, or none of the four",
            ko=(
                "관리자 페이지의 로그인 서비스를 일부만 적었습니다",
                f"{', '.join(missing)}도 설정하거나 넷 다 빼 주세요",
            ),
        )
    _at("JIKIM_OFFICE_OIDC_ISSUER", lambda: _issuer(found["issuer"]))
    scope = said("JIKIM_OFFICE_OIDC_SCOPE") or "openid offline_access"
    return {**found, "scope": scope, "acr": said("JIKIM_OFFICE_OIDC_ACR") or ""}


def _objects(address: str | None) -> str | None:
    if address is not None and "://" in address and not address.startswith(("s3://", "gs://", "az://")):
        raise JikimError(
            "JIKIM_LEDGER_OBJECTS leads nowhere that the ledger's objects can lie",
            hint="name a directory, s3://bucket/prefix, gs://bucket/prefix or az://account/container/prefix",
            ko=(
                "JIKIM_LEDGER_OBJECTS가 가리키는 곳에는 원장의 객체를 둘 수 없습니다",
                "디렉터리, s3://bucket/prefix, gs://bucket/prefix, az://account/container/prefix 중 하나를 적어 주세요",
            ),
        )
    return address or None


def _paths(text: str | None) -> tuple[Path, ...]:
    return tuple(Path(path) for path in (text or "").split(os.pathsep) if path)


def _listed(variable: str, made: Callable[[str, Any], Any], ko: str, en: str, example: str) -> dict[str, Any]:
    """A JSON file of rows by name, which a setting names. Raises JikimError where it is none."""
    path = os.environ.get(variable)
    if not path:
        return {}
    try:
        rows = json.loads(Path(path).read_text(encoding="utf-8")).items()
        return {name: _at(f"{variable}: `{name}`", partial(made, name, row)) for name, row in rows}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ProofError):
        raise JikimError(
            f"`{path}` is not {en}",
            hint=f"it holds JSON: {example}",
            ko=(f"{eun(f'`{path}`')} {ko}이 아닙니다", f"JSON으로 적어 주세요: {example}"),
        ) from None


def _endpoints() -> dict[str, Endpoint]:
    return _listed(
        "JIKIM_ENDPOINTS",
        lambda _, row: Endpoint(row["url"], row.get("secret", "")),
        "보낼 곳의 목록",
        "a list of endpoints",
        '{"kcp": {"url": "https://…", "secret": "…"}}',
    )


def _witnesses() -> dict[str, Witness]:
    return _listed(
        "JIKIM_WITNESSES",
        lambda _, row: Witness(row["url"], WitnessKey.parse(row["vkey"])),
        "증인의 목록",
        "a list of witnesses",
        '{"auditor": {"url": "https://…", "vkey": "…"}}',
    )


def _canaries() -> dict[str, Mapping[str, str]]:
    def probe(_: str, row: Any) -> Mapping[str, str]:
        kind = next((kind for kind in ("http", "sql", "mailbox") if kind in row), "")
        if kind == "mailbox" and not 1 <= Period.parse(row[kind]).approximate_days() <= SILENCE:
            raise ValueError
        if kind == "http":
            for_data(_FILLED.sub("x", row[kind]))
        return {
            key: str(row[key])
            for key in ({"sql": ("sql", "query")}.get(kind) or (kind,)) + ("there",) * ("there" in row)
        }

    return _listed(
        "JIKIM_CANARIES",
        probe,
        "사내 시스템에 묻는 방법의 목록",
        "a list of how systems are asked",
        '{"search": {"http": "https://…?email={email}"}, "warehouse": {"sql": "postgresql://…", "query": "SELECT …"}}',
    )
