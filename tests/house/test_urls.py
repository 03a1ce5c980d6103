"""What is no URL is refused wherever one is written down: before anything is called, or anybody is led there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import jikim
from jikim.settings import Endpoint, Settings, Witness
from jikim.urls import is_link, split

# The standard library reads each of these, and takes out or leaves in what is wrong with it.
WRONG = [
    "https://hunter2.example/a\r\nx-own: header", "https://hunter2.example/\n", "https://hunter2.example/a b", " https://hunter2.example",
    "https://hunter2\t.example/", "https://[v1.x]/hunter2", "https://[fe80::1%25eth0]/hunter2", "https://me:hunter2@shop.example/",
    "https://hunter2..example/", f"https://{'hunter2' * 10}.example/", "https://-hunter2.example/", "https://hunter2_%41.example/",
    "https://hunter2.example/a\\b", "https://hunter2.example/\u202eb", "https://hunter2.example:0/",
    "https://hunter2.example:65536/", "https://hunter2.example:x/", "ftp://hunter2.example/", "//hunter2.example/", "hunter2.example",
    "https:///hunter2", "https://", "",
]  # fmt: skip
# Only people's browsers take these, not a program.
FOR_PEOPLE = [
    "https://한글.example/",
    "https://shop.example/안내",
    "https://shop.example/a#b",
    "https://shop.example/%zz",
]
RIGHT = [
    "https://shop.example", "HTTPS://Shop.example:8443/a/b;c=d?e=f&g=%20", "http://127.0.0.1:8000/", "https://[2001:db8::1]:443/x",
    "https://xn--bj0bj06e.example/", "https://my_service.example./", "https://203.0.113.7/",
]  # fmt: skip


@pytest.mark.parametrize("url", WRONG)
def test_what_is_no_url_is_read_by_nobody(url: str) -> None:
    """A line's end, a space, a host of another form and the like are no part of a URL, whoever goes there."""
    with pytest.raises(ValueError, match=r"URL|Port|IP|Octet|parts"):
        split(url)
    assert not is_link(url)


@pytest.mark.parametrize("url", RIGHT)
def test_a_url_is_read(url: str) -> None:
    """Names, numbers, ports, paths and queries of the common forms are taken."""
    assert split(url).geturl().lower() == url.lower()
    assert is_link(url)


@pytest.mark.parametrize("url", FOR_PEOPLE)
def test_a_browser_takes_letters_that_a_program_does_not(url: str) -> None:
    """People are led to other scripts and to a place in a page; a program is told how to write them."""
    assert is_link(url)
    with pytest.raises(jikim.JikimError, match="no URL that can be called") as refused:
        Endpoint(url)
    assert "xn--" in str(refused.value.hint)


def _named(file: Path, variable: str, row: Any) -> dict[str, str]:
    file.write_text(json.dumps({"one": row}), encoding="utf-8")
    return {variable: str(file)}


OIDC = {"client_id": "a", "client_secret": "b", "label": {"ko": "가", "en": "a"}}
OFFICE = {f"JIKIM_OFFICE_OIDC_{name}": "x" for name in ("CLIENT", "SECRET", "CLAIM")}
SETTINGS: dict[str, Callable[[Path, str], dict[str, str]]] = {
    "JIKIM_URL": lambda _, url: {"JIKIM_URL": url},
    "JIKIM_SMS": lambda _, url: {"JIKIM_SMS": url},
    "JIKIM_OFFICE_OIDC_ISSUER": lambda _, url: {**OFFICE, "JIKIM_OFFICE_OIDC_ISSUER": url},
    "JIKIM_ENDPOINTS": lambda file, url: _named(file, "JIKIM_ENDPOINTS", {"url": url}),
    "JIKIM_OIDC": lambda file, url: _named(file, "JIKIM_OIDC", {**OIDC, "issuer": url}),
    "JIKIM_CANARIES": lambda file, url: _named(file, "JIKIM_CANARIES", {"http": f"{url}?email={{email}}"}),
}


@pytest.mark.parametrize(
    "url", ["https://hunter2.example/a\r\nb", "https://hunter2 .example", "https://[v1.x]/hunter2"]
)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_with_no_url_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, url: str
) -> None:
    """Each setting that is an address, or a file of some, is looked at when it is read: the error says which it is, in
    both languages, and not what stands there."""
    for variable, value in SETTINGS[setting](tmp_path / "file.json", url).items():
        monkeypatch.setenv(variable, value)
    with pytest.raises(jikim.JikimError) as refused:
        Settings.from_environment(tmp_path)
    for language in ("en", "ko"):
        said = str(refused.value.spoken(language))
        assert said.startswith(f"{setting}: ")
        assert "hunter2" not in said


@pytest.mark.parametrize("setting", ["JIKIM_URL", "JIKIM_OFFICE_OIDC_ISSUER", "JIKIM_OIDC"])
def test_an_address_that_a_path_is_put_behind_has_no_query(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    """What would be put into a query, and so lead elsewhere, is refused (OpenID Connect Discovery 1.0 §3)."""
    for url, fine in (("https://shop.example/under", True), ("https://shop.example/?under", False)):
        for variable, value in SETTINGS[setting](tmp_path / "file.json", url).items():
            monkeypatch.setenv(variable, value)
        if fine:
            Settings.from_environment(tmp_path)
        else:
            with pytest.raises(jikim.JikimError, match=f"{setting}: "):
                Settings.from_environment(tmp_path)


@pytest.mark.parametrize("url", [*WRONG, "https://shop.example/?a=b"])
def test_no_client_and_no_witness_is_at_what_is_no_url(url: str) -> None:
    """The SDK over HTTP and the settings of a witness put a path behind theirs, and take no other."""
    with pytest.raises(jikim.JikimError, match="no URL that can be called"):
        jikim.connect(url, "jk_x")
    with pytest.raises(jikim.JikimError, match="no URL that can be called"):
        Witness(url, None)  # type: ignore[arg-type]
