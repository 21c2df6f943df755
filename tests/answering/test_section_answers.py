from pathlib import Path

import pytest

from reportqa.answering.engine import Engine
from reportqa.answering.lists import ListAnswer
from reportqa.answering.section_answers import MAX_SHOWN, find_section_answer
from reportqa.embedding import Embedder
from support.corpora import index_corpus

WEIRS = """---
title: "Opening weirs: what happened to the eels"
author: Canal Society
---
# Opening weirs: what happened to the eels

## Key points

### Counts

Eels came back within two years. Trout did not. Nobody knows why.

### Costs

A ladder costs £40,000. Divers cost more.

## Aims of the trial

The trial had two aims:

- to bring back eels;
- to keep the mill dry.

## What happened

Did trout come back as well? Trout are what anglers ask about first, and trout matter to those who sell licences.
We found no evidence that the number of trout rose. The number of eels doubled.

## What people said

Anglers were pleased with the eels. A few missed the deep water above the weir.

Farmers were divided: those upstream welcomed the change, and those downstream feared for their meadows.

## Methods

Eels were counted by torch at night. We were unable to count in March, and our sample of weirs is small.
The counts should be read with caution.

## Recommendations

### For councils

1. Open one weir a year.
2. Tell the farmers first.

### For the Department for Rivers

- Pay for ladders.
- Count eels every spring.
"""
COMMENT = """---
title: "Leave the weirs alone"
author: Ada Brown
---
# Leave the weirs alone

The minister, Carl Finch, opened a weir in May. He said that it was a great day.

I was not there. In my view a weir is a piece of history, and nobody has asked the villages.

The case against opening weirs is simple. Meadows flood. Old mills fall down.
"""
PLAYGROUNDS = """# Playgrounds

## Recommendations

The town should mend the swings.

## Limitations

We did not ask the children. Only four playgrounds were seen.
"""
TEXTS = {"weirs.md": WEIRS, "comment.md": COMMENT, "playgrounds.md": PLAYGROUNDS}


@pytest.fixture(scope="module")
def rivers(tmp_path_factory: pytest.TempPathFactory, exports: Path, embedder: Embedder) -> Engine:
    return Engine.open(index_corpus(tmp_path_factory.mktemp("rivers"), TEXTS), embedder)


def find(engine: Engine, question: str) -> ListAnswer | None:
    (evidence,) = engine._read(engine.searcher.search(question, 10))
    return find_section_answer(evidence, engine.catalogue, engine.searcher.vocabulary)


def shown(engine: Engine, question: str) -> list[str]:
    found = find(engine, question)
    assert found is not None
    return [engine.catalogue.text(found.doc_id, item.start, item.end) for item in found.items]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        (
            "What does the Canal Society recommend to councils?",
            ["Open one weir a year.", "Tell the farmers first."],
        ),
        ("recommendations for the Department for Rivers", ["Pay for ladders.", "Count eels every spring."]),
        ("What should the town do about swings?", ["The town should mend the swings."]),
    ],
)
def test_recommendations_are_those_to_whom_the_question_names(rivers: Engine, question: str, items: list[str]) -> None:
    assert shown(rivers, question) == items


def test_recommendations_to_nobody_in_particular_are_all_of_their_section(rivers: Engine) -> None:
    assert len(shown(rivers, "What does the Canal Society recommend?")) == 4


@pytest.mark.parametrize(
    "question",
    [
        "What does the Canal Society recommend to hospitals?",
        "What do pilots think?",
        "What are the key findings on taxes?",
        "Did unemployment fall?",
        "What are the challenges of chess?",
    ],
)
def test_section_for_others_or_on_something_else_is_no_answer(rivers: Engine, question: str) -> None:
    assert find(rivers, question) is None


@pytest.mark.parametrize("question", ["How many eels were counted?", "How much does a ladder cost?"])
def test_other_questions_have_no_section(rivers: Engine, question: str) -> None:
    assert find(rivers, question) is None


def test_limitations_are_found_without_a_heading(rivers: Engine) -> None:
    items = shown(rivers, "What are the limitations of the study of weirs?")
    assert "The counts should be read with caution." in items
    assert not any("swings" in item for item in items)


def test_limitations_under_their_heading_are_shown_whole(rivers: Engine) -> None:
    items = shown(rivers, "What are the limitations of the report on playgrounds?")
    assert items == ["We did not ask the children.", "Only four playgrounds were seen."]


def test_paragraph_of_the_people_asked_about_is_shown(rivers: Engine) -> None:
    assert shown(rivers, "What do farmers think?")[0].startswith("Farmers were divided")
    assert shown(rivers, "What did anglers say about the eels?")[0] == "Anglers were pleased with the eels."


def test_view_of_an_author_is_what_the_first_person_says(rivers: Engine) -> None:
    assert any("In my view" in item for item in shown(rivers, "What is Ada Brown's view of weirs?"))


def test_view_of_somebody_else_in_the_text_is_his_own(rivers: Engine) -> None:
    assert "He said that it was a great day." in shown(rivers, "What does Carl Finch say about the weir?")


def test_effect_begins_with_the_finding(rivers: Engine) -> None:
    items = shown(rivers, "Did the number of trout rise?")
    assert items[0] == "We found no evidence that the number of trout rose."


def test_bare_heading_is_answered_by_the_sections_below_it(rivers: Engine) -> None:
    assert shown(rivers, "What are the key points on weirs?") == [
        "Eels came back within two years.",
        "Trout did not.",
        "Nobody knows why.",
        "A ladder costs £40,000.",
        "Divers cost more.",
    ]


def test_aims_and_arguments_are_found(rivers: Engine) -> None:
    assert shown(rivers, "What were the aims of the trial?") == [
        "The trial had two aims:",
        "to bring back eels;",
        "to keep the mill dry.",
    ]
    assert "Meadows flood." in shown(rivers, "What are the arguments against opening weirs?")


def test_long_section_is_cut_and_says_so(tmp_path: Path, exports: Path, embedder: Embedder) -> None:
    steps = "\n".join(f"- Plant tree number {number}." for number in range(MAX_SHOWN + 1))
    engine = Engine.open(index_corpus(tmp_path, {"trees.md": f"# Trees\n\n## Recommendations\n\n{steps}\n"}), embedder)
    found = find(engine, "What are the recommendations on trees?")
    assert found is not None
    assert len(found.items) == MAX_SHOWN
    assert found.more
    engine.close()
