"""The policy changes in the story: an important change is not let through in a week, an ordinary one is announced and
comes into force (13.1, 13.2)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from jikim.app.publishing import proceed
from jikim.demo import office_story
from jikim.demo.stage import Stage
from jikim.demo.where import homepage
from jikim.errors import DeniedError
from jikim.publishing.proposals import save_proposal, step_proposal

ANNOUNCED = date(2018, 11, 19)
LEAD = timedelta(days=7)


def plan_change(stage: Stage) -> None:
    """Puts the change into the calendar."""
    stage.plan(ANNOUNCED, lambda: _announce(stage))
    stage.plan(ANNOUNCED + LEAD, lambda: _in_force(stage))


def _announce(stage: Stage) -> None:
    jk, omar = stage.jk, stage.handlers["omar"]
    folder = jk.settings.directory
    why = ""
    try:
        jk.by(omar).publish(_revised(folder, r"for: 3y(\s+because: kr\.ecommerce\.dispute)", r"for: 4y\1"))
    except DeniedError as denied:
        why = denied.clause
    stage.report.check(
        "13.2",
        why == "13.2",
        "보관을 늘리는 개정을 일주일 앞두고 알리려 하자, 서른 날 앞서야 한다며 거절되었습니다",
        "a change that keeps data for longer was refused with a week's notice: it needs thirty days",
    )
    revised = _revised(folder, "070-7011-3900", "070-0000-3900")
    proposal = jk.do(save_proposal, revised.read_text("utf-8"), actor=omar)
    jk.do(step_proposal, proposal, "proposed", seen=1, words="연락처가 바뀌었습니다", actor=omar)
    jk.do(step_proposal, proposal, "approved", seen=1, actor=office_story.acting(stage, "dain"))
    made = jk.by(omar).publish(revised)
    posted = stage.post()
    stage.report.check(
        "13.1",
        made.state == "announced" and made.notice is not None and made.announced == stage.today and posted > 0,
        f"바뀐 연락처를 이레 앞서 공지사항에 알렸고, {posted:,}명에게 메일을 보냈습니다",
        f"a new telephone number was announced on the notice board seven days ahead, and e-mailed to {posted:,} people",
    )


def _in_force(stage: Stage) -> None:
    jk = stage.jk
    proceed(jk)
    made = jk.publications()[0]
    stage.report.check(
        "13.3",
        made.state == "in-force" and jk.policy.file.version.effective == stage.today and made.moved > 0,
        f"시행일에 {made.moved:,}명에게 새 버전이 적용되었고, 이전 버전은 그대로 읽을 수 있습니다",
        f"on its day {made.moved:,} people came under the new version; the one before stays readable",
    )


def _revised(folder: Path, was: str, becomes: str) -> Path:
    """The homepage's policy with one thing changed, and the days on which it is announced and comes into force."""
    text = (homepage() / "policy.yaml").read_text(encoding="utf-8")
    days = f"announced: {ANNOUNCED}\n  effective: {ANNOUNCED + LEAD}"
    text = re.sub(r"announced: \d{4}-\d\d-\d\d\n  effective: \d{4}-\d\d-\d\d", days, text, count=1)
    text = re.sub(was, becomes, text)
    path = folder / "policy-2.yaml"
    path.write_text(text, encoding="utf-8")
    return path
