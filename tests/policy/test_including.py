"""include: a policy split over files is one policy; places are of the right file, and nothing outside its directory is
read."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from jikim.errors import PolicyError
from jikim.policy.check import check
from jikim.policy.compile import compile_policy, digest_of
from jikim.policy.finding import Finding, Severity
from jikim.policy.including import MAX_FILES, MAX_NESTED, Piece, sections
from jikim.policy.parse import parse
from jikim.policy_files import parse_files

BASE = (Path(__file__).parent / "broken" / "base.yaml").read_text(encoding="utf-8")
TODAY = date(2026, 11, 25)


def cut(place: Path, parts: dict[str, list[str]], include: str) -> Path:
    """The base policy with these sections moved to files of their own."""
    main = BASE
    for file, names in parts.items():
        moved = ""
        for name in names:
            start = main.index(f"\n{name}:") + 1
            rest = main[start:]
            end = next((at for at in range(1, len(rest)) if rest[at - 1] == "\n" and rest[at].isalpha()), len(rest))
            moved += rest[:end]
            main = main[:start] + rest[end:]
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(moved, encoding="utf-8")
    path = place / "policy.yaml"
    path.write_text(main.replace("jikim: 1\n", f"jikim: 1\ninclude: {include}\n", 1), encoding="utf-8")
    return path


def codes(path: Path) -> list[tuple[str, str, int, int]]:
    """Every finding of structure: its code, its file within the directory, its line and column."""
    return [
        (one.code, os.path.relpath(one.position.file, path.parent), one.position.line, one.position.column)
        for one in parse_files(path).findings
    ]


def only(path: Path) -> Finding:
    (found,) = parse_files(path).findings
    return found


def test_a_split_policy_is_the_policy(tmp_path: Path) -> None:
    """Sections in files of their own give the same policy with the same digest, however the files are found."""
    whole = parse(BASE, "policy.yaml").policy
    assert whole is not None
    path = cut(
        tmp_path, {"a.yaml": ["items"], "more/b.yaml": ["records"], "more/c.yaml": ["duties"]}, "[a.yaml, more/*.yaml]"
    )
    parsed = parse_files(path)
    assert parsed.findings == ()
    assert parsed.policy == whole
    assert digest_of(parsed.policy) == digest_of(whole)
    assert compile_policy(parsed.policy).digest == compile_policy(whole).digest
    assert [os.path.relpath(name, tmp_path) for name in parsed.files] == [
        "policy.yaml",
        "a.yaml",
        "more/b.yaml",
        "more/c.yaml",
    ]
    assert not [one for one in check(parsed, TODAY) if one.severity is not Severity.NOTE]


def test_names_of_one_section_may_stand_in_several_files(tmp_path: Path) -> None:
    """The including file's names come first, then those of each file in the order of the list."""
    path = cut(tmp_path, {}, "[z.yaml, a.yaml]")
    item = "items: {%s: {type: text, label: {ko: 글, en: Text}}}\n"
    (tmp_path / "z.yaml").write_text(item % "first", encoding="utf-8")
    (tmp_path / "a.yaml").write_text("jikim: 1\n" + item % "second", encoding="utf-8")
    parsed = parse_files(path)
    assert parsed.policy is not None
    assert list(parsed.policy.items)[-3:] == ["cookie", "first", "second"]
    assert {"items", "records", "purposes", "rights", "clauses"} <= sections()
    assert "service" not in sections()


def test_a_finding_stands_in_the_file_where_the_mistake_is(tmp_path: Path) -> None:
    """Structure and meaning alike: file, line, column and the line's own text."""
    path = cut(tmp_path, {"kinds.yaml": ["records"]}, "[kinds.yaml]")
    kinds = tmp_path / "kinds.yaml"
    text = kinds.read_text(encoding="utf-8").replace("via: [traces]", "via: [trace]")
    kinds.write_text(text, encoding="utf-8")
    line = text[: text.index("via: [trace]")].count("\n") + 1
    (found,) = [one for one in check(parse_files(path), TODAY) if one.severity is Severity.ERROR]
    assert (found.code, found.position) == ("unknown-channel", (str(kinds), line, 11))
    assert found.source == "    via: [trace]"
    assert found.render("en").startswith(f"{kinds}:{line}:11: error:")
    kinds.write_text(text.replace("leaving:", "leeving:"), encoding="utf-8")
    assert [(code, file) for code, file, _, _ in codes(path)] == [("unknown-key", "kinds.yaml")]


