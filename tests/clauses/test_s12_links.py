"""Section 12: sites that are linked to."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from tests.clauses import facts
from tests.clauses.sites import paths
from tests.homepage.shop import Shop
from tests.web.cookie_site import Browsing

from jikim.policy.model import Language, PolicyFile
from jikim.policy.render import render_markdown


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_document_says_that_linked_sites_are_not_covered(homepage: PolicyFile, language: Language) -> None:
    """The word about links and banners stands in the document."""
    assert facts.policy()["links"]["notice"][language] in render_markdown(homepage, language)


@pytest.mark.clause("12.1")
def test_every_link_that_leads_out_passes_through_the_notice(rv: Shop, browse: Browsing) -> None:
    """No page of the site leads to another by itself: each such link, a banner's too, goes to the notice, which says
    that the policy ends there."""
    browser, found = browse(), set()
    own = urlsplit(rv.web.url).netloc
    for path in paths(rv.web):
        text = browser.get(path).text
        for link in re.findall(r'<(?:a|area|form|iframe|link|script|img)\b[^>]*?(?:href|src|action)="([^"]+)"', text):
            url = urlsplit(html.unescape(link))
            # The site's own address, as its notices' feed names it, is no other site.
            ours = url.netloc in ("", own, urlsplit(facts.policy()["service"]["url"]).netloc)
            assert ours or url.scheme == "mailto", f"{path} leads to {link}"
            if url.path in ("/out", "/en/out") and url.query:
                found.add(html.unescape(link))
    hosts = set()
    for link in found:
        answer = browser.get(link)
        assert answer.status_code == 200, link
        language = "en" if link.startswith("/en/") else "ko"
        assert html.escape(facts.policy()["links"]["notice"][language]) in answer.text
        host = re.search(r'<p class="host"><b>([^<]+)</b>', answer.text)
        assert host is not None
        hosts.add(host[1])
        assert answer.headers["referrer-policy"] == "no-referrer"
    assert {urlsplit(body["url"]).hostname for body in facts.policy()["bodies"].values()} <= hosts
    assert "partner.example" in hosts
    assert browser.get("/out?to=https://evil.example/").status_code == 404
