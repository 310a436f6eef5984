"""The small markup: safe HTML out, and medical text left as it is."""

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msc_learn.text.markup import to_html, to_plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**b** and *i*", "<strong>b</strong> and <em>i</em>"),
        ("H~2~O, 10^6^", "H<sub>2</sub>O, 10<sup>6</sup>"),
        ("<CD34> and p < 0.05", "&lt;CD34&gt; and p &lt; 0.05"),
        ("HLA-DR<low> & co", "HLA-DR&lt;low&gt; &amp; co"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("HLA-A*02:01 and HLA-B*07", "HLA-A*02:01 and HLA-B*07"),
        ("~5 % to ~10 %", "~5 % to ~10 %"),
        ("10^6 cells", "10^6 cells"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        (r"\*as it is\*", "*as it is*"),
        ("a\nb", "a<br>b"),
        (r"\(x^2 < y\)", r"\(x^2 &lt; y\)"),
        (r"\(*x*\) and \[*y\)*\]", r"\(*x*\) and \[*y\)*\]"),
        (r"\(a *b* \[c \) d\] \( **e**", r"\(a *b* \[c \) d\] \( <strong>e</strong>"),
        (r"\(\) *a*\) \( *b*", r"\(\) *a*\) \( <em>b</em>"),
        ("**<b>**", "<strong>&lt;b&gt;</strong>"),
        ("costs $5 and $6", "costs $5 and $6"),
    ],
)
def test_markup_becomes_html_and_all_else_is_text(text: str, html: str) -> None:
    assert to_html(text) == html


@pytest.mark.parametrize(
    ("text", "plain"), [("**b** *i* H~2~O", "b i H2O"), (r"\*x\*", "*x*"), ("a*b", "a*b")]
)
def test_plain_text_has_no_marks(text: str, plain: str) -> None:
    assert to_plain(text) == plain


@given(st.text(alphabet="ab<>&*~^\\ ()\"'", max_size=60))
def test_html_shows_exactly_the_plain_text_and_holds_no_tag_but_the_five(text: str) -> None:
    html = to_html(text)
    for tag in ("strong", "em", "sub", "sup"):
        html = html.replace(f"<{tag}>", "").replace(f"</{tag}>", "")
    assert "<" not in html
    assert unescape(html) == to_plain(text)
