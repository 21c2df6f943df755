import pytest

from reportqa.document import DocumentSummary
from reportqa.proofreading.manuscript_reader import read_manuscript
from reportqa.proofreading.page_claims import PageClaim, PageClaimReader
from reportqa.proofreading.quotations import find_quotations
from reportqa.proofreading.source_names import SourceNames


def summary(doc_id: str, title: str, family: str, year: int) -> DocumentSummary:
    item = {"title": title, "author": [{"family": family}], "issued": {"date-parts": [[year]]}}
    return DocumentSummary(doc_id, "0" * 64, "application/pdf", item, 9, 9, 900, ())


NAMES = SourceNames(
    [summary("wards.pdf", "Wards by the sea", "Lind", 2012), summary("rooms.pdf", "Prices of rooms", "Bär", 2014)]
)
QUOTED = "“the rooms were rather damp”"
NOTES = "[^1]: Lind, *Wards by the sea* (2012), p. 4.\n\n"


def claims_of(markdown: str) -> list[tuple[PageClaim, ...]]:
    manuscript = read_manuscript("a.md", markdown.encode())
    reader = PageClaimReader(NAMES, manuscript)
    found: list[tuple[PageClaim, ...]] = []
    end = 0
    for quotation in find_quotations(manuscript):
        found.append(reader.claims(quotation, found[-1] if found else (), end))
        end = quotation.end
    return found


def read(markdown: str) -> list[str]:
    """Return the claims of the last quotation: document and first page."""
    return [
        f"{'+'.join(sorted(claim.doc_ids)) or '-'} {claim.locator.first if claim.locator else '-'}"
        for claim in claims_of(markdown)[-1]
    ]


@pytest.mark.parametrize(
    ("note", "claims"),
    [
        ("(Smith 2001, p. 9, cited in Lind 2012, p. 4)", ["wards.pdf 4"]),
        ("(Smith, p. 9, qtd. in Lind 2012, p. 4)", ["wards.pdf 4"]),
        ("(Smith 2001, S. 9, zit. n. Lind 2012, S. 4)", ["wards.pdf 4"]),
        ("(Lind 2012, p. 4, quoting Smith 2001, p. 9)", ["wards.pdf 4"]),
        ("(Smith 2001, p. 9, cited in Lind 2012)", ["wards.pdf -"]),
        ("(Bär 2014, p. 9, cited in Lind 2012, p. 4)", ["rooms.pdf 9", "wards.pdf 4"]),
        ("(Bär 2014, p. 9; Lind 2012, p. 4; p. 5)", ["rooms.pdf 9", "wards.pdf 4", "wards.pdf 5"]),
        ("(Bär 2014; Lind 2012, p. 4)", ["rooms.pdf -", "wards.pdf 4"]),
        ("(Lind 2012, p. 4, but Bär 2014, p. 9)", ["wards.pdf 4", "rooms.pdf 9"]),
        ("(Smith 2001, p. 9; Lind 2012, p. 4)", ["wards.pdf 4"]),
        ("(Smith 2001, p. 9)", ["- 9"]),
        ("(p. 9)", ["- 9"]),
    ],
)
def test_page_belongs_to_the_work_it_follows(note: str, claims: list[str]) -> None:
    assert read(f"They say {QUOTED} {note}.") == claims


@pytest.mark.parametrize(
    ("second", "third", "claims"),
    [
        ("Bär, *Prices of rooms* (2014).", "Ibid.", ["rooms.pdf -"]),
        ("Bär, *Prices of rooms* (2014), p. 9.", "Ibid.", ["rooms.pdf 9"]),
        ("Bär, *Prices of rooms* (2014).", "Id. at 7.", ["rooms.pdf 7"]),
        ("Emphasis added.", "Ibid, p. 5", ["wards.pdf 5"]),
        ("Ibid, p. 6.", "Ibid.", ["wards.pdf 6"]),
        ("Smith, *Damp* (2001) 9.", "Ibid, p. 5.", ["- 5"]),
        ("Lind (n 1) 8.", "Ibid.", ["wards.pdf 8"]),
    ],
)
def test_ibid_is_the_last_note_that_cites(second: str, third: str, claims: list[str]) -> None:
    text = f"They say {QUOTED}.[^1] Costs matter.[^2] And {QUOTED}.[^3]\n\n{NOTES}"
    assert read(f"{text}[^2]: {second}\n\n[^3]: {third}\n") == claims


