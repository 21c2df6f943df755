import pytest

from reportqa.answering.example_questions import example_questions
from reportqa.document import Document, Section

BODY = (
    " The tidal barrier of the harbour was raised in 2011. The harbour board paid for the barrier, and the tidal gates"
    " are checked each spring. Dredging costs grew with the barrier, and dredging of the harbour is paid by its users."
    " The board of Lindow Harbour keeps the gates.\n\n"
)


def document(*headings: str, language: str | None = "en", body: str = BODY, title: str = "Report") -> Document:
    text, sections = "", []
    for heading in headings:
        sections.append(Section(heading, 1, len(text)))
        text += f"{heading}\n\n{body}"
    return Document(
        doc_id="a.txt", sha256="0" * 64, media_type="text/plain", item={"title": title}, text=text,
        sections=tuple(sections), language=language,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "question"),
    [
        ("Dredging costs", "What do the documents say about dredging costs?"),
        ("3.2 Tidal gates and the barrier", "What do the documents say about tidal gates and the barrier?"),
        ("TIDAL BARRIER", "What do the documents say about tidal barrier?"),
        ("Lindow Harbour", "What do the documents say about Lindow Harbour?"),
        ("Harbour", "What do the documents say about harbour?"),
        ("Why dredging costs grew", "What do the documents say about why dredging costs grew?"),
        ("Who paid for the barrier of the harbour?", "Who paid for the barrier of the harbour?"),
    ],
)
def test_heading_becomes_a_question(heading: str, question: str) -> None:
    assert example_questions([document(heading)]) == (question,)


@pytest.mark.parametrize(
    "heading",
    [
        "Contents",
        "Key points on the barrier",
        "The barrier is raised",
        "Our harbour and our barrier",
        "Who paid?",
        "How is dredging paid",
        "Slow going",
        "Gates",
        "A very long heading on the tidal barrier and the gates of the harbour",
        "$ in millions, barrier and gates",
    ],
)
def test_heading_that_names_no_subject_of_its_section_makes_none(heading: str) -> None:
    assert example_questions([document(heading)]) == ()


def test_title_short_sections_and_other_languages_make_none() -> None:
    assert example_questions([document("Tidal barrier", title="Tidal barrier")]) == ()
    assert example_questions([document("Tidal barrier", body=" The tidal barrier.\n\n")]) == ()
    assert example_questions([document("Tidal barrier", language="de")]) == ()
    assert example_questions([document()]) == ()
    assert example_questions([]) == ()


def test_different_documents_come_first_and_no_question_twice() -> None:
    first = document("Tidal barrier", "Dredging costs", "Tidal gates")
    second = document("Lindow Harbour", "Dredging costs")
    subjects = [
        question.removeprefix("What do the documents say about ") for question in example_questions([first, second])
    ]
    assert sorted(subjects[:2]) == sorted(set(subjects[:2]))
    assert set(subjects) == {"tidal barrier?", "dredging costs?", "tidal gates?", "Lindow Harbour?"}
    assert len(subjects) == 4
