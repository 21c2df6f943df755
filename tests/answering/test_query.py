import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from reportqa.answering.query import GROUPS, SORTS, Query
from reportqa.errors import InputError
from reportqa.index import Filters
from reportqa.settings import DEFAULT_K, MAX_K
from support.strategies import fast


def from_args(**values: str | list[str]) -> Query:
    return Query.from_args(MultiDict(values))


def test_query_string_has_a_question_and_defaults() -> None:
    assert from_args(q="Why?") == Query("Why?", DEFAULT_K, sort=SORTS[0], group=GROUPS[0])
    assert from_args() == Query("")


def test_query_string_has_options_and_repeated_filters() -> None:
    query = from_args(
        q="Why?",
        k="7",
        explain="1",
        llm="0",
        after=["Who?", " ", "When?"],
        sort="date",
        group="document",
        type=["md", " ", "pdf"],
        document="",
        **{"from": "2016"},
    )
    assert (query.k, query.explain, query.sort, query.group) == (7, True, "date", "document")
    assert (query.after, from_args(q="Why?").after) == (("Who?", "When?"), ())
    assert (query.llm, from_args(q="Why?").llm) == (False, True)
    assert query.filters == Filters(file_types=("md", "pdf"), published_from="2016")


@pytest.mark.parametrize("k", ["0", str(MAX_K + 1), "-1", "1.5", "", "five", "٣", "1" * 10])
def test_k_of_a_query_string_is_a_whole_number_in_range(k: str) -> None:
    with pytest.raises(InputError, match=f"k must be a whole number from 1 to {MAX_K}"):
        from_args(q="Why?", k=k)
    assert from_args(k="1").k == 1
    assert from_args(k=str(MAX_K)).k == MAX_K


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("explain", "explain must be 0 or 1"),
        ("llm", "llm must be 1 or 0"),
        ("sort", "sort must be relevance or date"),
        ("group", "group must be passage or document"),
    ],
)
def test_option_of_a_query_string_has_one_of_its_values(name: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        from_args(q="Why?", **{name: "yes"})


def test_json_has_the_same_fields_and_null_counts_as_left_out() -> None:
    body = {"question": "Why?", "id": 7, "k": 3, "explain": True, "type": "md", "from": 2016, "document": ["a.md"]}
    assert Query.from_json(json.dumps(body)) == Query(
        "Why?", 3, Filters(doc_ids=("a.md",), file_types=("md",), published_from="2016"), 7, explain=True
    )
    assert Query.from_json('{"question": "Why?", "after": "Who?"}') == Query("Why?", after=("Who?",))
    assert Query.from_json('{"question": "Why?", "after": ["Who?", "", "When?"]}').after == ("Who?", "When?")
    assert Query.from_json('{"question": "Why?", "llm": false}') == Query("Why?", llm=False)
    left_out = dict.fromkeys(body, None) | {"question": "Why?"}
    assert Query.from_json(json.dumps(left_out)) == Query.from_json('{"question": "Why?"}') == Query("Why?")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{", "Not valid JSON"),
        ("[" * 100_000, "Not valid JSON"),
        ("[1]", "Send a JSON object"),
        ("{}", '"question" is missing'),
        ('{"question": 1}', '"question" is missing or not a string'),
        ('{"question": "?", "colour": 1}', 'Unknown field "colour"'),
        ('{"question": "?", "id": true}', '"id" must be'),
        ('{"question": "?", "id": 1.5}', '"id" must be'),
        ('{"question": "?", "k": true}', '"k" must be a whole number'),
        ('{"question": "?", "k": "5"}', '"k" must be a whole number'),
        ('{"question": "?", "k": 0}', "k must be a whole number"),
        (f'{{"question": "?", "k": {MAX_K + 1}}}', "k must be a whole number"),
        ('{"question": "?", "explain": 1}', '"explain" must be true or false'),
        ('{"question": "?", "after": 1}', '"after" must be a string or a list of strings'),
        ('{"question": "?", "llm": 0}', '"llm" must be true or false'),
        ('{"question": "?", "from": true}', '"from" must be a date'),
        ('{"question": "?", "to": ["2016"]}', '"to" must be a date'),
        ('{"question": "?", "type": ["md", 1]}', '"type" must be a string or a list of strings'),
        ('{"question": "?", "publisher": {}}', '"publisher" must be a string or a list of strings'),
    ],
)
def test_json_that_is_no_query_is_refused(body: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Query.from_json(body)


def test_lone_surrogates_are_replaced() -> None:
    query = Query.from_json('{"question": "a\\ud800b", "document": "x\\udfffy"}')
    assert (query.question, query.filters.doc_ids) == ("a\ufffdb", ("x\ufffdy",))


@fast
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)))
def test_any_value_of_a_field_is_read_or_refused(value: object) -> None:
    for name in ("question", "id", "k", "explain", "after", "document", "from"):
        try:
            query = Query.from_object({"question": "?", name: value})
        except InputError:
            continue
        assert 1 <= query.k <= MAX_K
        query.question.encode()
