"""The pages: a site that members, guests and officers open, on an opened Jikim; a company adds its own pages beside
ours.

Guarantees, for every page of it, ours or added: a content security policy without `unsafe-*`, no cookie that the policy
does not declare or the visitor does not allow, forms that only this site can post, both languages. It leaves the
decisions to the verbs.

    from jikim.web import Page, Visitor, get

    @get("/products")
    async def products(page: Page) -> Response[str]:
        return page.show("products.html")

    app = jikim.web.site(jk, pages=[products], templates=[Path("templates")])
"""

from typing import TYPE_CHECKING, Any

from litestar import Request, delete, get, post, put
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect, Response

from jikim.accounts.sessions import Session
from jikim.reading.live_records import Live as LiveRecord
from jikim.reading.live_records import live_of
from jikim.reading.open_records import Open as OpenRecord
from jikim.uploads import pack
from jikim.verbs import private
from jikim.verbs.show_resting import Rested, find_resting
from jikim.web.account.stepping import proven
from jikim.web.desk.rested import former
from jikim.web.form_files import attached
from jikim.web.forms import Form, Problem
from jikim.web.letters import write, write_now
from jikim.web.multipart import FILES
from jikim.web.office.own import OfficePages
from jikim.web.page import AnsweredError, Page
from jikim.web.parts.values import telephone
from jikim.web.sealed_tokens import seal, unseal
from jikim.web.site import Addition, site
from jikim.web.uploading import accepted, uploaded
from jikim.web.visitor import Visitor

if TYPE_CHECKING:
    from jikim.web.office.added import HandlerJikim, Waiting

__all__ = [
    "FILES",
    "Addition",
    "AnsweredError",
    "Form",
    "FromPath",
    "FromQuery",
    "HandlerJikim",
    "LiveRecord",
    "OfficePages",
    "OpenRecord",
    "Page",
    "Problem",
    "Redirect",
    "Request",
    "Response",
    "Rested",
    "Session",
    "Visitor",
    "Waiting",
    "accepted",
    "attached",
    "delete",
    "find_resting",
    "former",
    "get",
    "live_of",
    "pack",
    "post",
    "private",
    "proven",
    "put",
    "seal",
    "site",
    "telephone",
    "unseal",
    "uploaded",
    "write",
    "write_now",
]


def __getattr__(name: str) -> Any:
    """What the office's pages alone name is imported when one of them does: whoever serves may have no such page."""
    if name in ("HandlerJikim", "Waiting"):
        from jikim.web.office import added

        return getattr(added, name)
    raise AttributeError(f"module `jikim.web` has no attribute `{name}`")
