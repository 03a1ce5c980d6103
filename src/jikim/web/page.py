"""Pages: Jinja templates that both languages share, inside one frame.

A template says each sentence in both languages side by side, `{{ say("한국어", "English") }}`, so that neither is
forgotten. Everything is escaped; undefined names are errors. Templates of additions are looked up before ours.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hmac import compare_digest
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from litestar.response import Redirect, Response

from jikim import particles
from jikim.crypto import keyed
from jikim.policy.citing import cited, place_of
from jikim.policy.compiled import Policy
from jikim.policy.complaint_word import in_own_words
from jikim.policy.languages import LANGUAGE_NAMES
from jikim.policy.model import PolicyFile
from jikim.policy.render import document
from jikim.policy.render.consent import told
from jikim.policy.render.terms import MONTHS
from jikim.policy.render.voice import Voice
from jikim.prove.numbering import anchors_of
from jikim.uploads import LIMITS, REASONS, Accepted, lines_of, told_of
from jikim.urls import host_of, is_link
from jikim.web import outside_links
from jikim.web.forms import Form, named
from jikim.web.look import Look, Looks
from jikim.web.parts.secret import secret_note
from jikim.web.squeezed import Squeezed
from jikim.web.visitor import Visitor

_HERE = Path(str(resources.files(__package__)))


class AnsweredError(Exception):
    """The request is answered, but not by the page that was asked for: somebody proves who they are first, or there is
    no such thing."""

    def __init__(self, answer: Response[Any] | Redirect) -> None:
        super().__init__()
        self.answer = answer


@cache
def stamp(path: Path) -> str:
    """A file's digest, short: the address of a static file changes with its content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


class _Compiled(BytecodeCache):
    """Templates compiled in this process, for each site that it opens: the same text gives the same code."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Templates:
    """The templates of ours and of additions."""

    def __init__(
        self, folders: Sequence[Path] = (), extras: Mapping[str, Any] | None = None, looks: Looks | None = None
    ) -> None:
        self._looks = looks
        loader = ChoiceLoader([FileSystemLoader(folder) for folder in (*folders, _HERE / "templates")])
        self.env = Environment(
            loader=loader,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do", Squeezed],
            bytecode_cache=_COMPILED,
        )
        self.env.filters |= {
            "i_ga": particles.i_ga,
            "eun": particles.eun,
            "eul": particles.eul,
            "gwa": particles.gwa,
            "euro": particles.euro,
        }
        self.env.globals["static"] = lambda name: f"/static/{name}?v={stamp(_HERE / 'static' / name)}"
        self.env.globals |= {"uploads": LIMITS, "file_reasons": REASONS}
        self.env.globals["language_names"] = LANGUAGE_NAMES
        self.env.globals["secret_note"] = secret_note
        self.env.globals.update(extras or {})
        self._stated: dict[bytes, frozenset[str]] = {}

    def look(self, brand: str, file: PolicyFile) -> Look:
        """How a brand's pages look, or the service's."""
        return (self._looks or Looks(file)).of(brand)

    def stated(self, policy: Policy) -> frozenset[str]:
        """The places of a version's published document at which it states something; the same in each language."""
        if policy.digest not in self._stated:
            made = document(policy.file, policy.file.service.languages[0])
            self._stated[policy.digest] = frozenset(place for one in anchors_of(made) for place in (one.id, one.path))
        return self._stated[policy.digest]


