"""The authorisation matrix: what every route answers to everybody. It is data; `test_matrix.py` holds every cell of it
over HTTP.

A route of the site that has no row here, and a row that no route has, fail the tests by name. The things that an
address names (an order, a request, a record) are the member's: `stale` is the same member, who proved who they are too
long ago; `other` is another member.
"""

from __future__ import annotations

from tests.web.arranged import WHO
from tests.web.routes import Route

# nobody guest member stale other corporate guardian. `200` and other numbers are statuses, `sign-in` and `step-up` the
# ways there, `to:/cart` is another page; one word alone is everybody's. Forms are posted empty, with the token of their
# page: 422 says that they were read.
PAGES: dict[str, str] = {
    "GET /": "200",
    "GET /.well-known/gpc.json": "200",
    "GET /.well-known/security.txt": "200",
    "GET /board": "200",
    "GET /board/write": "200",
    "POST /board/write": "422",
    "GET /board/{number}": "404 404 200 step-up 404 404 404",
    "GET /cart": "200",
    "POST /cart": "to:/cart",
    "GET /come-back": "410",
    "GET /come-back/{token}": "410",
    "POST /come-back": "410",
    "GET /complaint": "200",
    "POST /complaint": "422",
    "GET /complaint/{number}": "200",
    "POST /complaint/{number}/close": "404 404 422 step-up 404 404 404",
    "GET /confirm-deletion/{token}": "200",
    "POST /confirm-deletion/{token}": "422",
    "GET /cookies": "200",
    "POST /cookies/answer": "422",
    "POST /cookies/choose": "422",
    "POST /cookies/delete": "to:/cookies",
    "POST /cookies/purposes": "422",
    "GET /events": "200",
    "GET /events/{id}": "200",
    "POST /events/{id}": "422",
    "GET /forgot": "200",
    "POST /forgot": "422",
    "GET /guest": "200",
    "POST /guest": "422",
    "GET /guest-others": "to:/guest",
    "POST /guest-others": "to:/guest",
    "POST /guest-visits": "422 422 to:/my to:/my to:/my to:/my to:/my",
    "GET /guest/{token}": "200",
    "POST /guest/{token}": "to:/my",
    "GET /hand-off": "410",
    "GET /hand-off/{token}": "to:/my",
    "GET /help": "200",
    "GET /help/cookies": "200",
    "GET /join": "200",
    "POST /join": "to:/join",
    "POST /join/guardian": "to:/join",
    "GET /join/guardian/{token}": "to:/join",
    "POST /join/guardian/{token}": "to:/join",
    "GET /join/done": "sign-in 200 200 200 200 200 200",
    "GET /my": "sign-in 200 200 step-up 200 200 200",
    "GET /my/consents": "sign-in 200 200 step-up 200 200 200",
    "GET /my/consents/receipt.json": "sign-in 200 200 step-up 200 200 200",
    "POST /my/consents": "sign-in 422 422 step-up 422 422 422",
    "POST /my/consents/answer": "sign-in 422 422 step-up 422 422 422",
    "POST /my/consents/asked": "sign-in 422 422 step-up 422 422 422",
    "GET /my/download": "sign-in 200 200 step-up 200 200 200",
    "GET /my/download/my-data.json": "sign-in 200 200 step-up 200 200 200",
    "GET /my/download/my-data.pdf": "sign-in 200 200 step-up 200 200 200",
    "GET /my/download/my-data.zip": "sign-in 200 200 step-up 200 200 200",
    "GET /my/edit": "sign-in 200 200 step-up 200 200 200",
    "POST /my/edit": "sign-in to:/my/edit 200 step-up 200 200 200",
    "POST /my/edit/confirm": "sign-in 200 200 step-up 200 200 200",
    "POST /my/edit/preferences": "sign-in to:/my/edit 422 step-up 422 422 422",
    "GET /my/guardian": "sign-in 200 200 step-up 200 200 200",
    "POST /my/guardian": "sign-in 422 422 step-up 422 422 422",
    "POST /my/guardian/end": "sign-in to:/my/guardian to:/my/guardian step-up to:/my/guardian to:/my/guardian to:/my/guardian",
    "POST /my/guardian/finish": "sign-in",
    "POST /my/guardian/open": "sign-in to:/my/guardian to:/my/guardian step-up to:/my/guardian to:/my/guardian to:/my/guardian",
    "GET /my/leave": "sign-in 200 200 step-up 200 200 200",
    "POST /my/leave": "sign-in 422 422 step-up 422 422 422",
    "GET /my/orders": "sign-in 200 200 step-up 200 200 200",
    "GET /my/record/{record}": "sign-in 404 200 step-up 404 404 404",
    "GET /my/record/{record}/correct": "sign-in 404 200 step-up 404 404 404",
    "POST /my/record/{record}/correct": "sign-in 404 200 step-up 404 404 404",
    "GET /my/requests": "sign-in 200 200 step-up 200 200 200",
    "GET /my/requests/new": "sign-in 200 200 step-up 200 200 200",
    "POST /my/requests/new": "sign-in to:/my/requests/new to:/my/requests/new step-up to:/my/requests/new to:/my/requests/new to:/my/requests/new",
    "GET /my/requests/{number}": "sign-in 404 200 step-up 404 404 404",
    "POST /my/requests/{number}/cancel": "sign-in 404 422 step-up 404 404 404",
    "GET /my/company": "sign-in to:/my/usage to:/my/usage step-up to:/my/usage 200 to:/my/usage",
    "POST /my/company": "sign-in to:/my/usage to:/my/usage step-up to:/my/usage to:/my/company to:/my/usage",
    "GET /my/usage": "sign-in 200 200 step-up 200 200 200",
    "GET /my/usage.csv": "sign-in 200 200 step-up 200 200 200",
    "POST /my/usage/older": "sign-in to:/my/usage to:/my/usage step-up to:/my/usage 200 to:/my/usage",
    "GET /my/uses": "sign-in 200 200 step-up 200 200 200",
    "GET /my/went": "sign-in 200 200 step-up 200 200 200",
    "GET /notices": "200",
    "GET /notices.xml": "200",
    "GET /notices/{number}": "200",
    "GET /order": "to:/cart",
    "POST /order": "to:/cart",
    "GET /orders/{number}": "404 404 200 step-up 404 404 404",
    "GET /orders/{number}/identified/{provider}": "to:/orders/#/identity/kcp",
    "GET /orders/{number}/identity/{provider}": "404 404 200 step-up 404 404 404",
    "POST /orders/{number}/identity/{provider}": "404 404 422 step-up 404 404 404",
    "GET /orders/{number}/invoice": "404 404 200 step-up 404 404 404",
    "POST /orders/{number}/look": "404 404 to:/orders/# step-up 404 404 404",
    "GET /orders/{number}/paid/{provider}": "to:/orders/#",
    "GET /orders/{number}/pay/{provider}": "404 404 200 step-up 404 404 404",
    "GET /orders/{number}/wishes": "404 404 200 step-up 404 404 404",
    "POST /orders/{number}/wishes": "404 404 422 step-up 404 404 404",
    "GET /orders/{number}/withdraw": "404 404 200 step-up 404 404 404",
    "POST /orders/{number}/withdraw": "404 404 to:/orders/# step-up 404 404 404",
    "GET /out": "404",
    "GET /password": "sign-in to:/my 200 200 200 200 200",
    "POST /password": "sign-in sign-in 422 422 422 422 sign-in",
    "GET /policy": "200",
    "GET /policy/compare": "200",
    "GET /policy/versions": "200",
    "GET /policy/{effective}": "200",
    "GET /products": "200",
    "GET /products/{id}": "200",
    "GET /promises": "200",
    "GET /receipt/{token}": "200",
    "GET /receipt/{token}/receipt.json": "200",
    "GET /receipt/{token}/receipt.pdf": "200",
    "GET /rested": "200",
    "POST /rested": "422",
    "POST /rested/code": "to:/rested",
    "POST /rested/download": "to:/rested",
    "GET /report-impersonation": "200",
    "POST /report-impersonation": "422",
    "POST /report-impersonation/code": "422",
    "GET /reset/{token}": "200",
    "POST /reset/{token}": "422",
    "GET /sessions": "sign-in 200 200 step-up 200 200 200",
    "POST /sessions/end": "sign-in to:/sessions to:/sessions to:/sessions to:/sessions to:/sessions to:/",
    "GET /sign-in": "200",
    "POST /sign-in": "422",
    "GET /sign-in/{name}": "404",
    "GET /sign-in/{name}/back": "404",
    "POST /sign-in/{name}/prove": "404",
    "POST /sign-out": "to:/",
    "GET /step-up": "sign-in to:/my to:/my 200 to:/my to:/my to:/my",
    "POST /step-up": "sign-in 422 422 422 422 422 to:/my/guardian",
    "GET /refuse/{token}": "200",
    "POST /refuse/{token}": "200",
    "GET /measures": "sign-in 200 200 step-up 200 200 step-up",
    "POST /measures/{number}": "sign-in step-up step-up step-up step-up step-up step-up",
    "GET /stopped": "200",
    "GET /terms": "200",
}

