"""The table of routes of the REST API, from the table that serves them, in English and in Korean."""

from __future__ import annotations

from inspect import Parameter

from jikim.api.routes import ROUTES
from jikim.over_http import DECLARED

_VERBS = {one.path: one for one in DECLARED.values()}
_HEADS = {"en": ("route", "what it does", "needs", "in Python"), "ko": ("경로", "하는 일", "필요한 것", "파이썬에서")}
# What each route does in Korean, by its path; one that is missing here stops `make docs`.
_KOREAN = {
    "/collect": "선언한 채널로 기록 하나를 수집합니다.",
    "/collect-many": "이미 있는 사람들의 기록 여러 건을 수집합니다. 결과는 건마다 다릅니다.",
    "/use": "목적을 밝혀 기록 하나의 항목을 읽습니다. 답하기 전에 기록합니다.",
    "/use-many": "기록 여러 건을 읽습니다. 결과는 건마다 다릅니다.",
    "/event": "기록에 일어난 일을 알립니다. 그로써 이용이 종료되었는지 답합니다.",
    "/provide": "선언한 제공받는 자에게 보낼 것을 대기에 올립니다.",
    "/status": "한 사람의 한 종류 기록이 어떤 상태인지 값 없이 알려 줍니다. 상태, 일어난 일, 정정 대기, 내보낸 것을 담습니다.",
    "/entrust": "선언한 수탁자에게 보낼 것을 대기에 올립니다.",
    "/corrections/ask": "정정을 시작합니다. 끝날 때까지 그 기록을 이용하거나 제공하지 않습니다.",
    "/corrections/make": "시작한 정정을 마칩니다. 잘못된 값을 받은 곳에 알립니다.",
    "/corrections/refuse": "시작한 정정을 사유를 밝혀 거부합니다.",
    "/consent": "이름으로 동의하고 철회합니다.",
    "/show": "한 사람에 대해 가진 모든 것을 그 사람에게 보여 줍니다.",
    "/consent-receipt": "한 사람의 동의를 본인이 보관할 확인서로 만듭니다. ISO/IEC TS 27560의 용어를 쓰고 원장의 키로 서명합니다.",
    "/leaving-plan": "지금 탈퇴하면 어떻게 되는지 알려 줍니다.",
    "/leave": "탈퇴합니다. 즉시 접근이 차단되고 방침의 유예기간에만 되돌릴 수 있습니다. `now`이면 되돌릴 수 없습니다.",
    "/come-back": "유예기간에 탈퇴를 되돌리거나, 분리한 휴면 계정을 깨웁니다.",
    "/seen": "지금 서비스를 이용한다고 알려, 휴면 계정이 되지 않게 합니다.",
    "/consult": "분리 보관 중인 기록을 읽습니다. 방침이 보호책임자에게만 허용하므로 애플리케이션은 조항을 밝히고 거부합니다.",
    "/hold": "기록의 파기를 보류합니다. 방침에 사건(`holds`)이 있으면 그 사건에 대한 것이며, 보호책임자의 일이므로 애플리케이션은 거부합니다.",
    "/release": "파기 보류를 해제합니다. 보호책임자의 일이므로 애플리케이션은 조항을 밝히고 거부합니다.",
    "/receipt": "한 사람의 정보가 어떻게 되었는지 네 날짜로 알려 줍니다.",
    "/certificates/receipt": "파기 증명서의 대상에 대해 같은 것을 알려 줍니다.",
    "/find": "찾기에 쓰는 항목의 정확한 값으로 사람을 찾습니다.",
    "/statistics": "지난달까지 사람의 수를 셉니다. 내림하고, 작은 집단은 나타내지 않습니다.",
    "/decide": "방침이 어떻게 판단할지 알려 줍니다. 아무것도 읽거나 저장하거나 기록하지 않습니다.",
    "/observe": "애플리케이션이 자신의 데이터베이스에서 한 일과 방침이 했을 판단을 셉니다. 이름과 수만 받습니다.",
    "/sessions/look": "세션 토큰이 누구의 것인지 알려 줍니다. 회사의 서버에서 사용합니다.",
    "/hand-off": "회사가 직접 로그인시킨 사람의 1회용 링크를 만듭니다.",
    "/deletions": "삭제를 통보받은 곳의 응답을 나열합니다.",
    "/certificates": "파기 증명서를 나열합니다.",
    "/requests/list": "한 사람의 요청을 처리 기한과 함께 나열합니다.",
    "/requests/file": "한 사람의 권리 행사 요청을 접수합니다.",
    "/feeds/{partner}": "제휴사의 피드입니다. 행마다 따로 판단하고, 무엇을 왜 거부했는지 답합니다.",
    "/access-records": "다른 시스템의 접속 기록을 한 번씩만 원장에 기록합니다.",
    "/policy": "시행 중인 방침이나 한 버전을 돌려줍니다.",
    "/policy/versions": "방침의 버전을 나열합니다.",
    "/purposes": "방침의 목적을 나열합니다.",
    "/cookies": "쿠키 표를 돌려줍니다.",
    "/notices": "공지사항을 최근 것부터 나열합니다.",
    "/webhooks": "이 애플리케이션의 웹훅을 나열합니다.",
    "/webhooks/add": "웹훅을 추가합니다. 이제부터 일어나는 일을 알립니다.",
    "/webhooks/end": "웹훅을 종료합니다.",
    "/webhooks/dead": "웹훅에서 전달을 포기한 메시지를 나열합니다.",
    "/webhooks/replay": "포기한 것을 다시 보냅니다.",
}


def _called(path: str) -> str:
    """How Python calls what has a verb."""
    if (one := _VERBS.get(path)) is None:
        return ""
    own = one.parameters.values()
    first = [each.name for each in own if each.kind is not Parameter.KEYWORD_ONLY]
    named = [f"{each.name}=" for each in own if each.kind is Parameter.KEYWORD_ONLY]
    return f"`{one.name}({', '.join([*first, *named])})`"


def table(language: str = "en") -> str:
    """The table. Raises KeyError for a route that has no Korean."""
    rows = [
        f"| `{one.method} {one.path}` | {_KOREAN[one.path] if language == 'ko' else one.about} "
        f"| {'' if one.needs == 'key' else one.needs} | {_called(one.path)} |"
        for one in ROUTES.values()
    ]
    return "\n".join([f"| {' | '.join(_HEADS[language])} |", "|---|---|---|---|", *rows])
