"""Who signs a review of access records: nobody judges their own reads while another officer could."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Cast
from tests.employed import employ
from tests.office.conftest import Office, post

import jikim
from jikim.app import Jikim
from jikim.policy.ask import Actor
from jikim.review.reviewing import Review, make_review, reviews, signers, write_review
from jikim.review.worksheet import Sampled, Sheet, name
from jikim.web.office.review.reviews import OWN


def officer(jk: Jikim, handler: str) -> Actor:
    """One more officer, whose grant runs for thirty days."""
    employ(jk, handler, "officer")
    jk.by(jk.acting("system", "set-up")).grant(handler, ["delivery"], jk.now() + timedelta(days=30))
    return jk.handler(handler, kind="officer")


def drawn(jk: Jikim, cast: Cast, forward: Callable[..., Any], *readers: Actor) -> tuple[Review, Sheet]:
    """A review of a day on which these read, with each question answered."""
    day = jk.house.today()
    for reader in readers:
        jk.by(reader).use(cast.alice_order, purpose="delivery", items=["name"])
    forward(days=1)
    jk.sequence()
    number = jk.driver.run(make_review(jk.house, day, day, {}, actor=cast.omar))
    made = next(one for one in jk.driver.run(reviews(jk.house)) if one.review == number)
    return made, replace(
        made.sheet,
        sample=tuple(replace(one, found="fine") for one in made.sheet.sample),
        answers={name(one): "업무상 적정" for one in made.sheet.outliers},
        remarks="점검함",
    )


def signed(jk: Jikim) -> Review:
    return jk.driver.run(reviews(jk.house))[0]


@pytest.mark.clause("10.10")
def test_nobody_signs_for_their_own_reads_while_another_could(
    jk: Jikim, cast: Cast, forward: Callable[..., Any]
) -> None:
    """With another officer there, the signature of the one whose reads are judged is refused in both languages; they
    may write, and the other signs."""
    other = officer(jk, "h-other-signer")
    review, sheet = drawn(jk, cast, forward, cast.omar, cast.hana)
    assert cast.omar.id in sheet.concerned
    assert jk.driver.run(signers(jk.house, review)) == ["h-other-signer"]
    with pytest.raises(jikim.DeniedError) as refused:
        jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    assert refused.value.why == "second-person"
    jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar))
    jk.driver.run(write_review(jk.house, signed(jk), sheet, actor=other, sign=True))
    assert (signed(jk).signer, signed(jk).own) == ("h-other-signer", False)


@pytest.mark.clause("10.10")
def test_who_is_alone_signs_and_the_sheet_says_so(jk: Jikim, cast: Cast, forward: Callable[..., Any]) -> None:
    """Where no other officer could sign (there is none, their grant is over, or they are on the sheet too), it is
    signed, and the sheet says by whom."""
    review, sheet = drawn(jk, cast, forward, cast.omar)
    jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    assert (signed(jk).signer, signed(jk).own) == (cast.omar.id, True)
    other = officer(jk, "h-other-signer")
    review, sheet = drawn(jk, cast, forward, cast.omar, other)
    jk.driver.run(write_review(jk.house, review, sheet, actor=other, sign=True))
    assert (signed(jk).signer, signed(jk).own) == ("h-other-signer", True)
    review, sheet = drawn(jk, cast, forward, cast.omar)
    jk.by(other).leave_duty("h-other-signer")
    jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    assert signed(jk).own


@pytest.mark.clause("10.10")
def test_a_sheet_without_ones_own_reads_is_signed_by_another(
    jk: Jikim, cast: Cast, forward: Callable[..., Any]
) -> None:
    """An officer who read nothing in the span and drew nothing signs, and nothing is said of it."""
    other = officer(jk, "h-other-signer")
    review, sheet = drawn(jk, cast, forward, cast.hana)
    jk.driver.run(write_review(jk.house, review, sheet, actor=other, sign=True))
    assert (signed(jk).signer, signed(jk).own, signed(jk).alone) == ("h-other-signer", False, False)


@pytest.mark.clause("10.10")
def test_one_draws_a_review_and_another_signs_it(jk: Jikim, cast: Cast, forward: Callable[..., Any]) -> None:
    """The evidence of a review comes from two: whoever drew the sheet is refused as its signer while another officer
    could, in both languages, and so is a signature without a remark; where there is none, the sheet says so."""
    review, sheet = drawn(jk, cast, forward, cast.hana)
    other = officer(jk, "h-other-signer")
    with pytest.raises(jikim.DeniedError) as refused:
        jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    assert refused.value.why == "second-person"
    assert signed(jk).signed is None
    with pytest.raises(jikim.InvalidError, match="no remarks"):
        jk.driver.run(write_review(jk.house, review, replace(sheet, remarks=" … "), actor=other, sign=True))
    jk.by(other).leave_duty("h-other-signer")
    jk.driver.run(write_review(jk.house, review, sheet, actor=cast.omar, sign=True))
    assert (signed(jk).signer, signed(jk).own, signed(jk).alone) == (cast.omar.id, False, True)


@pytest.mark.clause("10.10")
def test_the_page_says_who_signs(office: Office) -> None:
    """Whoever's reads are judged is told so on the sheet, with who may sign instead; their signature is refused, the
    other's is not."""
    run, house = office.jk.driver.run, office.jk.house
    mine, other = office.officer("h-judged"), office.officer("h-signs-it")
    actor = office.jk.handler("h-judged", kind="officer")
    day = house.today() - timedelta(days=20)
    number = run(make_review(house, day, day, {}, actor=actor))
    made = next(one for one in run(reviews(house)) if one.review == number)
    read = Sampled(
        1, f"{day}T01:00:00.000000+00:00", "h-judged", "record:use", "support", "enquiry", "가상의 상담", "", "fine"
    )
    sheet = replace(made.sheet, sample=(read,))
    run(write_review(house, made, sheet, actor=actor))
    way = f"/office/review/{number}"
    page = mine.get(way).text
    assert "다른 보호책임자가 서명해야 합니다" in page
    assert "h-signs-it" in page
    assert "다른 보호책임자가 서명해야 합니다" not in other.get(way).text
    answers = {"found.1": "fine", "remarks": "살펴보았습니다"}
    refused = post(mine, way, do="sign", **answers)
    assert refused.status_code == 422
    assert "같은 사람이 두 번 승인할 수 없습니다" in refused.text
    assert answers["remarks"] in refused.text
    assert post(other, way, do="sign", **answers).status_code == 303
    assert OWN[0] not in other.get(way).text
