"""Rules about what a company says it does not answer for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jikim.policy.check.rule import rule
from jikim.policy.check.scope import Scope
from jikim.policy.check.service import texts_of
from jikim.policy.finding import Finding, Path, Severity

W = Severity.WARNING

_COMPANY = "회사|당사|저희|본원|의원|병원|학원|학교|사업자|운영자"
_FREES = {
    "ko": re.compile(
        r"책임[을은이도]?\s*(?:일체\s*|전혀\s*|모두\s*)?(?:지지|부담하지|없(?:습니다|음|다)|면제|물을 수 없)|면책(?:됩니다|된다|됨)"
    ),
    "en": re.compile(
        r"\b(?:not|no|never|disclaims?|without|nor)\b[^.;]{0,40}?\b(?:liab(?:le|ility)|responsib(?:le|ility))\b", re.I
    ),
}
# Who keeps what follows from its own fault frees itself of nothing that it owes; another's site is another's to answer for.
_SAVES = {
    "ko": re.compile(
        rf"(?:{_COMPANY})[의가이에게]*\s*(?:고의|과실|귀책|중대한|책임 있는)|(?:외부|링크|연결|다른)[^.]*사이트"
    ),
    "en": re.compile(
        r"\b(?:unless|except|other than)\b[^.;]*\b(?:fault|negligen|intent|wilful|willful)"
        r"|\b(?:other|third[- ]part(?:y|ies)|external|linked)\b[^.;]*\b(?:sites?|websites?|pages|services)\b",
        re.I,
    ),
}


@rule(liability_excluded=W)
def freed(scope: Scope) -> Iterator[Finding]:
    """A sentence by which the company answers for nothing is void against consumers where it covers the company's own intent or
    gross negligence, and of a breach the company shows that it was not at fault (Terms Act §7; PIPA §39①; GDPR 82(3);
    Directive 93/13/EEC). One that leaves what follows from its own fault is not meant, nor what other sites do."""
    for path, said in _sentences(scope):
        if any(_frees(language, sentence) for language, text in said.items() for sentence in text.split(". ")):
            where = ".".join(str(step) for step in path)
            yield scope.find("liability-excluded", path, where=where)


def _frees(language: str, sentence: str) -> bool:
    return _FREES[language].search(sentence) is not None and _SAVES[language].search(sentence) is None


def _sentences(scope: Scope) -> Iterator[tuple[Path, dict[str, str]]]:
    """Every text of the file that is no name, and every sentence of counsel's."""
    for path, text in texts_of(scope.policy, ()):
        if path[0] not in ("labels", "waive", "links"):
            yield path, {str(language): said for language, said in text.items()}
    for language, wording in scope.policy.wording.items():
        for topic, passage in wording.sections.items():
            for place, sentence in enumerate(passage.sentences):
                path = ("wording", language, "sections", topic, "sentences", place, "text")
                yield path, {str(language): sentence.text}
