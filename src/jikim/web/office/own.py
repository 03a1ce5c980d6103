"""Which pages of its own a company has in the office, and where they stand in its menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from litestar import Router
from litestar.types import ControllerRouterHandler

from jikim.errors import JikimError
from jikim.web.office.door import is_office
from jikim.web.office.places import Group, MenuItem


@dataclass(frozen=True)
class OfficePages:
    """Pages under `/office/`, and their part of its menu: `title` over `places`, each a path, its names, and the record
    kind that it works on, or the purposes that it serves.

    Whoever has no grant that reads such records, or none for such a purpose, is not shown the place, and is refused
    there by every verb.
    """

    pages: Sequence[ControllerRouterHandler]
    title: tuple[str, str]
    places: Sequence[tuple[str, str, str, str | frozenset[str]]]
    templates: Sequence[Path] = ()

    def group(self) -> Group:
        """Its part of the menu."""
        return *self.title, tuple(
            MenuItem(path, ko, en, record=of) if isinstance(of, str) else MenuItem(path, ko, en, purposes=of)
            for path, ko, en, of in self.places
        )


def expect_outside(pages: Sequence[ControllerRouterHandler]) -> None:
    """Raises JikimError for a page of the site that lies in the office: the office's door would not lead to it."""
    for route in Router("/", route_handlers=pages).routes:
        if is_office(route.path):
            raise JikimError(
                "the page `{}` lies in the office",
                hint="name it in `Addition.office`, not in `pages`",
                given=route.path,
                ko=("관리자 페이지의 경로입니다: `{}`", "`pages`가 아니라 `Addition.office`에 적어 주세요"),
            )
