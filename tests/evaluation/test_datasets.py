from pathlib import Path

import pytest

from reportqa.errors import InputError
from reportqa.evaluation.datasets import Kind, read_set
from support.questionsets import QRELS, QUERIES, SAMPLE, write_lines, write_set


def test_folder_is_read_with_questions_relevance_and_units(tmp_path: Path) -> None:
    found = read_set(write_set(tmp_path / "small", with_docs=True))
    assert found.name == "small"
    assert [question.id for question in found.questions] == [query["id"] for query in QUERIES]
    assert {question.id: dict(question.relevant) for question in found.questions if question.relevant} == {
        query: {unit: 1} for query, unit in QRELS.items()
    }
    assert found.docs_dir == tmp_path / "small" / "docs"
    assert {unit.document for unit in found.units} == {"release", "notes"}
    assert read_set(write_set(tmp_path / "bare", with_docs=False)).docs_dir is None


def test_folder_in_the_form_of_beir_is_read_too(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq2\td1\t2\n")
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "What?"}\n{"_id": "q2", "text": "Who felled it?"}\n')
    (tmp_path / "corpus.jsonl").write_text('{"_id": "d1", "title": "Elm", "text": "It was felled.", "metadata": {}}\n')
    questions = read_set(tmp_path)
    (asked,) = questions.questions
    assert (asked.id, asked.text, asked.relevant) == ("q2", "Who felled it?", {"d1": 2})
    (unit,) = questions.units
    assert (unit.id, unit.title, unit.text) == ("d1", "Elm", "It was felled.")


def test_kinds_separate_outside_from_adversarial_and_near(tmp_path: Path) -> None:
    kinds = {
        question.id: question.kind for question in read_set(write_set(tmp_path / "s", with_docs=False)).questions
    }  # fmt: skip
    assert [kinds[query] for query in "aefg"] == [Kind.ANSWERABLE, Kind.OUTSIDE, Kind.ADVERSARIAL, Kind.NEAR]


def test_null_for_an_answer_says_that_nothing_answers(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"answers": None},
        {"answer": None, "document": "a"},
        {"answers": []},
        {"answers": ["a"], "answerable": False},
    ]
    lines = write_lines(tmp_path / "l.jsonl", [{"question": "Who won?", **row} for row in rows])
    kinds = [question.kind for question in read_set(lines).questions]
    assert kinds == [Kind.OUTSIDE, Kind.ADVERSARIAL, Kind.ANSWERABLE, Kind.OUTSIDE]


def test_question_of_which_only_a_wrong_string_is_known_is_not_judged(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {},
        {"answers": ["a"]},
        {"all_of": ["a", "b"]},
        {"document": "a"},
        {"answerable": True},
        {"answerable": False},
        {"answers": None},
    ]
    lines = write_lines(tmp_path / "l.jsonl", [{"question": "Who won?", "wrong": ["b"], **row} for row in rows])
    kinds = [question.kind for question in read_set(lines).questions]
    assert kinds == [Kind.UNJUDGED, *[Kind.ANSWERABLE] * 4, Kind.OUTSIDE, Kind.OUTSIDE]


def test_list_of_the_sample_corpus_is_read_as_it_is() -> None:
    found = read_set(SAMPLE)
    assert (found.name, len(found.questions), found.units) == ("questions", 42, ())
    first = found.questions[0]
    assert (first.answers, first.documents, first.page) == (("87,556",), ("large-scale-general-practice-digest",), "6")
    assert [question.kind for question in found.questions].count(Kind.OUTSIDE) == 8


def test_folder_with_a_list_takes_the_name_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    write_lines(tmp_path / "mine" / "questions.jsonl", [{"question": "Why?", "documents": ["a", "b"]}])
    found = read_set(tmp_path / "mine")
    assert (found.name, found.questions[0].id, found.questions[0].documents) == ("mine", "1", ("a", "b"))


def test_sample_is_the_same_each_time_and_no_larger_than_the_set() -> None:
    found = read_set(SAMPLE)
    assert found.sample(7, 0) == found.sample(7, 0) != found.sample(7, 1)
    assert len(found.sample(7, 0).questions) == 7
    assert found.sample(None, 0) is found.sample(42, 0) is found


def test_questions_alone_in_a_folder_are_a_list(tmp_path: Path) -> None:
    (tmp_path / "desk").mkdir()
    write_lines(tmp_path / "desk" / "queries.jsonl", [{"question": "Why?"}])
    found = read_set(tmp_path / "desk")
    assert (found.name, found.questions[0].text, found.units) == ("desk", "Why?", ())


