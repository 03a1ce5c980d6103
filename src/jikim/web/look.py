"""How a site looks: its company's name, logo, colours and lines at its foot, from the policy file's `site:` section; of a
brand that is asked for by its own address, the brand's.

Nothing of it is in a version of the policy, so it comes from the file that the house was opened with. A picture lies in
that file's folder, and is read once, when the site begins.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from jikim.errors import JikimError
from jikim.policy.colours import palette
from jikim.policy.model import Brand, Officers, PolicyFile, Registration, Site
from jikim.policy.model.part import Text

MOST_BYTES = 512 * 1024
OWN = "own"  # the service's own look, in addresses; a brand's is its name
_MEDIA = {"svg": "image/svg+xml", "png": "image/png", "webp": "image/webp", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Look:
    """One look. `files`: what is served of it, each by its name, with its media type."""

    of: str
    name: Text
    company: Text
    site: Site
    officers: Officers
    files: Mapping[str, tuple[str, bytes]]

    @property
    def registration(self) -> Registration | None:
        return self.site.registration

    def address(self, name: str) -> str:
        """Where a file of it is served: another address where its content is another; empty where it has none."""
        if name not in self.files:
            return ""
        return f"/look/{self.of}/{name}?v={hashlib.sha256(self.files[name][1]).hexdigest()[:12]}"


class Looks:
    """Every look of a policy file: the service's and its brands'."""

    def __init__(self, file: PolicyFile, folder: Path | None = None) -> None:
        """Raises JikimError where a picture can't be read."""
        site = file.site or Site()
        self._own = Look(
            OWN, site.name or file.service.name, file.service.controller, site, file.officers, _files(site, folder)
        )
        self._brands = {name: self._brand(name, one, site, folder) for name, one in file.brands.items()}
        self._hosts = {urlsplit(one.url).netloc.lower(): name for name, one in file.brands.items() if one.url}

    def _brand(self, name: str, brand: Brand, own: Site, folder: Path | None) -> Look:
        site = brand.site or own.model_copy(update={"name": None, "logo": None, "logo_dark": None})
        company = brand.controller or self._own.company
        return Look(
            name, site.name or brand.label, company, site, brand.officers or self._own.officers, _files(site, folder)
        )

    def brand_at(self, host: str) -> str:
        """The brand whose address a host is; empty where it is none's."""
        return self._hosts.get(host.lower(), "")

    def of(self, brand: str) -> Look:
        """A brand's look; the service's own for everything else."""
        return self._brands.get(brand, self._own)


def _files(site: Site, folder: Path | None) -> dict[str, tuple[str, bytes]]:
    found = {}
    if site.colours or site.dark:
        found["colours.css"] = "text/css", style(site).encode()
    for key, name in (("logo", site.logo), ("logo_dark", site.logo_dark)):
        if name is not None and folder is not None:
            found[key] = _MEDIA[name.rpartition(".")[2]], _picture(folder, name)
    return found


def _picture(folder: Path, name: str) -> bytes:
    path = (folder / name).resolve()
    try:
        if path.is_relative_to(folder.resolve()) and path.is_file() and path.stat().st_size <= MOST_BYTES:
            return path.read_bytes()
    except OSError:
        pass
    raise JikimError(
        "the picture `{}` of the site cannot be read",
        hint="put it into the policy's folder, with at most 512 KB",
        given=name,
        ko=("사이트의 그림을 읽을 수 없습니다: `{}`", "방침이 있는 폴더에 512KB 이하로 넣어 주세요"),
    )


def style(site: Site) -> str:
    """A look's colours as a style sheet, to be read after `jikim.css`."""
    light = _colours(palette(site.colours, "light"))
    dark = _colours(palette(site.dark, "dark", site.colours.main if site.colours else None))
    return f":root {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}\n"


def _colours(made: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in made.items())
