"""What serves our pages leaves out what only a company's pages may need, and nothing where a company has some."""

from __future__ import annotations

from litestar import post
from litestar.params import JSONBody
from litestar.testing import TestClient
from pydantic import BaseModel

from jikim.web.application import litestar_with


class Order(BaseModel):
    product: str


@post("/orders")
async def order(data: JSONBody[Order]) -> Order:
    return data


def test_a_company_page_takes_and_answers_a_model_of_pydantic() -> None:
    """Beside a page of a company Litestar is as it comes."""
    with TestClient(litestar_with([order])([order], openapi_config=None, logging_config=None)) as client:
        answer = client.post("/orders", json={"product": "remoteview-1y"})
    assert (answer.status_code, answer.json()) == (201, {"product": "remoteview-1y"})
