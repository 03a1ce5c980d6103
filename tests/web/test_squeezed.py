"""What a template's layout leaves in a page: nothing that shows, and nothing that does not."""

import pytest
from jinja2 import Environment

from jikim.web.squeezed import Squeezed

PAGES = Environment(trim_blocks=True, lstrip_blocks=True, extensions=[Squeezed])


@pytest.mark.parametrize(
    ("template", "sent"),
    [
        ("<td>\n  {{ x }}\n</td>\n<td>\n", "<td>v  w</td><td>"),
        ("<p>\n  a\n  {{ x }} <b>b</b>\n  c\n</p>", "<p>a v  w <b>b</b> c</p>"),
        (
            "<option\n  value='1'\n  {% if x %}selected{% endif %}\n>\n  one\n</option>",
            "<option value='1' selected>one</option>",
        ),
        ("<button>\n  a\n</button>\n<button>b</button>", "<button>a</button> <button>b</button>"),
        ("<a\n  href='{{ x }}'\n>a</a>\n{{ x }}", "<a href='v  w'>a</a> v  w"),
        (
            "<input\n  {% if x %}value='{{ x }}'{% endif %}\n  {% if x %}required{% endif %}\n  {% if x %}open{% endif %}\n>",
            "<input value='v  w' required open>",
        ),
    ],
)
def test_a_break_goes_where_it_never_shows_and_is_one_space_elsewhere(template, sent):
    """Cells, paragraphs and options lose their edges; buttons and links keep the space between them; values stay."""
    assert PAGES.from_string(template).render(x="v  w") == sent


@pytest.mark.parametrize(
    "kept",
    [
        "<pre>\n a\n  b\n</pre>",
        "<textarea>\n a\n  {{ x }} </textarea>",
        "<script>\n  f()\n</script>",
        "<i title='a\n  b'>",
    ],
)
def test_what_shows_its_white_space_keeps_it(kept):
    """Text of its own layout, scripts and attributes' values are sent as they are written."""
    assert PAGES.from_string(kept).render(x="{{ x }}") == kept


def test_an_error_names_the_line_of_the_template():
    """What is taken out of the text moves no line."""
    with pytest.raises(Exception, match="here"):
        PAGES.from_string("<p>\n\n\n{{ x.here() }}").render(x=None)
    code = PAGES.compile("<p>\n\n\n{{ x }}\n\n{{ y }}", raw=True)
    assert "4=" in code
    assert "6=" in code