def test_ibid_in_brackets_is_the_last_bracket_that_cites() -> None:
    assert read(f"{QUOTED} (Lind 2012, p. 4). Costs matter (Bär 2014). And {QUOTED} (ibid., p. 7).") == ["rooms.pdf 7"]
    assert read(f"{QUOTED} (Lind 2012, p. 4). Costs matter (a lot). And {QUOTED} (ibid., p. 7).") == ["wards.pdf 7"]


def test_reference_in_a_note_to_another_note_says_which_work_it_is() -> None:
    two = SourceNames([summary("a.pdf", "Wards by the sea", "Lind", 2012), summary("b.pdf", "Damp", "Lind", 2012)])
    text = f"They say {QUOTED}.[^1] And {QUOTED}.[^2]\n\n{NOTES}[^2]: Lind 2012 (n 1), p. 5.\n"
    manuscript = read_manuscript("a.md", text.encode())
    (claim,) = PageClaimReader(two, manuscript).claims(find_quotations(manuscript)[1], (), 0)
    assert claim.doc_ids == {"a.pdf"}


def test_quotations_share_the_citation_behind_them() -> None:
    text = f"They say {QUOTED}, {QUOTED} and that {QUOTED} (Lind 2012, p. 4). Bär adds {QUOTED}."
    assert [claims[0].doc_ids for claims in claims_of(text)] == [{"wards.pdf"}] * 3 + [frozenset()]


LISTED = "\n\n# Works cited\n\nLind, Jan. *Wards by the Sea*. 2012.\n\nMoll, Vera. *On Stairs*. 2001.\n"


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (f"They say {QUOTED} (Lind 4).", ["wards.pdf 4"]),
        (f"They say {QUOTED} (Lind iv–v).", ["wards.pdf iv"]),
        (f"They say {QUOTED} (Lind, *Wards* 4).", ["wards.pdf 4"]),
        (f"They say {QUOTED} (qtd. in Lind 4).", ["wards.pdf 4"]),
        (f"They say {QUOTED} (Bär 9; Lind 4).", ["rooms.pdf 9", "wards.pdf 4"]),
        (f"They say {QUOTED} (Moll 9; Lind 4).", ["wards.pdf 4"]),
        (f"They say {QUOTED} (Moll 9).", ["- 9"]),
        (f"They say {QUOTED} (Lind).", ["wards.pdf -"]),
        (f"They say {QUOTED} (Lind, table 4).", ["wards.pdf -"]),
        (f"As Lind says, {QUOTED} (4).", ["wards.pdf 4"]),
        (f"Lind calls {QUOTED} (4) what {QUOTED} (5) means.", ["wards.pdf 5"]),
        (f"They say {QUOTED} (Lind 4) and {QUOTED} (5).", ["wards.pdf 5"]),
        (f"They say {QUOTED} (Lind 4).\n\nOthers say {QUOTED} (5).", ["- -"]),
        (f"They say {QUOTED} (12).", ["- -"]),
        (f"They say {QUOTED} (Winter 12).", ["- -"]),
    ],
)
def test_bare_number_behind_a_known_name_is_a_page(text: str, claims: list[str]) -> None:
    assert read(text + LISTED) == claims


def test_bare_number_is_no_page_if_the_references_have_numbers() -> None:
    assert read(f"As Lind says, {QUOTED} (4).\n\n# References\n\n\\[4\\] Bär, *Prices of rooms*, 2014.") != [
        "wards.pdf 4"
    ]


@pytest.mark.parametrize(
    ("note", "claim"),
    [
        ("Lind, op. cit., p. 5.", "a.pdf 5"),
        ("Lind, op. cit., 5.", "a.pdf 5"),
        ("Lind, 5.", "a.pdf 5"),
        ("Lind, *Damp*, 5.", "b.pdf 5"),
        ("Op. cit., p. 5.", "a.pdf 5"),
        ("Loc. cit.", "a.pdf 4"),
    ],
)
def test_op_cit_is_the_work_of_the_author_that_was_cited_last(note: str, claim: str) -> None:
    two = SourceNames([summary("a.pdf", "Wards by the sea", "Lind", 2012), summary("b.pdf", "Damp", "Lind", 2012)])
    text = f"They say {QUOTED}.[^1] And {QUOTED}.[^2]\n\n{NOTES}[^2]: {note}\n"
    manuscript = read_manuscript("a.md", text.encode())
    (found,) = PageClaimReader(two, manuscript).claims(find_quotations(manuscript)[1], (), 0)
    assert f"{'+'.join(found.doc_ids)} {found.locator and found.locator.first}" == claim
