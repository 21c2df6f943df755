"""Records in the dialects of the programs that write RIS; each was composed for this test."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportqa.citations.ris_reader import read_ris
from support.strategies import fast

ZOTERO = """TY  - RPRT
TI  - Night buses and night work
AU  - Okafor, Ngozi
AU  - Transport Research Unit
T2  - Working papers on mobility
A2  - Lindqvist, Eva
ED  - Marsh, Tom
AB  - Who rides at night.
CY  - Leeds
DA  - 2016/07/19/
PY  - 2016
LA  - en-GB
M3  - Working paper
PB  - Transport Research Unit
SN  - TR-2016-07
SP  - 12
EP  - 19
DO  - 10.5555/nb.2016
UR  - https://example.org/night
Y2  - 2021/03/04/10:15:00
L1  - files/7/night.pdf
KW  - buses
N1  - <p>Read</p>
ER  -

"""
ENDNOTE = """TY  - ELEC
AU  - Harbour Board
DA  - Jul 19
M1  - 4 March 2021
PY  - 2016
ST  - Tides
TI  - Tides of the harbour
UR  - https://example.org/tides
VL  - 2021
ID  - 42
ER  -
"""
MENDELEY = """TY  - CHAP
T1  - Budgets of small ports
A1  - van der Meer, Jan
A1  - King, Martin, Jr.
Y1  - 2015/10/19/
PB  - Quay Press
CY  - Hull
SP  - 33
EP  - 47
T2  - Ports at work
ED  - Ash, Petra
N2  - A long abstract that
  goes on in a second line.
