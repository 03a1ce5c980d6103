"""`jikim init`: a policy file to start from, after a few questions."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from jikim.cli import files, terminal, when
from jikim.cli.bilingual import about, in_korean
from jikim.cli.exits import UsageError
from jikim.cli.options import Language, language, words
from jikim.cli.starting import KINDS, PEOPLE, TRADES, Answers, Kind, People, composed, values
from jikim.errors import JikimError
from jikim.particles import eun

NAME = "policy.yaml"
SCHEMA = "policy.schema.json"
_ZONE = "Asia/Seoul"

YesNo = Literal["yes", "no"]
T = TypeVar("T")
Word = TypeVar("Word", bound=str)


@in_korean(
    """처음 시작할 방침 파일을 만듭니다.

    주석이 달린 policy.yaml(오늘 공고, 7일 뒤 시행)과 편집기용 policy.schema.json을 만듭니다. 터미널에서는 옵션으로
    적지 않은 것을 묻고, 터미널이 아니거나 --yes이면 가상의 사업자 정보로 채웁니다. 이어서 직접 채워야 하는 줄을
    알려 줍니다. 이미 있는 파일은 덮어쓰지 않습니다.
    """
)
def init(
    directory: Annotated[
        Path, about("Where to write it; made if it is not there.", "파일을 만들 디렉터리. 없으면 만듦", name="DIR")
    ] = Path("."),
    /,
    *,
    kind: Annotated[
        Kind | None,
        about(
            "The trade: shop, saas, community, app, appointment, clinic, academy, finance, game, b2b, gdpr, recruiting.",
            "업종: shop, saas, community, app, appointment, clinic, academy, finance, game, b2b, gdpr, recruiting",
            metavar="KIND",
        ),
    ] = None,
    people: Annotated[
        People | None,
        about(
            "members, guests or both.", "이용하는 사람: members(회원), guests(비회원) 또는 both(둘 다)", metavar="WHO"
        ),
    ] = None,
    payments: Annotated[YesNo | None, about("People pay: yes or no.", "결제 여부: yes 또는 no", metavar="YES")] = None,
    marketing: Annotated[
        YesNo | None,
        about(
            "News and offers, to those who agree: yes or no.",
            "동의한 사람에게 소식과 혜택 안내: yes 또는 no",
            metavar="YES",
        ),
    ] = None,
    countries: Annotated[
        str | None,
        about(
            "Where the people live: KR, or KR,DE,US. One in Europe brings the GDPR.",
            "이용하는 사람이 사는 국가: KR 또는 KR,DE,US. 유럽 국가가 있으면 GDPR 적용",
            metavar="LIST",
        ),
    ] = None,
    languages: Annotated[
        str | None,
        about(
            "What the policy is published in: ko, en or ko,en.",
            "방침을 공개하는 언어: ko, en 또는 ko,en",
            metavar="LIST",
        ),
    ] = None,
    comments: Annotated[
        Language | None, about("Language of the comments: en or ko.", "주석의 언어: en 또는 ko", metavar="LANG")
    ] = None,
    service: Annotated[str | None, about("The service's name.", "서비스 이름", metavar="NAME")] = None,
    service_en: Annotated[
        str | None, about("The same in English, where it differs.", "영문 표기가 다를 때의 영문", metavar="NAME")
    ] = None,
    company: Annotated[str | None, about("The company's name.", "회사 이름", metavar="NAME")] = None,
    company_en: Annotated[
        str | None, about("The same in English, where it differs.", "영문 표기가 다를 때의 영문", metavar="NAME")
    ] = None,
    title: Annotated[
        str | None,
        about(
            "The privacy officer's post, never a name.", "개인정보 보호책임자의 직책(성명은 적지 않음)", metavar="POST"
        ),
    ] = None,
    title_en: Annotated[
        str | None, about("The same in English, where it differs.", "영문 표기가 다를 때의 영문", metavar="POST")
    ] = None,
    url: Annotated[str | None, about("The service's address.", "서비스 주소", metavar="URL")] = None,
    email: Annotated[
        str | None,
        about("The privacy officer's e-mail address.", "개인정보 보호책임자의 이메일 주소", metavar="ADDRESS"),
    ] = None,
    phone: Annotated[
        str | None, about("The privacy officer's telephone.", "개인정보 보호책임자의 전화번호", metavar="NUMBER")
    ] = None,
    yes: Annotated[
        bool,
        about(
            "Ask nothing: what no option says is as invented.",
            "질문하지 않고, 옵션으로 적지 않은 것은 예시 값으로 채움",
            name=("--yes", "-y"),
        ),
    ] = False,
) -> None:
    """Write a policy file to start from.

    Writes policy.yaml, commented, announced today and in force in seven days, and policy.schema.json for editors. On a
    terminal it asks what no option says; elsewhere, and with --yes, an invented business answers. Then it lists the
    lines that only you can fill in. A file that is there is never overwritten.
    """
    path, schema = directory / NAME, directory / SCHEMA
    if path.exists() or path.is_symlink():
        raise _there(path)
    given: dict[str, Any] = {
        "kind": kind,
        "people": people,
        "payments": None if payments is None else payments == "yes",
        "marketing": None if marketing is None else marketing == "yes",
        "countries": None if countries is None else values.countries(countries),
        "languages": None if languages is None else values.languages(languages),
        "comments": comments,
        "service": values.both("--service", service, service_en),
        "company": values.both("--company", company, company_en),
        "title": values.both("--title", title, title_en),
        "url": None if url is None else values.url(url),
        "email": None if email is None else values.email(email),
        "phone": None if phone is None else values.plain("--phone", phone),
    }
    answers = replace(
        Answers(comments=language(None)), **{name: value for name, value in given.items() if value is not None}
    )
    if not yes and sys.stdin.isatty():
        answers = _asked(answers, {name for name, value in given.items() if value is not None})
    _write(directory, path, schema, answers)


def _write(directory: Path, path: Path, schema: Path, answers: Answers) -> None:
    from jikim.policy.schema import json_schema

    made = composed(answers, when.today(_ZONE))
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(made.text)
    except FileExistsError:
        raise _there(path) from None
    except OSError as error:
        raise JikimError(
            f"`{path}` can't be written: {files.reason(error)}",
            hint="name a directory that you may write",
            ko=(f"`{path}` 파일에 쓸 수 없습니다 ({files.reason(error, 'ko')})", "쓸 수 있는 디렉터리를 적어 주세요"),
        ) from None
    terminal.line(files.wrote(path))
    try:
        with schema.open("x", encoding="utf-8") as file:
            file.write(json.dumps(json_schema(answers.comments), ensure_ascii=False, indent=2) + "\n")
        terminal.line(files.wrote(schema))
    except FileExistsError:
        # It is the editor's help: one that is there serves as well.
        terminal.line(words(f"kept {schema}", f"{schema} 파일은 그대로 두었습니다"))
    except OSError as error:
        raise JikimError(
            f"`{schema}` can't be written: {files.reason(error)}",
            hint="run `jikim schema --out`",
            ko=(
                f"`{schema}` 파일에 쓸 수 없습니다 ({files.reason(error, 'ko')})",
                "`jikim schema --out`을 실행해 주세요",
            ),
        ) from None
    if made.open:
        terminal.line("직접 적으셔야 하는 곳:" if answers.comments == "ko" else "only you can say:")
        for one in made.open:
            terminal.line(f"  {path}:{one.line}: {one.what}")
    end = "이제 실제와 같게 고친 뒤 실행해 주세요:" if answers.comments == "ko" else "now make it your own, and run:"
    terminal.line(f"{end} jikim check {path}")


def _there(path: Path) -> JikimError:
    return JikimError(
        f"`{path}` is there already",
        hint="name another directory, or move the file away",
        ko=(f"`{path}` 파일이 이미 있습니다", "다른 디렉터리를 적거나 파일을 옮겨 주세요"),
    )


def starter() -> str:
    """The policy of an invented shop, announced today."""
    return composed(Answers(), when.today(_ZONE)).text


# ---- the questions

_PEOPLE_WORDS = {"ko": ("회원만", "비회원만", "둘 다"), "en": ("members alone", "guests alone", "both")}


def _asked(answers: Answers, given: set[str]) -> Answers:
    """Asks what no option said, one question a line; Enter takes what stands in brackets."""
    assert {field.name for field in fields(Answers)} >= given
    tongue = answers.comments
    ko = tongue == "ko"

    def say(korean: str, english: str) -> str:
        return korean if ko else english

    terminal.line(
        say(
            "몇 가지를 질문합니다. Enter를 누르면 괄호 안의 답으로 합니다.",
            "A few questions. Enter takes the answer in brackets.",
        )
    )
    if "kind" not in given:
        answers = replace(
            answers,
            kind=_choose(
                say("어떤 사업입니까?", "What kind of business is it?"),
                KINDS,
                [TRADES[one].words[not ko] for one in KINDS],
                answers.kind,
            ),
        )
    if "people" not in given:
        answers = replace(
            answers,
            people=_choose(say("누가 이용합니까?", "Who uses it?"), PEOPLE, _PEOPLE_WORDS[tongue], answers.people),
        )
    if "payments" not in given:
        answers = replace(answers, payments=_whether(say("결제를 받습니까?", "Do people pay?"), answers.payments, ko))
    if "marketing" not in given:
        question = say("동의한 사람에게 소식이나 광고를 보냅니까?", "Do you send news or offers to those who agree?")
        answers = replace(answers, marketing=_whether(question, answers.marketing, ko))
    if "countries" not in given:
        question = say("이용자는 어느 국가에 있습니까? (예: KR,DE)", "In which countries do they live? (such as KR,DE)")
        answers = replace(answers, countries=_until(question, ",".join(answers.filled().countries), values.countries))
    if "languages" not in given:
        question = say("방침을 어느 언어로 공개합니까? (ko,en)", "In which languages is the policy published? (ko,en)")
        answers = replace(answers, languages=_until(question, ",".join(answers.filled().languages), values.languages))
    invented = answers.filled()
    for name, option, korean, english in (
        ("service", "--service", "서비스 이름", "The service's name"),
        ("company", "--company", "회사 이름", "The company's name"),
        ("title", "--title", "개인정보 보호책임자의 직책(이름이 아니라)", "The privacy officer's post (never a name)"),
    ):
        if name in given:
            continue
        words = {"ko": getattr(invented, name)[0], "en": getattr(invented, name)[1]}
        for each in invented.languages:
            which = f" [{each}]" if len(invented.languages) > 1 else ""
            words[each] = _until(say(korean, english) + which, words[each], partial(values.plain, option))
        if len(invented.languages) == 1:
            words = dict.fromkeys(("ko", "en"), words[invented.languages[0]])
        said: dict[str, Any] = {name: (words["ko"], words["en"])}
        answers = replace(answers, **said)
    if "url" not in given:
        answers = replace(answers, url=_until(say("서비스 주소", "The service's address"), invented.url, values.url))
    if "email" not in given:
        question = say("보호책임자의 이메일", "The privacy officer's e-mail address")
        answers = replace(answers, email=_until(question, answers.filled().email, values.email))
    if "phone" not in given:
        question = say("보호책임자의 전화번호", "The privacy officer's telephone")
        answers = replace(answers, phone=_until(question, invented.phone, lambda text: values.plain("--phone", text)))
    terminal.line()
    return answers


def _read(question: str, default: str) -> str:
    try:
        said = input(f"{question} [{default}] ").strip()
    except EOFError:
        raise UsageError(
            "the answers broke off",
            hint="run it again, or give options and `--yes`",
            ko=("답변이 중간에 끊겼습니다", "다시 실행하거나, 옵션과 `--yes`를 적어 주세요"),
        ) from None
    return said or default


def _until(question: str, default: str, read: Callable[[str], T]) -> T:
    while True:
        try:
            return read(_read(question, default))
        except UsageError as error:
            said = error.spoken(language(None))
            terminal.error(said.message, said.hint, language(None))


def _choose(question: str, choices: Sequence[Word], words: Sequence[str], default: Word) -> Word:
    shown = ", ".join(f"{number} {word}" for number, word in enumerate(words, 1))

    def read(text: str) -> Word:
        if text.isascii() and text.isdigit() and 0 < int(text) <= len(choices):
            return choices[int(text) - 1]
        found = next(
            (one for one, word in zip(choices, words, strict=True) if text.casefold() in (one, word.casefold())), None
        )
        if found is None:
            raise UsageError(
                f"`{text}` is none of them",
                hint=f"type a number from 1 to {len(choices)}",
                ko=(f"{eun(f'`{text}`')} 목록에 없습니다", f"1부터 {len(choices)}까지의 번호를 입력해 주세요"),
            )
        return found

    return _until(f"{question} {shown}", str(choices.index(default) + 1), read)


def _whether(question: str, default: bool, ko: bool) -> bool:
    words = {"y": True, "yes": True, "예": True, "네": True, "n": False, "no": False, "아니오": False, "아니요": False}

    def read(text: str) -> bool:
        if text.casefold() not in words:
            raise UsageError(
                f"`{text}` is neither yes nor no",
                hint="type y or n",
                ko=(f"{eun(f'`{text}`')} 예나 아니요가 아닙니다", "y 또는 n을 입력해 주세요"),
            )
        return words[text.casefold()]

    return _until(question, ("예" if default else "아니오") if ko else ("yes" if default else "no"), read)
