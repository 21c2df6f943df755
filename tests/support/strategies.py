"""Hypothesis strategies for texts of all kinds and documents made of them."""

import hashlib

from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reportqa.document import Document
from reportqa.parsing.builder import DocumentBuilder

fast = hypothesis_settings(
    max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)

# No text that a parser makes holds halves of characters: UTF-8 cannot.
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
words = st.sampled_from(
    "The a practice practices GP Dr. e.g. No. 5 87,556 3.5% (2016). He said: “Yes.” end. Why? …"
    " naïve Zürich 한국어를 漢字 العربية 😀 \ufffd ﬁnance - – https://example.org/a.b?c=d Ltd. J. II. 1. • £5m".split()
)
prose = st.lists(words, max_size=60).map(" ".join)
long_word = st.builds(
    lambda part, n: part * n, st.sampled_from(["a", "각", "ab.", "각나.", "漢", "x-"]), st.integers(1, 400)
)
texts = st.one_of(
    prose, any_text, st.tuples(prose, any_text, prose).map(" ".join), st.tuples(prose, long_word).map(" ".join)
)
many_lines = st.lists(texts, max_size=5).map("\n".join)

_parts = st.one_of(
    st.tuples(st.just("heading"), prose),
    st.tuples(st.just("paragraph"), texts),
    st.tuples(st.just("paragraph"), st.lists(prose, min_size=3, max_size=8).map(" ".join)),
    st.tuples(st.just("item"), prose),
    st.tuples(st.just("page"), st.sampled_from(["", "iv", "15"])),
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents as parsers make them, with any text in their headings, paragraphs and pages."""
    builder = DocumentBuilder()
    physical = 0
    for kind, text in draw(st.lists(_parts, min_size=1, max_size=12)):
        if kind == "heading":
            builder.heading(" ".join(text.split()), draw(st.integers(1, 3)))
        elif kind == "paragraph":
            builder.paragraph(text)
        elif kind == "item":
            builder.item(text)
        else:
            physical += 1
            builder.page(physical, text or None)
    return Document(
        doc_id=draw(doc_ids),
        sha256=hashlib.sha256(builder.text.encode()).hexdigest(),
        media_type="text/plain",
        item={"id": "x", "type": "report", "title": draw(prose) or "Title"},
        text=builder.text,
        pages=builder.pages,
        sections=tuple(builder.sections),
        tables=tuple(builder.tables),
    )


_names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/\0"), min_size=1, max_size=20)
doc_ids = st.one_of(
    st.lists(_names.filter(lambda name: name not in {".", ".."}), min_size=1, max_size=3).map("/".join),
    st.sampled_from(
        ["a b.pdf", "100%.pdf", "why?.html", "C#.md", "a#1-2", "a&b=c.txt", "x+y.txt", "documents/documents/a.txt",
         "é/😀.docx", "line\nbreak.txt", "%2F.txt", "a;b,c:d@e.txt", "\u202eright.txt"]
    ),
)  # fmt: skip
