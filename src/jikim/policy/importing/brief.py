"""The brief: one file from which a lawyer, a colleague or an assistant writes the draft: the sentences, the schema's
part that matters, an example, the rules."""

from __future__ import annotations

from collections.abc import Sequence

from jikim.policy.fields import fields_at
from jikim.policy.importing.sentences import Sentence
from jikim.policy.model import Language

_PARTS: tuple[tuple[str, ...], ...] = (
    ("service",),
    ("version",),
    ("items", "*"),
    ("refuse",),
    ("channels", "*"),
    ("purposes", "*"),
    ("records", "*"),
    ("recipients", "*"),
    ("processors", "*"),
    ("cookies",),
    ("rights",),
    ("safeguards", "*"),
    ("officers", "officer"),
    ("bodies", "*"),
    ("notice",),
    ("statements", "*"),
)
_EXAMPLE = """processors:
  parcels:  # s14
    label: {ko: "두루미택배(주)", en: "Crane Parcels"}
    task: {ko: "상품 배송", en: "delivering goods"}
    items: [name, address]  # s14 s15
records:
  order:  # s3
    keep:
      - label: {ko: "계약에 관한 기록", en: "records of contracts"}  # s21
        for: 5y  # s21
        because: kr.ecommerce.contract  # s20
refuse:  # s6
  types: [kr.resident-registration-number]
"""
_RULES: dict[Language, tuple[str, ...]] = {
    "ko": (
        "문장이 말하는 것만 적습니다. 짐작하지 않습니다.",
        "사실마다 그것을 말하는 문장의 번호를 줄 끝에 `# s14 s15`처럼 적습니다. 아래 줄은 위 줄의 번호를 잇습니다.",
        "이름, 숫자, 기간, 날짜, 연락처는 문장에 있는 그대로 적습니다.",
        "‘하지 않는다’는 문장은 하지 않는 것으로 적습니다(`refuse`). 항목이나 방법이 아닙니다.",
        "사람 이름은 적지 않습니다. 직책만 적습니다.",
        "기간은 7d, 2w, 3mo, 5y처럼 적습니다.",
        "다 적으면 `jikim import 파일 --draft 초안.yaml`이 문장과 하나씩 견줍니다. 그다음 `jikim check`가 법령과 견줍니다.",
    ),
    "en": (
        "Write only what a sentence says. Guess nothing.",
        "Put the numbers of the sentences that say it behind each fact: `# s14 s15`. Lines below go by the numbers of the line above them.",
        "Names, numbers, periods, days and contacts stand as the sentence has them.",
        "What a sentence says is not done is written as not done (`refuse`); it is no item and no way.",
        "No person's name: posts alone.",
        "A period is written 7d, 2w, 3mo, 5y.",
        "Then `jikim import FILE --draft DRAFT.yaml` holds it against the sentences one by one, and `jikim check` against the law.",
    ),
}
_HEADS: dict[Language, tuple[str, ...]] = {
    "ko": ("처리방침 초안 작성 자료", "규칙", "예", "키", "문장", "필수"),
    "en": ("From which to write a policy's draft", "Rules", "An example", "Keys", "Sentences", "needed"),
}


def brief(sentences: Sequence[Sentence], tongue: Language, name: str) -> str:
    """The brief as Markdown. The document's sentences stand in it as data, each on one line behind its number."""
    title, rules, example, keys, every, needed = _HEADS[tongue]
    lines = [
        f"# {title}: {name}",
        "",
        f"## {rules}",
        "",
        *(f"{n}. {rule}" for n, rule in enumerate(_RULES[tongue], start=1)),
        "",
    ]
    lines += [f"## {example}", "", "```yaml", _EXAMPLE.rstrip(), "```", "", f"## {keys}", ""]
    for path in _PARTS:
        lines.append(f"- `{'.'.join(path)}`")
        for field in fields_at({}, path):
            words = "; ".join(choice.word for choice in field.choices)
            said = f"  - `{field.path[len(path)]}`{f' ({needed})' if field.needed else ''}: {field.means.get(tongue, '')}{f' [{words}]' if words else ''}"
            if said not in lines[-2:]:
                lines.append(said)
    lines += ["", f"## {every}", ""]
    lines += [f"{'### ' if one.heading else ''}s{one.number}: {one.text}" for one in sentences]
    return "\n".join(lines) + "\n"
