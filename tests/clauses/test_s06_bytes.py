"""Clause 6.5 by pages: what somebody typed into them and what left with them, searched for in every byte that their company's
own installation has written."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from tests.clauses.at_home import place_of
from tests.clauses.sites import homepage_site
from tests.employed import admin_of
from tests.homepage.shop import Shop

import jikim
from jikim.backup.sets import Set, list_sets, read
from jikim.db.places import data_home
from jikim.drill.markers import Stem
from jikim.drill.scan import Scan
from jikim.policy.model import PolicyFile


def types(rv: Shop, stem: Stem) -> jikim.Person:
    """A member who writes to the board, with a file, in words that exist nowhere else."""
    latin, korean = stem.mark(), stem.korean_mark()
    person, given = rv.web.member(name=korean, email=f"{latin}@example.com")
    asked = {"name": korean, "email": given["email"], "subject": korean, "text": f"{korean} {latin}"}
    file = (f"{latin}.txt", f"{latin} {korean}".encode(), "text/plain")
    with rv.browser(person) as browser:
        assert place_of(browser.post("/board/write", asked, files={"files": file})) == "/board"
    return person


def found(rv: Shop, sets: Path, *stems: Stem) -> list[set[str]]:
    """Where each is found: in a file of the installation (databases and their log of changes, objects, uploads, logs,
    backups as they lie) or in what a backup holds once it is opened."""
    with psycopg.connect(admin_of(rv.jk), autocommit=True) as admin:
        admin.execute("CHECKPOINT")
    directory, places = rv.web.settings.directory, list[set[str]]()
    for stem in stems:
        scan = Scan(stem.needles(), ())
        for tree in {directory, data_home(directory), sets}:
            scan.tree(tree)
        for one in list_sets(sets, rv.jk.house.keyring.ring.backup_key, "data"):
            assert isinstance(one, Set)
            for name in one.files:
                scan.stream(f"{one.path / name}, opened", read(one, name))
        assert scan.done.unread == []
        assert scan.done.streams
        places.append({hit.place for hit in scan.done.hits})
    return places


@pytest.mark.by_hand
@pytest.mark.clause("6.5")
def test_what_left_through_pages_lies_in_no_byte(homepage: PolicyFile, tmp_path: Path) -> None:
    """One of two who typed the same kinds of things leaves by the page, between two backups: neither's words stand
    anywhere in the clear. What was planted, a row that was deleted and vacuumed, is found."""
    gone, stays, planted = Stem.new(), Stem.new(), Stem.new()
    with homepage_site(homepage, tmp_path / "site") as rv:
        leaver, _ = types(rv, gone), types(rv, stays)
        given = rv.web.given[leaver.subject]
        rv.jk.backups.make(tmp_path / "sets")
        with rv.browser(leaver) as browser:
            assert gone.korean in browser.get("/my").text
            assert "/receipt/" in browser.post("/my/leave", {"password": given["password"]}).text
        rv.sweep()
        rv.jk.mails()
        rv.jk.backups.make(tmp_path / "sets")
        with psycopg.connect(admin_of(rv.jk), autocommit=True) as admin:
            admin.execute("CREATE TABLE public.planted (plain text)")
            admin.execute("INSERT INTO public.planted VALUES (%s)", (f"{planted.mark()} {planted.korean_mark()}",))
            admin.execute("DELETE FROM public.planted")
            admin.execute("VACUUM public.planted")
        assert found(rv, tmp_path / "sets", gone, stays) == [set(), set()]
        [in_file] = found(rv, tmp_path / "sets", planted)
        assert in_file
        assert rv.jk.find("email", given["email"]) == []