def test_items_wrong_strings_and_kinds_of_a_question_are_read(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"all_of": ["£60", ["£89.60", "89 pounds"]], "wrong": ["£50"], "kind": "table", "documents": ["a"]},
        {"all_of": ["one", "two", "three"], "need": 3, "answers": []},
        {"all_of": ["one"]},
        {"all_of": [], "answers": ["four"]},
    ]
    lines = write_lines(tmp_path / "l.jsonl", [{"question": "Which?", **row} for row in rows])
    first, second, third, fourth = read_set(lines).questions
    assert (first.all_of, first.need, first.wrong) == ((("£60",), ("£89.60", "89 pounds")), 2, ("£50",))
    assert (first.kind, first.group, first.answers) == (Kind.ANSWERABLE, "table", ())
    assert (second.need, third.need, second.group) == (3, 1, None)
    assert (fourth.all_of, fourth.answers) == ((), ("four",))


def test_near_miss_is_adversarial_and_other_questions_without_an_answer_are_outside(tmp_path: Path) -> None:
    row = {"question": "Who?", "answerable": False, "documents": []}
    lines = write_lines(tmp_path / "l.jsonl", [row | {"near_miss": near} for near in (True, False)])
    assert [question.kind for question in read_set(lines).questions] == [Kind.ADVERSARIAL, Kind.OUTSIDE]


@pytest.mark.parametrize("missing", ["queries.jsonl", "corpus.jsonl", "qrels.tsv"])
def test_missing_part_is_named(tmp_path: Path, missing: str) -> None:
    folder = write_set(tmp_path / "s", with_docs=False)
    (folder / missing).unlink()
    with pytest.raises(InputError, match=f"lacks {missing}"):
        read_set(folder)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b'{"question": "Why?"}\n\n{"question": \n', r"Line 3 of .+ is not JSON"),
        (b"[]", "Line 1 of .+ is not a JSON object"),
        (b"\xff\xfe", "Line 1 of .+ is not JSON"),
        (b"[" * 100_000, "Line 1 of .+ is not JSON"),
        (b'{"answers": ["a"]}', 'Line 1 of .+ has no "question"'),
        (b'{"question": "...?"}', 'Line 1 of .+ has no "question" with words'),
        (b'{"id": 1, "question": "Why?"}\n{"id": "1", "question": "How?"}', 'Line 2 of .+ has the id "1"'),
        (b"\n", "has no questions"),
        (b"", "has no questions"),
        (b'{"question": "Why?", "all_of": "a"}', 'Line 1 of .+ has an "all_of" that is not a list'),
        (b'{"question": "Why?", "all_of": ["a", []]}', 'Line 1 of .+ has an "all_of" that is not a list'),
        (b'{"question": "Why?", "all_of": ["a", 7]}', 'Line 1 of .+ has an "all_of" that is not a list'),
        (b'{"question": "Why?", "all_of": ["a"], "need": 2}', 'Line 1 of .+ has a "need" that is not .+ 1 to 1'),
        (b'{"question": "Why?", "all_of": ["a"], "need": "1"}', 'Line 1 of .+ has a "need"'),
    ],
    ids=range(14),
)
def test_list_that_cannot_be_read_is_refused_with_the_line(tmp_path: Path, lines: bytes, message: str) -> None:
    (tmp_path / "list.jsonl").write_bytes(lines)
    with pytest.raises(InputError, match=message):
        read_set(tmp_path / "list.jsonl")


@pytest.mark.parametrize("content", ["", "a\tb\nq\tu\n", "query-id\tdoc-id\trelevance\nq\tu\thigh\n"])
def test_judgements_that_cannot_be_read_are_refused(tmp_path: Path, content: str) -> None:
    folder = write_set(tmp_path / "s", with_docs=False)
    (folder / "qrels.tsv").write_text(content, encoding="utf-8")
    if content:
        with pytest.raises(InputError, match="needs tab-separated columns"):
            read_set(folder)
    else:
        assert not any(question.relevant for question in read_set(folder).questions)


def test_unit_without_an_id_and_set_that_is_not_there_are_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "s", with_docs=False)
    for unit in ({"text": "x"}, {"id": [], "text": "x"}, {"id": "a"}, {"id": "a", "text": "x", "page": "iv"}):
        write_lines(folder / "corpus.jsonl", [unit])
        with pytest.raises(InputError, match=r"Line 1 of .+ is not a unit"):
            read_set(folder)
    with pytest.raises(InputError, match="There is no set"):
        read_set(tmp_path / "nowhere")


def test_answers_may_be_one_string_or_none_or_anything(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"answers": "a"}, {"answer": ["a", 7]}, {"answers": {"b": 1}}, {"answer": ""}]
    lines = write_lines(tmp_path / "l.jsonl", [{"question": "Who won?", "id": None, **row} for row in rows])
    found = read_set(lines).questions
    assert [question.id for question in found] == ["1", "2", "3", "4"]
    assert [question.answers for question in found] == [("a",), ("a", "7"), ("{'b': 1}",), ()]
