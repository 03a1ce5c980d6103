"""The pages that the demo writes, looked at."""

from __future__ import annotations

import re
from pathlib import Path


def look_at(folder: Path) -> None:
    """Each page is there in both languages, fetches and runs nothing, links to pages that are there, and shows its own
    part."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    kinds = ("index", "policy", "member", "leaver", "officer", "certificate")
    assert set(pages) == {f"{kind}.{language}.html" for kind in kinds for language in ("ko", "en")}
    for name, text in pages.items():
        assert "<script" not in text, name
        assert not re.search(r'(?:src|href)="https?://[^"]*\.(?:js|css|png)', text), name
        assert text.count("<h1") == 1, name
        ids = re.findall(r'\bid="([^"]+)"', text)
        assert len(ids) == len(set(ids)), name
        for page, anchor in re.findall(r'href="([a-z]+\.(?:ko|en)\.html)(?:#([^"]+))?"', text):
            assert page in pages, (name, page)
            assert not anchor or f'id="{anchor}"' in pages[page], (name, page, anchor)
    member, leaver = pages["member.ko.html"], pages["leaver.ko.html"]
    assert "가*다" in member
    assert "정정 완료까지 이용 정지" in member
    assert "Visa ····4242" in member
    assert "4242424242424242" not in "".join(pages.values())
    # Who has left sees what is kept of theirs, why and until when, and reads it (7.5, PIPA §35).
    assert "2018년 2월 8일까지" in leaver
    assert "김가상" in leaver
    assert "kim.gasang@example.kr" in leaver
    assert "example.k" not in pages["officer.en.html"] + pages["certificate.en.html"]
