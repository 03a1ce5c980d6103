"""Letters: what a mail says, in both languages, as plain text and as simple HTML out of one source.

Guarantees: every letter ends with the privacy officer, the handler in charge and how to complain; nothing in it is
loaded from elsewhere, and no link tells who followed it; a fact can put words into a sentence, never a link, a line of
its own or a header.

A letter is a file in `texts/`, named for it. To add one, write `texts/my-letter.txt`; a test reads it in both
languages:

    kind: service
    for: notices
    facts: order, link, reason?

    [ko]
    subject: 주문을 받았습니다

    주문번호는 {{ order }}입니다.

    [en]
    ...

`kind` is `service`, or `marketing`: that leaves only by a marketing purpose with its consent, and not at night. `for`
are the kinds of purpose (`policy.model.PurposeKind`) under which the address is read, the best first. `facts` is what
the caller passes; `?` marks one that may be left out. Blocks are set apart by empty lines:

    words                      a paragraph; `{{ fact }}`, `{{ service }}`, `{{ company }}`, and `{% if reason %}…{%
    endif %}` inside it
    > {{ code }}               something to copy, by itself
    @ {{ link }} | 열기        a link with its words; `{{ page("/my") }}` is a page of the site in the reader's language
    - one                      a list, one line for each

A block that comes out empty is left out. `site`, the address of the pages, may be passed with every letter:
`site_of(settings, policy)`; the queue passes it by itself. A fact `link` that begins with `/` is a page of the site in
the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from importlib import resources
from typing import Literal, cast
from urllib.parse import urlsplit

from jinja2 import Environment, StrictUndefined, Template, UndefinedError

from jikim.errors import JikimError
from jikim.particles import eul, eun, i_ga
from jikim.policy.bodies import bodies_of
from jikim.policy.compiled import Policy
from jikim.policy.complaint_word import complaint_word
from jikim.policy.languages import prefix
from jikim.policy.model import Language, Officer, Officers, PolicyFile
from jikim.policy.render.voice import Voice
from jikim.settings import Settings

Kind = Literal["service", "marketing"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")
_env = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - text is made; HTML is escaped below
_TEXTS = resources.files(__package__).joinpath("texts")
_FOOT = "foot"
WHERE = frozenset({"site", "brand"})  # facts of any letter: the pages' address, and the brand that writes it
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Letter:
    """A mail's words, and whose they are: `company` by name, `officer` by address. To whom it goes is not in it;
    `back`, where it comes back to if it cannot be delivered, names nobody."""

    name: str
    language: Language
    kind: Kind
    subject: str
    text: str
    html: str
    company: str
    officer: str
    back: str = ""


@dataclass(frozen=True)
class _Block:
    """One block of a letter. `mark` is what stood before it: nothing, `>`, `@` or `-`."""

    mark: str
    lines: tuple[Template, ...]


@dataclass(frozen=True)
class Source:
    """A letter's file, read: what it takes, and what it says in each language."""

    name: str
    kind: Kind
    purposes: tuple[str, ...]
    needed: frozenset[str]
    optional: frozenset[str]
    subjects: Mapping[str, Template]
    blocks: Mapping[str, tuple[_Block, ...]]

    def check(self, facts: Mapping[str, str]) -> None:
        """Raises JikimError where a fact is missing or is none of this letter's."""
        given = set(facts) - WHERE
        if missing := sorted(self.needed - given):
            raise JikimError(
                f"the letter `{self.name}` needs `{missing[0]}`",
                hint="pass it as a fact",
                ko=(f"편지 `{self.name}`에 {i_ga(f'`{missing[0]}`')} 필요합니다", "fact로 넘겨 주세요"),
            )
        if unknown := sorted(given - self.needed - self.optional):
            raise JikimError(
                f"the letter `{self.name}` takes no `{unknown[0]}`",
                hint=f"name it in texts/{self.name}.txt",
                ko=(
                    f"편지 {eun(f'`{self.name}`')} {eul(f'`{unknown[0]}`')} 받지 않습니다",
                    f"texts/{self.name}.txt에 적어 주세요",
                ),
            )


