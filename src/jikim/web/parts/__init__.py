"""The one language of every page: the life line, the card and the tables, as markup for the site and for the demo's
plain files.

They say a clause as a link through the book, and use classes and SVG attributes only, as the site's content security
policy demands.
"""

from jikim.web.parts.book import Book
from jikim.web.parts.html import Html, element, facts, section, summary, table, together
from jikim.web.parts.line import Own, chip, draw

__all__ = ["Book", "Html", "Own", "chip", "draw", "element", "facts", "section", "summary", "table", "together"]
