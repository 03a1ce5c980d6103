"""The home page, the products and the basket."""

from __future__ import annotations

from typing import Any

from jikim import AsyncJikim
from jikim.web import Form, FromPath, Page, Redirect, Response, Visitor, get, post

from .basket import basket_of, keep
from .catalogue import MOST, PRODUCTS
from .seeing import nothing


@get("/")
async def home(page: Page) -> Response[str]:
    return page.show("rv/home.html", products=list(PRODUCTS.values()))


@get("/products")
async def products(page: Page) -> Response[str]:
    return page.show("rv/products.html", products=list(PRODUCTS.values()))


@get("/products/{id:str}")
async def product(page: Page, id: FromPath[str]) -> Response[str]:
    if id not in PRODUCTS:
        said = "해당 제품이 없습니다", "There is no such product"
        raise nothing(page, said, "/products", ("제품 목록 보기", "See all products"))
    return page.show("rv/product.html", product=PRODUCTS[id], most=MOST)


@get("/cart")
async def cart(page: Page, visitor: Visitor, jk: AsyncJikim) -> Response[str]:
    return page.show("rv/cart.html", basket=await basket_of(jk, visitor), most=MOST)


@post("/cart", status_code=200)
async def cart_changed(page: Page, visitor: Visitor, jk: AsyncJikim, form: Form) -> Response[Any] | Redirect:
    """Puts a product in (`add`), or sets the quantities that the page shows."""
    basket = await basket_of(jk, visitor)
    for name, typed in form.values.items():
        if name not in PRODUCTS:
            continue
        quantity = _number(typed)
        if quantity is None or quantity > MOST:
            form.wrong(name, f"0에서 {MOST}까지의 숫자를 입력해 주세요", f"enter a number from 0 to {MOST}")
        elif form["add"] == name:
            basket.put(name, basket.chosen.get(name, 0) + max(quantity, 1))
        else:
            basket.put(name, quantity)
    if not form.fine and form["add"]:
        return page.show("rv/product.html", product=PRODUCTS[form["add"]], most=MOST, form=form)
    if not form.fine:
        return page.show("rv/cart.html", basket=basket, most=MOST, form=form)
    await keep(jk, visitor, basket)
    return page.to("/order" if form["then"] == "order" and basket.chosen else "/cart")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else None


PAGES = [home, products, product, cart, cart_changed]