@dataclass
class Page:
    """What a handler answers with: `page.show("my/data.html", dossier=...)`, `page.to("/my")`.

    In templates: `say`, `href`, `day`, `moment`, `ago`, `voice`, `policy`, `visitor`, `csrf`, `now`, and what the
    handler passes.
    """

    templates: Templates
    visitor: Visitor
    policy: Policy
    now: datetime
    extras: Mapping[str, Any] = field(default_factory=dict)
    links: bytes = field(default=b"", repr=False)
    query: bytes = field(default=b"", repr=False)

    @property
    def look(self) -> Look:
        """How this page looks: its brand's, or the service's."""
        return self.templates.look(self.visitor.brand, self.policy.file)

    @property
    def zone(self) -> ZoneInfo:
        return self.policy.zone

    @property
    def korean(self) -> bool:
        """Whether Korean law judges the policy of today."""
        return self.policy.file.korean

    @property
    def voice(self) -> Voice:
        return Voice(self.policy.file, self.visitor.language)

    def say(self, ko: str, en: str) -> str:
        """The sentence in the visitor's language, and in the company's own word for a complaint."""
        return self.visitor.say(in_own_words(self.policy.file, ko, en), en)

    def day(self, moment: datetime | date | str) -> str:
        """`2026년 11월 24일` or `24 November 2026`, in the policy's time zone; also of a day as data has it (ISO 8601)."""
        if isinstance(moment, str):
            return self.voice.date(date.fromisoformat(moment))
        return self.voice.date(moment.astimezone(self.zone).date() if isinstance(moment, datetime) else moment)

    def month(self, day: date) -> str:
        """The month of a day: `2026년 11월` or `November 2026`."""
        return self.say(f"{day.year}년 {day.month}월", f"{MONTHS[day.month - 1]} {day.year}")

    def moment(self, moment: datetime, *, seconds: bool = False) -> str:
        """A day and its time: `2026년 11월 24일 09:05`."""
        return f"{self.day(moment)} {moment.astimezone(self.zone).strftime('%H:%M:%S' if seconds else '%H:%M')}"

    def days_left(self, days: int) -> str:
        """How far a last day is: `3일 남음`, `오늘까지`, `1 day late`."""
        if days == 0:
            return self.say("오늘까지", "due today")
        many = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
        return (
            self.say(f"{days:,}일 남음", f"{many} left") if days > 0 else self.say(f"{-days:,}일 지남", f"{many} late")
        )

    def outside(self, url: str) -> str:
        """The address of the notice page before another site (clause 12.1); our own is no other. Raises ValueError for
        what is no link to one."""
        if is_link(url) and host_of(url) == host_of(self.policy.file.service.url):
            return url
        return self.visitor.href(outside_links.signed(self.links, url))

    def leads(self, url: str, mark: str) -> bool:
        """Whether a link that leads out is one that we made."""
        return outside_links.is_signed(self.links, url, mark)

    def render(self, name: str, **context: Any) -> str:
        """A template as text."""
        context.setdefault("form", Form(self.visitor))
        context.setdefault("files_told", self.files_told)
        return self.templates.env.get_template(name).render(
            say=self.say, href=self.visitor.href, day=self.day, month_name=self.month, moment=self.moment, voice=self.voice, policy=self.policy.file, look=self.look,
            consent_rows=self.consent_rows, cited=self.cited, place_of=place_of, stated=self.stated, company=self.voice.text(self.policy.file.service.controller),
            visitor=self.visitor, outside_to=self.outside, csrf=self.visitor.token, now=self.now, path=self.visitor.path,
            days_left=self.days_left, **self.extras, **context,
        )  # fmt: skip

    def stated(self, clause: str) -> bool:
        """Whether the policy's document states what a promise is cited by; one that says no such thing is not cited."""
        return place_of(clause) in self.templates.stated(self.policy)

    def cited(self, clause: str) -> str:
        """A promise by its number, or in words where the policy gives it none."""
        return cited(clause, self.voice.language, self.policy.file)

    def consent_rows(self, name: str, file: PolicyFile | None = None) -> tuple[tuple[str, str], ...]:
        """What a consent says before it is given, under its heads; of another version's policy too."""
        voice = self.voice if file is None else Voice(file, self.voice.language)
        return told(voice, name).rows(voice)

    def show(self, name: str, /, *, status: int = 200, **context: Any) -> Response[str]:
        """A template as an answer that nobody keeps a copy of."""
        form = context.get("form")
        shown = self.render(name, **context)
        if isinstance(form, Form):
            shown = named(shown, form.errors)
            if status == 200 and not form.fine:
                status = 422
        return Response(shown, media_type="text/html", status_code=status)

    def missing(self, name: str, /, **context: Any) -> AnsweredError:
        """`raise page.missing("office/requests/none.html")`: there is no such thing, said by a template of its own."""
        said = self.render(name, **context)
        return AnsweredError(Response(said, media_type="text/html", status_code=404))

    @property
    def told(self) -> str:
        """What an act that led here says of itself (`to(..., said=...)`); empty where the address was made by anybody
        else, or for another browser or page."""
        return self._told[0]

    @property
    def files_told(self) -> list[str]:
        """What the sender of files is told of them, of an act that led here (`to(..., files)`)."""
        return lines_of(self._told[1].split("."), self.visitor.language)

    @property
    def _told(self) -> tuple[str, str]:
        given = dict(parse_qsl(self.query.decode("ascii", "replace")))
        said, files = given.get("said", ""), given.get("files", "")
        mark = given.get("by", "").encode("utf-8", "replace")
        own = compare_digest(self._mark(self.visitor.path, said, files).encode(), mark)
        return (said, files) if own else ("", "")

    def _mark(self, path: str, said: str, files: str) -> str:
        told = f"said:{self.visitor.token}:{path}:{files}:{said}".encode("utf-8", "surrogatepass")
        return urlsafe_b64encode(keyed(self.links, told)[:18]).decode()

    def to(self, path: str, files: Iterable[Accepted] = (), /, *, said: str = "", **query: str) -> Redirect:
        """On to another page of this site, in the same language (303: the form is not posted again). `said`: what that
        page tells of what was done (`told`), marked for this browser so that no link can make a page tell it. `files`:
        those that came along; what became of them is told there, too."""
        codes = ".".join(dict.fromkeys(told_of(files)))
        if said or codes:
            told = {name: value for name, value in (("said", said), ("files", codes)) if value}
            query = {"by": self._mark(urlsplit(path).path, said, codes), **query, **told}
        joint = "&" if "?" in path else "?"
        return Redirect(self.visitor.href(path) + (f"{joint}{urlencode(query)}" if query else ""), status_code=303)
