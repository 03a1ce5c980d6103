"""Text messages: a code goes out through whoever sends them, as one signed POST of number and text (Standard Webhooks)."""

from __future__ import annotations

import asyncio
import json
from uuid import uuid4

from jikim.clock import machine_moment
from jikim.errors import JikimError
from jikim.jobs.outbox import post
from jikim.settings import Settings


async def send_text(settings: Settings, to: str, text: str) -> None:
    """Sends one text message. Raises JikimError where nobody sends any, or where it was not taken."""
    if settings.sms is None:
        raise JikimError(
            "nobody sends text messages here",
            hint="set JIKIM_SMS",
            ko=("이곳에서는 문자를 보낼 수 없습니다", "JIKIM_SMS를 설정해 주세요"),
        )
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    status, *_ = await asyncio.to_thread(post, settings.sms, f"sms_{uuid4().hex}", body, machine_moment())
    if not 200 <= status < 300:
        raise JikimError(
            "the text message was not taken",
            hint="try again in a moment",
            ko=("문자를 보내지 못했습니다", "잠시 뒤에 다시 시도해 주세요"),
        )
