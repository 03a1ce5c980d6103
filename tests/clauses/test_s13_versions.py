"""Section 13.3 at the homepage: every version stays readable, with both its dates."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

import httpx
import pytest
from homepage.site import addition
from tests.conftest import Databases

from jikim.app import AsyncJikim, Jikim
from jikim.policy.model import PolicyFile
from jikim.web.site import site


@pytest.mark.clause("13.3")
def test_a_past_version_stays_readable_beside_the_new_one(
    jk: Jikim, homepage: PolicyFile, databases: Databases, tmp_path: Path
) -> None:
    """Once a second version is in force, both are listed with the days of their announcement and of their force, and
    both are there to read."""
    label = {"ko": "새 이름의 홈페이지", "en": "Homepage of a new name"}
    later = homepage.version.model_copy(update={"announced": date(2014, 1, 6), "effective": date(2014, 2, 6)})
    service = homepage.service.model_copy(update={"name": label})
    new = homepage.model_copy(update={"version": later, "service": service})

    async def read() -> dict[str, httpx.Response]:
        settings = databases.settings(tmp_path)
        async with AsyncJikim(new, settings) as opened:
            app = await site(opened, addition())
            transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                paths = [
                    f"{language}/policy{path}"
                    for language in ("", "/en")
                    for path in ("", "/versions", "/2013-02-05", "/2014-02-06", "/2014-02-05")
                ]
                return {path: await client.get(path) for path in paths}

    seen = asyncio.run(read())
    for language, days in (
        ("", ("2013년 1월 29일", "2013년 2월 5일", "2014년 1월 6일", "2014년 2월 6일")),
        ("/en", ("29 January 2013", "5 February 2013", "6 January 2014", "6 February 2014")),
    ):
        listed = seen[f"{language}/policy/versions"].text
        assert all(day in listed for day in days)
        assert f'href="{language}/policy/2013-02-05"' in listed
        past, present = seen[f"{language}/policy/2013-02-05"], seen[f"{language}/policy"]
        assert (past.status_code, present.status_code) == (200, 200)
        assert all(day in past.text for day in days[:2])
        assert all(day in present.text for day in days[2:])
        name = label["en" if language else "ko"]
        assert name in present.text.partition("<main")[2]
        assert name not in past.text.partition("<main")[2].partition("<footer")[0]
        assert "이전 버전입니다" in past.text or language
        assert seen[f"{language}/policy/2014-02-05"].status_code == 404
    assert jk.policy.file == homepage
