"""What the parser says about a command line that can't be used, in our words: lower case, backticks, a hint."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Sequence
from typing import Literal, get_args, get_origin

from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from jikim.cli.exits import UsageError
from jikim.particles import eul, eun


def explained(error: CycloptsError, arguments: Sequence[str]) -> UsageError:
    """The parser's error as ours."""
    chain = [name for name in error.command_chain or () if not name.startswith("-")]
    command = shlex.join(["jikim", *chain])
    help_ = f"`{command} --help` says what it takes", f"`{command} --help`가 쓰는 법을 알려 줍니다"
    match error:
        case UnknownCommandError(unused_tokens=[word, *_]):
            names = [name for name in error.app or () if not name.startswith("-")]
            lists = f"`{command} --help` lists the commands", f"`{command} --help`가 명령을 알려 줍니다"
            return _wrong(
                f"`{command}` has no command `{word}`",
                f"`{command}`에는 `{word}` 명령이 없습니다",
                _meant(word, names, f"{command} ") or lists,
            )
        case UnknownOptionError():
            word = error.token.keyword or error.token.value
            names = [name for argument in error.argument_collection for name in argument.names if name.startswith("-")]
            return _wrong(
                f"`{command}` has no option `{word}`",
                f"`{command}`에는 `{word}` 옵션이 없습니다",
                _meant(word, names) or help_,
            )
        case MissingArgumentError():
            name = error.keyword or _name(error)
            if name.startswith("-"):
                return _wrong(f"`{name}` needs a value", f"`{name}`에 값이 필요합니다", help_)
            return _wrong(f"`{command}` needs {name}", f"`{command}`에 {name} 인수가 필요합니다", help_)
        case CoercionError():
            value = error.token.value if error.token else ""
            name = (error.token.keyword if error.token else None) or _name(error)
            hint = help_
            if get_origin(error.target_type) is Literal:
                # In an order of its own: of two literals with the same words Python keeps the one that came first.
                choices = sorted(str(choice) for choice in get_args(error.target_type))
                hint = f"it is {' or '.join(choices)}", f"쓸 수 있는 값: {', '.join(choices)}"
            elif error.target_type is int:
                hint = "it is a whole number", "정수를 적어 주세요"
            return _wrong(f"`{name}` can't be `{value}`", f"`{name}`에 {eul(f'`{value}`')} 쓸 수 없습니다", hint)
        case ValidationError():
            value, name = error.argument.value if error.argument is not None else "", _name(error)
            told = f"it {error.exception_message.rstrip('.').lower()}"
            return _wrong(
                f"`{name}` can't be `{value}`", f"`{name}`에 {eul(f'`{value}`')} 쓸 수 없습니다", (told, help_[1])
            )
        case UnusedCliTokensError(unused_tokens=[word, *_]):
            return _wrong(
                f"`{command}` takes no `{word}`", f"{eun(f'`{command}`')} {eul(f'`{word}`')} 받지 않습니다", help_
            )
        case RepeatArgumentError():
            word = error.token.keyword or ""
            return _wrong(f"`{word}` is given twice", f"{eul(f'`{word}`')} 두 번 적었습니다", help_)
    text = str(error).strip().rstrip(".")
    return _wrong(text[:1].lower() + text[1:], "이 명령줄은 쓸 수 없습니다", help_)


def _wrong(en: str, ko: str, hint: tuple[str, str]) -> UsageError:
    return UsageError(en, hint=hint[0], ko=(ko, hint[1]))


def _meant(word: str, names: Sequence[str], before: str = "") -> tuple[str, str] | None:
    near = difflib.get_close_matches(word, names, n=1)
    return (f"did you mean `{before}{near[0]}`?", f"혹시 `{before}{near[0]}`인가요?") if near else None


def _name(error: CycloptsError) -> str:
    return error.argument.name if error.argument is not None else "an argument"
