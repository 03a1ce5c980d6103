"""What comes next of a data move, which commands carry out: in words, with the command, whose last word is its number."""

from __future__ import annotations

from jikim.web.office.cases.pages import Own

_STAGE = "jikim attach move {} MAPPING DATABASE POLICY KIND --by NAME --approval"
# By kind and state: Korean, English, the command; none where nobody runs one.
NEXT: dict[tuple[str, str], tuple[str, str, str]] = {
    ("import", "approved"): (
        "승인된 매핑으로 가져옵니다.",
        "Import by the mapping that was approved.",
        "jikim import-records MAPPING SOURCE POLICY --by NAME --approval",
    ),
    ("import", "running"): (
        "거부되는 행이 없으면 자동으로 완료됩니다. 이어서 가져오거나, 들여오지 않을 행만 남았으면 완료를 눌러 주세요.",
        "It finishes by itself once no row is refused. Go on with it, or press Finish when only rows are left that are to stay out.",
        "jikim import-records MAPPING SOURCE POLICY --by NAME --resume --approval",
    ),
    ("export", "approved"): (
        "보호책임자가 한 번 내보낼 수 있습니다.",
        "An officer can export it once.",
        "jikim export records POLICY --by NAME --out DIR --approval",
    ),
    ("export", "running"): (
        "모두 내보내면 자동으로 완료됩니다. 도중에 멈춘 내보내기는 다시 실행할 수 없으니, 중단하고 다시 요청해 주세요.",
        "It finishes by itself once all is written. One that broke off cannot run again: stop it and ask anew.",
        "",
    ),
    ("seal", "approved"): (
        "행마다 암호화한 사본을 만듭니다.",
        "Make an encrypted copy beside each row.",
        _STAGE.format("twin"),
    ),
    ("seal", "running"): (
        "사본을 만든 다음 양쪽을 대조합니다. 다른 행이 없어야 전환할 수 있습니다.",
        "Once the copies are made, compare both sides. It can be cut over only when no row differs.",
        _STAGE.format("verify"),
    ),
    ("seal", "verified"): (
        "암호화한 기록을 읽고 쓰도록 전환합니다.",
        "Cut over: from then on the encrypted records are read and written.",
        _STAGE.format("cut"),
    ),
    ("seal", "cut"): (
        "매핑에 적은 기간이 지난 열을 비웁니다. 열이 모두 비면 같은 명령의 end로 마칩니다. 그 전에는 back으로 되돌릴 수 있습니다.",
        "Empty the columns whose time in the mapping is over; once all are empty, end ends the move. Until a column is emptied, back gives it back.",
        _STAGE.format("empty"),
    ),
}

OWN = Own("office/cases/move.html", context={"next_of": lambda case: NEXT.get((case.kind, case.state))})
