"""Papers: a document of data, set as PDF in Korean or English. Pure: it reads nothing but its own fonts, and writes
nothing.

What goes in is text and numbers; none of it is ever taken for markup. It leaves to others what a paper says and whose
it is.
"""

from jikim.paper.document import Block, Facts, Heading, Paper, Paragraph, Table
from jikim.paper.labels import Label, label_sheet
from jikim.paper.pdf import pdf, policy_pdf

__all__ = ["Block", "Facts", "Heading", "Label", "Paper", "Paragraph", "Table", "label_sheet", "pdf", "policy_pdf"]