def names() -> list[str]:
    """Every letter there is."""
    found = (path.name.removesuffix(".txt") for path in _TEXTS.iterdir() if path.name.endswith(".txt"))
    return sorted(name for name in found if name != _FOOT)


def site_of(settings: Settings, policy: Policy) -> str:
    """The address of the pages, without a slash at its end."""
    return (settings.url or policy.file.service.url).rstrip("/")


def letter(policy: Policy, on: date, language: Language, name: str, guest: bool = False, /, **facts: str) -> Letter:
    """The letter of this name, as it is sent on a day: its bodies are those of that day. A guest is led to the guests'
    door.

    Raises JikimError for one that does not exist, or for facts that are not its own.
    """
    read = source(name)
    read.check(facts)
    context = _context(policy, on, language, facts, guest=guest) | dict.fromkeys(read.optional, "")
    context |= {fact: _plain(value) for fact, value in facts.items() if fact not in WHERE}
    if (link := facts.get("link", "")).startswith("/"):
        context["link"] = f"{site_in(facts, policy, language)}{_door(link, guest=guest)}"
    try:
        subject = " ".join(read.subjects[language].render(context).split())
        said = [*_said(read.blocks[language], context), *_said(source(_FOOT).blocks[language], context)]
    except UndefinedError as error:
        raise JikimError(
            f"the letter `{name}` names a fact that it does not take ({error.message})",
            ko=(f"편지 {i_ga(f'`{name}`')} 받지 않는 값을 씁니다 ({error.message})", ""),
        ) from None
    text = "\n\n".join(block for block, _ in said) + "\n"
    body = "\n".join(block for _, block in said)
    html = (
        f'<!doctype html>\n<html lang="{language}">\n<head><meta charset="utf-8"><title>{escape(subject)}</title></head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )
    company, officers = str(context["company"]), _officers(policy.file, facts)
    return Letter(name, language, read.kind, subject, text, html, company, officers.email)


def _context(
    policy: Policy, on: date, language: Language, facts: Mapping[str, str], *, guest: bool
) -> dict[str, object]:
    """What every letter may name."""
    voice, file = Voice(policy.file, language), policy.file
    brand, officers = file.brands.get(facts.get("brand", "")), _officers(file, facts)
    site = site_in(facts, policy, language)

    def contact(one: Officer) -> dict[str, str]:
        return {"title": voice.text(one.title), "ways": " · ".join(one.ways)}

    def page(path: str) -> str:
        return f"{site}{_door(path, guest=guest)}"

    return {
        "service": voice.text(file.service.name if brand is None else brand.label),
        "guest": guest,
        "complaint": complaint_word(file),
        "korean": file.korean,
        "company": voice.text((brand and brand.controller) or file.service.controller),
        "page": page,
        "officer": contact(officers.officer),
        "handler": contact(officers.handler),
        "bodies": [
            {"name": voice.text(body.label), "phone": body.phone_now or body.phone or body.url_now or body.url}
            for body in bodies_of(file, on)
        ],
    }


def _door(path: str, *, guest: bool) -> str:
    """Where a page of one's own is opened: a guest has no password, and comes in by a link that is mailed."""
    return "/guest" if guest and (path == "/my" or path.startswith(("/my/", "/my?", "/sign-in"))) else path


def _officers(file: PolicyFile, facts: Mapping[str, str]) -> Officers:
    """Whom a letter names: its brand's, where that has its own."""
    brand = file.brands.get(facts.get("brand", ""))
    return (brand and brand.officers) or file.officers


def site_in(facts: Mapping[str, str], policy: Policy, language: Language) -> str:
    """The address of the pages in one language; of a brand its own, unless the settings say where all pages are."""
    own = policy.file.service.url.rstrip("/")
    site, brand = (facts.get("site") or own).rstrip("/"), policy.file.brands.get(facts.get("brand", ""))
    if brand is not None and brand.url and site == own:
        site = brand.url.rstrip("/")
    return site + prefix(policy.file.service.languages, language)


def _plain(value: str) -> str:
    """A fact as words: line ends stay line ends, other control characters are spaces."""
    return _CONTROL.sub(" ", value.replace("\r\n", "\n")).strip()


def _said(blocks: tuple[_Block, ...], context: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Each block as text and as HTML. What a block is was settled before its facts were put in."""
    for block in blocks:
        lines = [line for line in (template.render(context).strip() for template in block.lines) if line]
        if not lines:
            continue
        match block.mark:
            case "@":
                target, _, words = (part.strip() for part in lines[0].partition(" | "))
                if urlsplit(target).scheme not in ("https", "http", "mailto") or any(c.isspace() for c in target):
                    raise JikimError(
                        "a letter's link leads nowhere",
                        hint="a link is an address of this site",
                        ko=("편지의 링크가 잘못되었습니다", "이 사이트의 주소를 적어 주세요"),
                    )
                yield f"{words}:\n{target}", f'<p><a href="{escape(target)}">{escape(words)}</a></p>'
            case ">":
                yield f"    {lines[0]}", f"<p><b><big>{escape(lines[0])}</big></b></p>"
            case "-":
                items = [" ".join(line.split()) for line in lines]
                yield (
                    "\n".join(f"- {item}" for item in items),
                    "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>",
                )
            case _:
                text = "\n".join(lines)
                yield text, f"<p>{escape(text)}</p>".replace("\n", "<br>\n")


@cache
def source(name: str) -> Source:
    """A letter's file. Raises JikimError where there is none, or where it is of another form."""
    path = _TEXTS.joinpath(f"{name}.txt")
    if not re.fullmatch(r"[a-z-]+", name) or not path.is_file():
        raise JikimError(
            f"there is no letter `{name}`",
            hint="the letters are the files of jikim/mail/texts",
            ko=(f"편지 {i_ga(f'`{name}`')} 없습니다", "편지는 jikim/mail/texts의 파일입니다"),
        )
    head, _, rest = path.read_text(encoding="utf-8").partition("\n[ko]\n")
    korean, _, english = rest.partition("\n[en]\n")
    fields = dict(re.findall(r"^(\w+): *(.*)$", head, re.MULTILINE))
    facts = [fact.strip() for fact in fields.get("facts", "").split(",") if fact.strip()]
    subjects: dict[str, Template] = {}
    blocks: dict[str, tuple[_Block, ...]] = {}
    for language, part in zip(LANGUAGES, (korean, english), strict=True):
        first, _, body = part.strip().partition("\n")
        if not first.startswith("subject:"):
            raise JikimError(
                f"the letter `{name}` has no subject in `{language}`",
                ko=(f"편지 `{name}`에 `{language}` 제목이 없습니다", ""),
            )
        subjects[language] = _env.from_string(first.removeprefix("subject:").strip())
        blocks[language] = tuple(_block(block) for block in re.split(r"\n\s*\n", body.strip()) if block)
    kind = fields.get("kind", "service")
    if kind not in ("service", "marketing"):
        raise JikimError(
            f"the letter `{name}` is of no kind",
            hint="kind: service, or marketing",
            ko=(f"편지 `{name}`의 종류가 없습니다", "kind: service 또는 marketing"),
        )
    return Source(
        name,
        cast("Kind", kind),
        tuple(fields.get("for", "notices").replace(",", " ").split()),
        frozenset(fact for fact in facts if not fact.endswith("?")),
        frozenset(fact[:-1] for fact in facts if fact.endswith("?")),
        subjects,
        blocks,
    )


def _block(text: str) -> _Block:
    mark = text[0] if text[:2] in ("> ", "@ ", "- ") else ""
    if mark == "-":
        return _Block(mark, tuple(_env.from_string(line.strip().removeprefix("- ")) for line in text.splitlines()))
    return _Block(mark, (_env.from_string(text[2:] if mark else text),))
