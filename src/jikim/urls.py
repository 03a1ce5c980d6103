"""Web addresses, read by one reader wherever one is taken down: what a program calls (`split`, and `called` and `for_data`
with words for who wrote it), and what people are led to (`is_link`).

The standard library's own reader lets spaces through, takes line ends out in silence, and has hosts that nobody can look
up; what it took so would fail, or lead elsewhere, only when it is called.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from jikim.errors import JikimError

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST = 2048
# What a URL is written in (RFC 3986 §2; without `#`, which is sent to nobody), and a host by its name or in numbers (§3.2.2).
_WRITTEN = re.compile(r"(?:[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+")
_LABEL = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME = re.compile(rf"(?=.{{1,254}}\Z){_LABEL}(?:\.{_LABEL})*\.?")


def split(url: str, *, behind: bool = False) -> SplitResult:
    """The parts of an http or https URL without a user's name, in ASCII (`xn--…`, `%…`); of one without a query where a
    path is put `behind` it. Raises ValueError for any other."""
    if not _WRITTEN.fullmatch(url) or (behind and "?" in url):
        raise ValueError("a URL is written in letters, digits and marks of ASCII")
    return _parts(url)


def is_base(url: str) -> bool:
    """Whether paths can be put behind it."""
    try:
        return bool(split(url, behind=True))
    except ValueError:
        return False


def called(url: str, *, behind: bool = False) -> SplitResult:
    """As `split`, of what somebody wrote down. Raises JikimError, which does not repeat it: there may be a secret in it."""
    try:
        return split(url, behind=behind)
    except ValueError:
        raise JikimError(
            "the address is no URL that can be called",
            hint=f"write https://host/path, without a user's name, spaces, line ends, `#`{' or `?`' if behind else ''};"
            " letters beyond ASCII are written as `xn--…` or `%…`",
            ko=(
                "호출할 수 있는 URL이 아닙니다",
                f"사용자 이름, 공백, 줄바꿈, `#`{', `?`' if behind else ''} 없이 https://host/path 형식으로 적어 주세요."
                " 한글은 `xn--…`나 `%…`로 바꿔 적습니다",
            ),
        ) from None


def for_data(url: str, *, behind: bool = False) -> SplitResult:
    """As `called`, of one to which personal data may go: nobody reads it on the way (https, or this machine)."""
    parts = called(url, behind=behind)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise JikimError(
            "this address is no place for personal data",
            hint="use https://host/path (http on loopback only)",
            ko=("이 주소로는 개인정보를 보낼 수 없습니다", "https://host/path를 사용해 주세요(http는 루프백만)"),
        )
    return parts


def is_link(url: str) -> bool:
    """Whether people can be led to it. Letters of any script may stand there, as a browser takes them; nothing unseen."""
    if len(url) > LONGEST or not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        return bool(_parts(url))
    except ValueError:
        return False


def host_of(url: str) -> str:
    """The host as it is looked up, in ASCII (`xn--…`): letters that look like others do not hide in it."""
    host = urlsplit(url).hostname or ""
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return ""


def target(url: SplitResult) -> str:
    """What a request asks its host for (RFC 9112 §3.2.1)."""
    return f"{url.path or '/'}{'?' if url.query else ''}{url.query}"


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or {"@", "%"} & {*parts.netloc} or parts.port == 0:
        raise ValueError("a URL is http or https, without a user's name")
    host = host_of(url)
    if "[" in parts.netloc:
        IPv6Address(host)
    elif not _NAME.fullmatch(host):
        raise ValueError("a URL has a host that can be looked up")
    return parts
