import pytest

from footcv.report.tree import el, html_text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("feet & toes", "feet &amp; toes"),
        ("</title><b>", "&lt;/title&gt;&lt;b&gt;"),
        ("Füße ✕", "Füße ✕"),
        ("a\x00b\x1b[31m\x85", "a\ufffdb\ufffd[31m\ufffd"),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    assert html_text(el("p", text)) == f"<!DOCTYPE html>\n<p>{written}</p>\n"


def test_attributes_are_escaped_and_named_as_html_names_them() -> None:
    made = el("td", class_="a", stroke_width=1.23456789, title='"><img src=x>', hidden=None)
    assert html_text(made).splitlines()[1] == '<td class="a" stroke-width="1.23457" title="&quot;&gt;<img src=x&gt;"></td>'


def test_children_keep_their_order_lists_are_opened_and_none_is_nothing() -> None:
    made = el("p", "one ", None, el("b", "two"), [" three ", (el("i", "four") for _ in range(1)), " five"], " six")
    assert html_text(made).splitlines()[1] == "<p>one <b>two</b> three <i>four</i> five six</p>"
