"""The check of written sentences against the sentences that they cite."""

import json
from pathlib import Path

import pytest

from reportqa.writing import check_sentence, without_marks
from reportqa.writing.sentence_check import MAX_WRITTEN

PARAPHRASES = Path(__file__).resolve().parents[2] / "benchmarks" / "paraphrases" / "general_practice.jsonl"
FUNDING = "Funding for general practice fell by 1.3% a year between 2009/10 and 2012/13, if inflation is counted."


def reasons(text: str, *cited: str) -> str:
    return " ".join(check_sentence(text, cited).reasons)


@pytest.mark.parametrize(
    "text",
    [
        "In April 2016 Modality had 87,556 registered patients.",
        "Modality had 87556 patients in April 2016.",
        "According to the report, Modality had 87,556 registered patients in April 2016.",
        "Modality had 87,556 “registered patients” in April 2016.",
    ],
)
def test_supported(text: str) -> None:
    assert check_sentence(text, ["In April 2016 Modality had 87,556 registered patients."]).is_supported


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Funding fell by 1.4% a year.", "It has 1 number that the cited sentences do not have."),
        ("Funding for Leeds fell in 2019.", "It has 1 date and 1 name that the cited sentences do not have."),
        ("Funding for hospitals fell.", "It has 1 word that the cited sentences do not have."),
        ("Funding for general practice did not fall.", "Its negation is not that of the cited sentences."),
        ("Funding for general practice may fall.", "It says “may” and the cited sentences do not, or the reverse."),
        ("General practice fell.", "It connects names, figures or words otherwise than the cited sentences."),
        ("Funding for general practice fell by 1.3% a year.", "It leaves out “if” of the cited sentence."),
        ("Funding fell, the “worst year”.", "It has words in quotation marks that are not in the cited sentences."),
        ("…", "It says nothing that can be checked."),
    ],
)
def test_reason_against(text: str, reason: str) -> None:
    assert reason in reasons(text, FUNDING)


def test_a_doubt_may_not_be_left_out() -> None:
    assert reasons("Alpha lied.", "It is alleged that Alpha lied.") == "It leaves out “alleged” of the cited sentence."


def test_two_sentences_support_one() -> None:
    cited = ["Modality had 16 practices.", "Modality was founded in 2009."]
    assert check_sentence("Modality was founded in 2009 and had 16 practices.", cited).is_supported


def test_long_texts_are_not_checked() -> None:
    assert "too long" in reasons("a " * MAX_WRITTEN, "A.")
    assert "too long" in reasons("Costs rose.", "costs " * 2000)


def test_marks_are_removed_and_apostrophes_stay() -> None:
    assert (
        without_marks("It’s “so” ‘called’ and 'that' of the GPs' \"own\".") == "It’s so called and that of the GPs own."
    )


def test_lies_written_by_hand_are_caught() -> None:
    with PARAPHRASES.open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    lies = [line for line in lines if not line["true"]]
    assert len(lies) > 100
    assert [line["text"] for line in lies if check_sentence(line["text"], line["cited"]).is_supported] == []


def test_what_a_sentence_only_quotes_is_not_stated() -> None:
    cited = "The letter had the words “Alpha closed in 2019” in it."
    assert reasons("Alpha closed in 2019.", cited) == "It states what the cited sentence only quotes."


def test_a_question_states_nothing() -> None:
    assert reasons("Costs rose.", "Why was it that costs rose?") == "It cites a question, which states nothing."
    assert reasons("The year 2015 began.", "What was the average in 2015?", "The year 2015 began.")
    assert not reasons("Costs rose.", "Costs rose.")
