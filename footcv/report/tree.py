"""HTML and SVG as a tree of elements: no text reaches the page unescaped."""

import unicodedata
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Node = Element | str | None


def el(tag: str, *children: Node | Iterable[Node], **attributes: str | float | None) -> Element:
    """Return an element with its children in order; None, as a child or as an attribute's value, stands for nothing.

    In names of attributes `_` stands for `-`, and one at the end is dropped: `class_`, `stroke_width`. Numbers are written with six digits at most.
    """
    element = Element(tag)
    for name, value in attributes.items():
        if value is not None:
            element.set(name.rstrip("_").replace("_", "-"), _plain(value) if isinstance(value, str) else f"{value:.6g}")
    _append(element, children)
    return element


def html_text(page: Element) -> str:
    """Return a page as the text of an HTML file."""
    return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n"


def _append(element: Element, children: Iterable[Node | Iterable[Node]]) -> None:
    for child in children:
        if isinstance(child, Element):
            element.append(child)
        elif isinstance(child, str):
            if len(element):
                element[-1].tail = (element[-1].tail or "") + _plain(child)
            else:
                element.text = (element.text or "") + _plain(child)
        elif child is not None:
            _append(element, child)


def _plain(text: str) -> str:
    # HTML has no place for control characters; names of files do.
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(c) == "Cc" and c not in "\n\t" else c for c in text)