def test_a_name_that_is_declared_twice_names_both_places(tmp_path: Path) -> None:
    """Of a name in two files, and of a section that only one file may hold."""
    path = cut(tmp_path, {}, "[more.yaml]")
    more = tmp_path / "more.yaml"
    more.write_text(
        "items:\n  email: {type: email, label: {ko: 이메일, en: E-mail}}\nversion:\n  announced: 2026-11-01\n",
        encoding="utf-8",
    )
    twice, section = parse_files(path).findings
    first = 1 + path.read_text(encoding="utf-8").split("\n").index(
        next(x for x in path.read_text(encoding="utf-8").split("\n") if x.startswith("  email:"))
    )
    assert (twice.code, twice.position[1:]) == ("declared-twice", (2, 3))
    assert f"{path}:{first}:3" in twice.text["en"]
    assert f"{path}:{first}:3" in twice.text["ko"]
    assert (section.code, section.position[1:]) == ("declared-twice", (3, 1))


def test_an_unknown_key_of_an_included_file_never_passes(tmp_path: Path) -> None:
    """A section that the model does not know is refused where it stands."""
    path = cut(tmp_path, {}, "[more.yaml]")
    (tmp_path / "more.yaml").write_text("itmes: {}\n", encoding="utf-8")
    found = only(path)
    assert (found.code, found.position.file, found.position.line) == ("unknown-key", str(tmp_path / "more.yaml"), 1)
    assert found.hint is not None
    assert "did you mean `items`?" in found.hint["en"]


@pytest.mark.parametrize(
    "name", ["../secret.yaml", "/etc/passwd", "more/../../secret.yaml", "~/x.yaml", "./a.yaml", "a\\b.yaml", "**/x.yaml", "C:/x.yaml"]
)  # fmt: skip
def test_a_name_that_leaves_the_directory_is_refused(tmp_path: Path, name: str) -> None:
    """Absolute names and steps upward are refused before anything is opened."""
    (tmp_path / "secret.yaml").write_text("items: {}\n", encoding="utf-8")
    inside = tmp_path / "policy"
    inside.mkdir()
    path = cut(inside, {}, f"['{name}']")
    assert [code for code, *_ in codes(path)] == ["include-outside"]


def test_a_link_out_of_the_directory_is_refused_and_one_within_is_not(tmp_path: Path) -> None:
    """Links to files and of directories are judged by where they lead; nothing of what lies there is told."""
    outside, inside = tmp_path / "outside", tmp_path / "policy"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.yaml").write_text("hidden: {word: 1}\n", encoding="utf-8")
    path = cut(inside, {"real/items.yaml": ["items"]}, "[linked.yaml]")
    (inside / "linked.yaml").symlink_to(inside / "real" / "items.yaml")
    assert codes(path) == []
    for link, to in (("linked.yaml", outside / "secret.yaml"), ("real", outside)):
        target = inside / link
        target.rename(inside / f"{link}.was") if target.is_dir() and not target.is_symlink() else target.unlink()
        target.symlink_to(to)
        name = "linked.yaml" if link == "linked.yaml" else "real/secret.yaml"
        path.write_text(BASE.replace("jikim: 1\n", f"jikim: 1\ninclude: [{name}]\n", 1), encoding="utf-8")
        found = only(path)
        assert found.code == "include-outside"
        assert "hidden" not in found.render("en")
    path.write_text(BASE.replace("jikim: 1\n", "jikim: 1\ninclude: [real/nothing.yaml]\n", 1), encoding="utf-8")
    assert "secret" not in only(path).render("en")


def test_cycles_and_repetitions_are_refused(tmp_path: Path) -> None:
    """A file that includes itself, two that include each other, and one that is named twice by whatever name."""
    path = cut(tmp_path, {"a.yaml": ["items"]}, "[a.yaml]")
    a = tmp_path / "a.yaml"
    items = a.read_text(encoding="utf-8")
    a.write_text("include: [policy.yaml]\n" + items, encoding="utf-8")
    assert codes(path) == [("include-cycle", "a.yaml", 1, 11)]
    (tmp_path / "b.yaml").write_text("include: [a.yaml]\n", encoding="utf-8")
    a.write_text("include: [b.yaml]\n" + items, encoding="utf-8")
    assert codes(path) == [("include-cycle", "b.yaml", 1, 11)]
    a.write_text(items, encoding="utf-8")
    (tmp_path / "b.yaml").unlink()
    (tmp_path / "same.yaml").symlink_to(a)
    path.write_text(path.read_text(encoding="utf-8").replace("[a.yaml]", "[a.yaml, same.yaml]"), encoding="utf-8")
    assert [code for code, *_ in codes(path)] == ["include-twice"]


