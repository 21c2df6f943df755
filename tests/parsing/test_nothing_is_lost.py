"""Everything in a file is text or named as left out: inputs with marks in every part that can be lost."""

import pytest

from reportqa import parsing
from support import marked_data, marked_markup, marked_office, marked_pages
from support.marked import Marked, lost

CASES = [*marked_markup.cases(), *marked_data.cases(), *marked_office.cases(), *marked_pages.cases()]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_every_mark_is_in_the_text_or_named_at_a_place(case: Marked) -> None:
    builder = parsing.parse(case.name, case.data)
    assert lost(builder, case.marks) == set()
    pages = {page.physical for page in builder.pages}
    for thing in builder.left_out:
        assert 0 <= thing.position <= len(builder.text)
        assert thing.kind
        assert thing.page is None or thing.page in pages
