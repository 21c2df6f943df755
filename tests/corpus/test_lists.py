from reportqa.corpus.corpus import Corpus
from support.answers import QUESTION


def test_documents_and_passages_are_tables_in_a_notebook(corpus: Corpus) -> None:
    assert corpus.documents()._repr_html_().count("<tr>") == 7
    assert corpus.search(QUESTION, k=3)._repr_html_().count("<details>") == 3
    assert repr(corpus.documents()) == "<6 documents>"
    assert repr(corpus.search(QUESTION, k=1)) == "<1 citation>"