def test_what_cannot_be_included_is_said_where_it_is_named(tmp_path: Path) -> None:
    """A missing file with the one that was meant, a directory, a pipe, bytes that are no text, YAML that is none, too
    many."""
    path = cut(tmp_path, {"items.yaml": ["items"]}, "[itmes.yaml]")
    found = only(path)
    assert (found.code, found.position[1:]) == ("include-missing", (3, 11))
    assert found.hint is not None
    assert found.hint["en"] == "did you mean `items.yaml`?"
    (tmp_path / "records").mkdir()
    path.write_text(path.read_text(encoding="utf-8").replace("itmes.yaml", "record/*.yaml"), encoding="utf-8")
    meant = only(path).hint
    assert meant is not None
    assert meant["ko"] == "혹시 `records/*.yaml`?"
    path.write_text(path.read_text(encoding="utf-8").replace("record/*.yaml", "itmes.yaml"), encoding="utf-8")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "bytes.yaml").write_bytes(b"items: \xff\n")
    (tmp_path / "broken.yaml").write_text("items: [\n", encoding="utf-8")
    (tmp_path / "list.yaml").write_text("- items\n", encoding="utf-8")
    text = path.read_text(encoding="utf-8")
    for name, code in (
        ("folder", "include-unreadable"),
        ("pipe.yaml", "include-unreadable"),
        ("bytes.yaml", "not-utf-8"),
        ("broken.yaml", "yaml-syntax"),
        ("list.yaml", "wrong-type"),
        ("3", "wrong-type"),
        ("{a: b}", "wrong-type"),
    ):
        path.write_text(text.replace("itmes.yaml", name), encoding="utf-8")
        assert [one[0] for one in codes(path)] == [code], name
    many = tmp_path / "many"
    many.mkdir()
    for number in range(MAX_FILES + 2):
        (many / f"{number:03}.yaml").write_text("duties: {}\n", encoding="utf-8")
    path.write_text(text.replace("itmes.yaml", "many/*.yaml"), encoding="utf-8")
    assert [one[0] for one in codes(path)] == ["include-too-many"]


def test_text_alone_includes_nothing() -> None:
    """Without somebody who brings files, a policy that asks for one is refused."""
    text = BASE.replace("jikim: 1\n", "jikim: 1\ninclude: [a.yaml]\n", 1)
    assert [one.code for one in parse(text, "policy.yaml").findings] == ["include-unreadable"]


def test_the_sdk_opens_a_split_policy_and_refuses_a_broken_one(tmp_path: Path) -> None:
    """`read_policy` follows `include`, and its error names the file that is wrong."""
    from jikim.app import read_policy

    path = cut(tmp_path, {"items.yaml": ["items"]}, "[items.yaml]")
    assert "email" in read_policy(path).items
    items = tmp_path / "items.yaml"
    items.write_text(items.read_text(encoding="utf-8").replace("type: card", "type: crad"), encoding="utf-8")
    with pytest.raises(PolicyError, match=r"items\.yaml:7:\d+: error: this is not one of the values"):
        read_policy(path)


def test_the_base_is_what_it_was() -> None:
    """The helper above cuts a file that YAML reads alike."""
    assert set(YAML(typ="safe", pure=True).load(BASE)) >= {"items", "records", "duties"}


def test_files_do_not_include_one_another_without_end() -> None:
    """Each file that includes another goes deeper; past a bound it is said where, and nothing more is read."""

    def deeper(pattern: str, file: str) -> tuple[Piece, ...]:
        return (Piece(pattern, pattern, f"include: [x{pattern}]\n".encode()),)

    (found,) = parse(BASE.replace("jikim: 1\n", "jikim: 1\ninclude: [a.yaml]\n", 1), "policy.yaml", deeper).findings
    assert found.code == "include-too-deep"
    assert found.position.file == "x" * (MAX_NESTED - 1) + "a.yaml"


def test_a_star_stands_for_the_others(tmp_path: Path) -> None:
    """`*.yaml` is every file but the one that says so, and no hint sends a file to itself."""
    path = cut(tmp_path, {"items.yaml": ["items"]}, '["*.yaml"]')
    assert parse_files(path).findings == ()
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"*.yaml"', "items.yaml, policies.yaml"), encoding="utf-8")
    hint = only(path).hint
    assert hint is not None
    assert "policy.yaml" not in hint["en"]
    path.write_text(text.replace('["*.yaml"]', "items.yaml"), encoding="utf-8")
    assert "this must be a list of file names" in [one.text["en"] for one in parse_files(path).findings]
    path.write_text(text.replace('"*.yaml"', "items.yaml, policy.yaml"), encoding="utf-8")
    hint = only(path).hint
    assert hint is not None
    assert hint["en"] == "take it out of the list"