M3  - https://doi.org/10.5555/ports.3
L1  - file:///home/me/ports.pdf
ER  -
"""
JABREF = "\r\n".join(
    ["TY  - JOUR", "AU  - Li, Xia", "TI  - Pay at sea", "JO  - Journal of Seafaring", "VL  - 3", "IS  - 4", "SP  - 5–6",
     "PY  - 1999", "SN  - 1234-5679", "ER  - ", ""]
)  # fmt: skip
CITAVI = """\ufeffTY  - BOOK
A1  - Weber, Anna; Groß, Jörg
A3  - Ünal, Ö.
PY  - 2009///
T1  - Häfen im Wandel
PB  - Kai Verlag
PP  - Kiel
SN  - 978-3-16-148410-0
ET  - 2. Aufl.
Y2  - 03.02.2019
H1  - Bibliothek
ER  -
"""
OURS = 'TY  - GEN\nTI  - T\nU1  - CSL-JSON {"type": "treaty", "number-of-pages": "6"}\nER  - \n'


def read(text: str) -> dict[str, Any]:
    (record,) = read_ris(text)
    return dict(record.item)


def test_zotero() -> None:
    (record,) = read_ris(ZOTERO)
    assert record.files == ("files/7/night.pdf",)
    assert record.item == {
        "id": "", "type": "report", "title": "Night buses and night work",
        "author": [{"family": "Okafor", "given": "Ngozi"}, {"literal": "Transport Research Unit"}],
        "editor": [{"family": "Marsh", "given": "Tom"}], "collection-editor": [{"family": "Lindqvist", "given": "Eva"}],
        "collection-title": "Working papers on mobility", "abstract": "Who rides at night.", "publisher-place": "Leeds",
        "issued": {"date-parts": [[2016, 7, 19]]}, "language": "en-GB", "genre": "Working paper",
        "publisher": "Transport Research Unit", "number": "TR-2016-07", "page": "12-19", "DOI": "10.5555/nb.2016",
        "URL": "https://example.org/night", "accessed": {"date-parts": [[2021, 3, 4]]}, "note": "<p>Read</p>",
    }  # fmt: skip


def test_endnote() -> None:
    assert read(ENDNOTE) == {
        "id": "42", "type": "webpage", "title": "Tides of the harbour", "title-short": "Tides",
        "author": [{"literal": "Harbour Board"}], "issued": {"date-parts": [[2016, 7, 19]]},
        "accessed": {"date-parts": [[2021, 3, 4]]}, "URL": "https://example.org/tides",
    }  # fmt: skip


def test_mendeley() -> None:
    (record,) = read_ris(MENDELEY)
    assert record.files == ("file:///home/me/ports.pdf",)
    assert record.item == {
        "id": "", "type": "chapter", "title": "Budgets of small ports", "container-title": "Ports at work",
        "author": [
            {"non-dropping-particle": "van der", "family": "Meer", "given": "Jan"},
            {"family": "King", "given": "Martin", "suffix": "Jr."},
        ],
        "editor": [{"family": "Ash", "given": "Petra"}], "issued": {"date-parts": [[2015, 10, 19]]},
        "publisher": "Quay Press", "publisher-place": "Hull", "page": "33-47", "DOI": "10.5555/ports.3",
        "abstract": "A long abstract that goes on in a second line.",
    }  # fmt: skip


def test_jabref() -> None:
    assert read(JABREF) == {
        "id": "", "type": "article-journal", "title": "Pay at sea", "container-title": "Journal of Seafaring",
        "author": [{"family": "Li", "given": "Xia"}], "volume": "3", "issue": "4", "page": "5–6", "ISSN": "1234-5679",
        "issued": {"date-parts": [[1999]]},
    }  # fmt: skip


def test_citavi() -> None:
    assert read(CITAVI) == {
        "id": "", "type": "book", "title": "Häfen im Wandel", "edition": "2. Aufl.", "ISBN": "978-3-16-148410-0",
        "author": [{"family": "Weber", "given": "Anna"}, {"family": "Groß", "given": "Jörg"}],
        "editor": [{"family": "Ünal", "given": "Ö."}], "issued": {"date-parts": [[2009]]},
        "publisher": "Kai Verlag", "publisher-place": "Kiel", "accessed": {"date-parts": [[2019, 2, 3]]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        ("Y1  - 2015/10/19", "issued", {"date-parts": [[2015, 10, 19]]}),
        ("PY  - in press", "issued", {"literal": "in press"}),
        ("PY  - n.d.", "issued", {"literal": "n.d."}),
        ("PY  - 2014///\nDA  - 2014/03//", "issued", {"date-parts": [[2014, 3]]}),
        ("PY  - 2014\nDA  - 2016/03/01", "issued", {"date-parts": [[2014]]}),
        ("PY  - 2014\nDA  - March", "issued", {"date-parts": [[2014, 3]]}),
        ("M1  - 14", "number", "14"),
        ("M1  - 14\nSN  - 15", "number", "15"),
        ("SN  - 978-0-306-40615-7", "ISBN", "978-0-306-40615-7"),
        ("AU  - Department of Health, Social Care and Safety,", "author",
         [{"literal": "Department of Health, Social Care and Safety"}]),
        ("DO  - doi:10.5555/a(b)", "DOI", "10.5555/a(b)"),
        ("A2  - Solo, Ann", "editor", [{"family": "Solo", "given": "Ann"}]),
        ("T1  - ", "title", None),
    ],
)  # fmt: skip
def test_tag_of_a_report(lines: str, field: str, value: Any) -> None:
    assert read(f"TY  - RPRT\n{lines}\nER  - \n").get(field) == value


def test_authors_of_an_edited_book_are_its_editors() -> None:
    item = read("TY  - EDBOOK\nAU  - Ash, Petra\nTI  - Ports\nER  - ")
    assert (item["type"], item["editor"], item.get("author")) == ("book", [{"family": "Ash", "given": "Petra"}], None)


def test_paper_has_the_meeting_beside_the_proceedings() -> None:
    item = read("TY  - CONF\nT2  - Meeting of Ports\nC3  - Ports 9\nC1  - Kiel\nER  - ")
    assert [item[name] for name in ("event-title", "container-title", "publisher-place")] == [
        "Meeting of Ports",
        "Ports 9",
        "Kiel",
    ]


def test_record_without_an_end_ends_where_the_next_begins() -> None:
    records = read_ris("noise\nTY  - RPRT\nTI  - One\n\nTY  - BOOK\nTI  - Two\n")
    assert [record.item["title"] for record in records] == ["One", "Two"]


def test_fields_without_a_tag_come_back_unless_another_program_has_changed_the_record() -> None:
    assert read(OURS) == {"id": "", "type": "treaty", "title": "T", "number-of-pages": "6"}
    changed = 'TY  - BOOK\nAU  - New, A.\nU1  - CSL-JSON {"author": [{"family": "Old"}], "type": "treaty"}\nER  - \n'
    assert read(changed) == {"id": "", "type": "book", "author": [{"family": "New", "given": "A."}]}
    assert read("TY  - BOOK\nTI  - T\nU1  - CSL-JSON {\nU1  - CSL-JSON []\nER  - ")["title"] == "T"


@fast
@given(st.text(max_size=80), st.sampled_from(["AU", "DA", "SN", "U1", "SP", "M1", "Y2", "T2"]))
def test_any_value_can_be_read(value: str, tag: str) -> None:
    assert read_ris(f"TY  - RPRT\n{tag}  - {value}\nER  - \n")
