"""The search: where marks are looked for, with which controls, and what the report says of it."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg

from jikim.backup.programs import Programs, piped, plain_environment
from jikim.backup.sets import Set, list_sets, read
from jikim.drill.account import Fates
from jikim.drill.disk import Disk
from jikim.drill.ground import DrillDatabases, Ground, ServerGround
from jikim.drill.markers import Stem, forms
from jikim.drill.report import Report, ReportLine
from jikim.drill.rows import Rows
from jikim.drill.scan import Hit, Scan

_CONTROL = "control: "
_SEALED = "sealed"
_SAMPLE = 3
_KINDS = ("data", "keys", "base")


class Search:
    """The search of one drill: its own marks, and those of its controls."""

    def __init__(self, home: Path, stem: Stem, control: Stem) -> None:
        self._home = home
        self._stem = stem
        self._control = control
        self._marks = (control.mark(), control.korean_mark())
        self.file = home / "controls" / "plain"

    def plant_controls(self, place: DrillDatabases) -> None:
        """Marks of the controls, unsealed: in a file in every form, and in a table's row that is deleted and vacuumed
        away."""
        self.file.parent.mkdir(mode=0o700)
        self.file.write_bytes(b"\n".join(shape for mark in self._marks for shape in forms(mark).values()))
        with psycopg.connect(place.admin["live"], autocommit=True) as conn:
            conn.execute("CREATE TABLE public.drill_control (n int, plain text, utf16 bytea, hex text, base64 text)")
            for n, mark in enumerate(self._marks):
                raw = mark.encode()
                conn.execute(
                    "INSERT INTO public.drill_control VALUES (%s, %s, %s, %s, %s), (9, '', '', '', '')",
                    (n, mark, mark.encode("utf-16-le"), raw.hex(), base64.b64encode(raw).decode()),
                )
            conn.execute("DELETE FROM public.drill_control WHERE n < 9")
            conn.execute("VACUUM public.drill_control")
            conn.execute("CHECKPOINT")
            left = conn.execute("SELECT count(*) FROM public.drill_control WHERE n < 9").fetchone()
            assert left == (0,)

    def everything(
        self,
        report: Report,
        marks: list[str],
        fates: Fates,
        ground: Ground,
        houses: Iterable[DrillDatabases],
        stolen: Rows,
        backup_key: bytes,
    ) -> None:
        """Looks at every file and into every backup, and notes the counts."""
        houses = tuple(houses)
        for house in houses:
            house.checkpoint()
        sealed = _sealed(stolen, fates)
        needles = (
            self._stem.needles()
            | {f"{_CONTROL}{form}": needle for form, needle in self._control.needles().items()}
            | sealed
        )
        scan = Scan(needles, marks)
        for tree in (self._home, *ground.trees()):
            scan.tree(tree)
        for server in ground.servers if isinstance(ground, ServerGround) else ():
            for path, content in () if server.readable else server.files(server.everything()):
                scan.stream(str(path), content)
        for directory in sorted({path.parent for path in self._home.rglob("*-[0-9]*Z") if path.is_dir()}):
            for what in _KINDS:
                for found in list_sets(directory, backup_key, what):  # type: ignore[arg-type]
                    if not isinstance(found, Set):
                        scan.done.unread.append(str(found.path))
                        continue
                    for name, chunks in _contents(found, houses[0].programs):
                        scan.stream(name, chunks)
        self._told(report, scan, fates, sealed)

    def blocks(self, report: Report, disk: Disk, marks: list[str]) -> None:
        """Looks at every block of a disk; a file that is removed is the control."""
        control = Stem.new()
        gone = disk.root / "tmp" / "removed"
        with open(gone, "wb") as file:
            file.write(f"{control.mark()}\n".encode() * 1000)
            os.fsync(file.fileno())
        gone.unlink()
        needles = self._stem.needles() | {f"{_CONTROL}{form}": needle for form, needle in control.needles().items()}
        scan = Scan(needles, marks)
        scan.stream(str(disk.image), disk.blocks())
        hits = [hit for hit in scan.done.hits if not hit.form.startswith(_CONTROL)]
        report.facts["blocks"] = scan.done.bytes
        report.looked_at.append(
            ReportLine(
                f"every block of a disk, {scan.done.bytes / 1e6:,.0f} MB, deleted files included",
                f"지운 파일까지 포함한 디스크의 모든 블록, {scan.done.bytes / 1e6:,.0f} MB",
            )
        )
        report.note(
            "blocks",
            "none",
            len(hits),
            len(marks),
            "places on the disk itself where a value lies unsealed, deleted files and uploads included",
            "지운 파일과 올린 파일을 포함해, 디스크 자체에 값이 봉인되지 않은 채 있는 곳",
            _places(hits),
        )
        report.note(
            "control-blocks",
            "some",
            len(scan.done.hits) - len(hits),
            0,
            "places on the disk where a file that was removed still lies",
            "지운 파일이 아직 남아 있는 디스크의 자리",
        )

    def _told(self, report: Report, scan: Scan, fates: Fates, sealed: dict[str, bytes]) -> None:
        done = scan.done
        report.facts["searched"] = {"files": done.files, "opened_backups": done.streams, "bytes": done.bytes}
        report.looked_at.append(
            ReportLine(
                f"{done.files:,} files and {done.streams} contents of backups, {done.bytes / 1e6:,.0f} MB, in "
                f"{len(self._stem.needles())} forms",
                f"파일 {done.files:,}개와 백업 내용 {done.streams}건, {done.bytes / 1e6:,.0f} MB, {len(self._stem.needles())}가지 꼴",
            )
        )
        report.looked_at += [ReportLine(tree, tree) for tree in done.trees]
        ours = [hit for hit in done.hits if not hit.form.startswith((_CONTROL, _SEALED))]
        erased = [hit for hit in ours if hit.mark is None or hit.mark in fates.erased]
        others = [hit for hit in ours if hit.mark is not None and hit.mark not in fates.erased]
        report.note(
            "plain-erased",
            "none",
            len(erased),
            len(fates.erased),
            "places where an erased value, or a part of one, lies unsealed",
            "파기된 값이나 그 조각이 봉인되지 않은 채 있는 곳",
            _places(erased),
        )
        report.note(
            "plain-kept",
            "none",
            len(others),
            len(fates.kept),
            "places where a kept value lies unsealed",
            "남아 있는 값이 봉인되지 않은 채 있는 곳",
            _places(others),
        )
        report.note(
            "unread",
            "none",
            len(done.unread),
            done.files,
            "files and backup sets that could not be read",
            "읽지 못한 파일",
            done.unread,
        )
        control = [hit for hit in done.hits if hit.form.startswith(_CONTROL)]
        in_file = {hit.form for hit in control if hit.place == str(self.file)}
        report.note(
            "control-forms",
            "all",
            len(in_file),
            len(self._control.needles()),
            "forms of a control mark that the search finds in a file",
            "찾기가 파일에서 알아보는 표식의 꼴",
        )
        deleted = {hit.place for hit in control if hit.place != str(self.file)}
        report.note(
            "control-deleted",
            "some",
            len(deleted),
            0,
            "files of the server that still hold a row which was deleted and vacuumed (deleting is not erasing)",
            "지우고 VACUUM한 행이 아직 남아 있는 서버 파일 (지우는 것은 파기가 아닙니다)",
            sorted(deleted),
        )
        for form, within, en, ko in (
            (
                f"{_SEALED} raw",
                "thief",
                "places in stolen files where erased people's ciphertexts still lie",
                "훔친 파일에 아직 있는, 파기된 사람의 암호문",
            ),
            (
                f"{_SEALED} hex",
                "",
                "places in opened backups where they still lie",
                "열어 본 백업에 아직 있는 그 암호문",
            ),
        ):
            hits = [
                hit for hit in done.hits if hit.form.startswith(form) and hit.place.startswith(str(self._home / within))
            ]
            report.note(f"control-{form.replace(' ', '-')}", "some", len(hits), 0, en, ko, _places(hits))


def _sealed(stolen: Rows, fates: Fates) -> dict[str, bytes]:
    """A few erased records' heads, by which their ciphertexts are known: as bytes, and as a dump writes them."""
    gone = {one.ref.record for one in fates.erased.values()} - {one.ref.record for one in fates.kept.values()}
    heads = [row.head for row in sorted(stolen.live) if row.record in gone][:_SAMPLE]
    return {f"{_SEALED} raw {n}": head for n, head in enumerate(heads)} | {
        f"{_SEALED} hex {n}": head.hex().encode() for n, head in enumerate(heads)
    }


def _contents(found: Set, programs: Programs) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A set's files, opened, and what `pg_restore` makes of each dump."""
    for name in sorted(found.files):
        yield f"{found.path / name}, opened", read(found, name)
        if name.endswith(".dump"):
            what = (
                f"`{name}` of `{found.path.name}` cannot be read",
                f"`{found.path.name}`에서 읽을 수 없습니다: `{name}`",
            )
            with closing(
                piped([programs.path("pg_restore"), "--file=-"], plain_environment(), read(found, name), what)
            ) as lines:
                yield f"{found.path / name}, as SQL", lines


def _places(hits: Iterable[Hit]) -> list[str]:
    return sorted({f"{hit.place} ({hit.form})" for hit in hits})