# Pages that show nothing of anybody: all others ask who one is, and ask again after ten minutes.
PUBLIC = (
    "/", "/.well-known/gpc.json", "/.well-known/security.txt", "/board", "/board/write", "/cart", "/come-back", "/come-back/{token}",
    "/complaint", "/complaint/{number}", "/confirm-deletion/{token}", "/cookies",
    "/events", "/events/{id}", "/forgot", "/guest", "/guest-others", "/guest/{token}", "/hand-off", "/hand-off/{token}", "/help", "/help/cookies",
    "/join", "/join/guardian/{token}",
    "/notices", "/notices.xml", "/notices/{number}", "/order", "/out", "/policy", "/policy/compare", "/policy/versions", "/policy/{effective}", "/products",
    "/products/{id}", "/promises", "/receipt/{token}", "/receipt/{token}/receipt.json", "/receipt/{token}/receipt.pdf", "/report-impersonation",
    "/rested",
    "/refuse/{token}", "/reset/{token}", "/sign-in", "/sign-in/{name}", "/sign-in/{name}/back", "/step-up", "/stopped", "/terms",
)  # fmt: skip

# No key, one that is none, one whose purposes are others, one with the purposes, one that also may act for people
# (`api_arranged.KEYS`).
API: dict[str, str] = {
    "/collect": "401 401 200 200 200",
    "/collect-many": "401 401 200 200 200",
    "/use": "401 401 403 200 200",
    "/use-many": "401 401 200 200 200",
    "/event": "401 401 200 200 200",
    "/provide": "401 401 403 200 200",
    "/entrust": "401 401 403 200 200",
    "/corrections/ask": "401 401 403 403 200",
    "/corrections/make": "401 401 403 403 200",
    "/corrections/refuse": "401 401 403 403 204",
    "/consent": "401 401 403 403 200",
    "/feeds/{partner}": "401",
    "/show": "401 401 403 403 200",
    "/consent-receipt": "401 401 403 403 200",
    "/leaving-plan": "401 401 403 403 200",
    "/come-back": "401 401 403 403 409",
    "/seen": "401 401 403 403 204",
    "/leave": "401 401 403 403 200",
    "/consult": "401 401 403 403 403",
    "/hold": "401 401 403 403 403",
    "/release": "401 401 403 403 403",
    "/receipt": "401 401 403 403 200",
    "/certificates/receipt": "401 401 403 403 404",
    "/find": "401 401 200 200 200",
    "/statistics": "401 401 403 200 200",
    "/deletions": "401 401 403 403 200",
    "/certificates": "401 401 403 403 200",
    "/requests/list": "401 401 403 403 200",
    "/requests/file": "401 401 403 403 200",
    "/sessions/look": "401 401 403 403 404",
    "/hand-off": "401 401 403 403 200",
    "/access-records": "401 401 403 403 403",
    "/policy": "200",
    "/policy/versions": "200",
    "/purposes": "200",
    "/cookies": "200",
    "/notices": "200",
    "/webhooks": "401 401 403 403 200",
    "/webhooks/add": "401 401 403 403 200",
    "/webhooks/end": "401 401 403 403 200",
    "/webhooks/dead": "401 401 403 403 200",
    "/webhooks/replay": "401 401 403 403 200",
}


# Asks for the password itself, and shows nothing.
PROVE = ("/password", "/join/done")
# A link that serves once: to whoever comes first, and to nobody then. Their rows say what the first one is answered.
ONCE = (Route("POST", "/guest/{token}"), Route("GET", "/hand-off/{token}"))


def outcome_of(route: Route, who: str) -> str:
    """The matrix's word for a route and one of `WHO`. Raises KeyError with the route's name for one without a row."""
    if str(route) not in PAGES:
        raise KeyError(f"{route}: no row in tests/web/matrix.py")
    return cell(PAGES[str(route)], WHO, who)


def cell(row: str, columns: tuple[str, ...], column: str) -> str:
    """One word of a row; a row of one word says the same for all."""
    words = row.split()
    return words[0] if len(words) == 1 else dict(zip(columns, words, strict=True))[column]
