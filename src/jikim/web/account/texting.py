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
        raise JikimError("nobody sends text messages here", hint="set JIKIM_SMS")
    body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
    status, *_ = await asyncio.to_thread(post, settings.sms, f"sms_{uuid4().hex}", body, machine_moment())
    if not 200 <= status < 300:
        raise JikimError("the text message was not taken", hint="try again in a moment")
