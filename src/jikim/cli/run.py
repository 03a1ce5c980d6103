"""One command line, from its words to its exit code; the only place that catches what commands raise."""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TextIO

from jikim.cli.exits import DONE, FAILED, INTERRUPTED, UNREAD, UNUSABLE, UsageError
from jikim.errors import JikimError


def run(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and answers its exit code; what goes wrong is told on stderr."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        _streams()
        try:
            code = _command(given)
        finally:
            # Here, and not at the interpreter's end, where nobody could answer for a full disk or a closed pipe.
            sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _unread()
        return UNREAD
    except UsageError as error:
        return _tell(error, UNUSABLE, given)
    except JikimError as error:
        return _tell(error, FAILED, given)
    except OSError as error:
        if error.errno != errno.ENOSPC:
            return _unexpected(error)
        _unread()
        return _tell(
            JikimError(
                "the output can't be written",
                hint="there is no space left where it goes",
                ko=("출력을 쓸 수 없습니다", "출력할 곳에 남은 공간이 없습니다"),
            ),
            FAILED,
        )
    except ImportError as error:
        return _lacking(error)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FAILED
    except BaseException as error:
        return _unexpected(error)


def _command(arguments: Sequence[str]) -> int:
    from cyclopts.exceptions import CycloptsError

    from jikim.cli.application import application
    from jikim.cli.usage import explained

    try:
        answer = application(arguments)(
            list(arguments), exit_on_error=False, print_error=False, result_action="return_value"
        )
    except CycloptsError as error:
        raise explained(error, arguments) from None
    return answer if isinstance(answer, int) else DONE


def _tell(error: JikimError, code: int, arguments: Sequence[str] = ()) -> int:
    """Says an error in the language of this run: that of `--lang`, else the locale's, where the error knows it."""
    from jikim.cli import terminal
    from jikim.cli.options import asked_for

    english = error.message
    said = error.spoken(asked_for(arguments))
    terminal.error(said.message, said.hint, "en" if said.message == english else "ko")
    return code


_LACKING = {
    "en": (
        "this command needs a package that is not installed ({})",
        "pip install 'jikim[server]'; a client has `jikim.connect` and `jikim verify`",
    ),
    "ko": (
        "이 명령에 필요한 패키지가 설치되어 있지 않습니다 ({})",
        "pip install 'jikim[server]'로 설치해 주세요. 클라이언트에는 `jikim.connect`와 `jikim verify`만 있습니다",
    ),
}


def _lacking(first: ImportError) -> int:
    """A package that a client goes without; cyclopts wraps what an import raised."""
    error: BaseException | None = first
    while error is not None and not (isinstance(error, ModuleNotFoundError) and error.name):
        error = error.__cause__ or error.__context__
    name = error.name if isinstance(error, ModuleNotFoundError) else None
    if name is None or name.partition(".")[0] == "jikim":
        return _unexpected(first)
    (said, hint), (ko, hint_ko) = _LACKING["en"], _LACKING["ko"]
    return _tell(JikimError(said.format(name), hint=hint, ko=(ko.format(name), hint_ko)), FAILED, sys.argv[1:])


def _unexpected(error: BaseException) -> int:
    """The type's name alone: a message or a traceback could carry a personal value. The debugger asked for both."""
    if os.environ.get("JIKIM_DEBUG") == "1":
        sys.stderr.write("".join(traceback.format_exception(error)))
    hint = "set JIKIM_DEBUG=1 to see where it comes from, on data that is not people's"
    return _tell(
        JikimError(
            f"unexpected {type(error).__name__}",
            hint=hint,
            ko=(
                f"예상하지 못한 오류입니다 ({type(error).__name__})",
                "사람의 정보가 아닌 데이터로 JIKIM_DEBUG=1을 설정하면 어디에서 났는지 볼 수 있습니다",
            ),
        ),
        FAILED,
    )


def _streams() -> None:
    """Output is UTF-8 wherever it goes to a file or a pipe; a terminal shows what it can. A closed stream swallows."""
    sys.stdout = _stream(sys.stdout)
    sys.stderr = _stream(sys.stderr)


def _stream(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="replace")
    return stream


def _unread() -> None:
    # Else the interpreter flushes at its end once more, and complains.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    finally:
        os.close(nowhere)
