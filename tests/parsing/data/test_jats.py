from lxml import etree

from reportqa.parsing.data.jats import repair
from reportqa.parsing.data.xml_file import parse
from reportqa.parsing.xml_tree import words

ARTICLE = """<!DOCTYPE article PUBLIC "-//NLM//DTD JATS" "JATS.dtd"><article><front>
<journal-meta><journal-title>Journal of Care</journal-title></journal-meta><article-meta>
<title-group><article-title>Home visits</article-title><subtitle>A trial</subtitle></title-group>
<contrib-group><contrib><name><surname>Cole</surname><given-names>Ann</given-names></name><email>a@b.c</email></contrib>
<aff>Lowick</aff></contrib-group><pub-date><year>2019</year></pub-date>
<abstract><p>Falls fell.</p></abstract></article-meta></front>
<body><sec><label>1</label><title>Results</title>
<p>Falls fell<xref ref-type="fn">a</xref> by 37<sup><xref ref-type="bibr">1</xref>,<xref ref-type="bibr">2</xref></sup>
in <inline-formula><tex-math>$x^2$</tex-math></inline-formula>.</p>
<fig><label>Figure 1.</label><caption><title>Falls</title><p>By year.</p></caption></fig>
<table-wrap><label>Table 1.</label><caption><title>Beds</title></caption><table><thead><tr><th>Town</th><th>Beds</th>
</tr></thead><tbody><tr><td>Ely</td><td>31</td></tr></tbody></table></table-wrap></sec></body>
<back><fn-group><fn><p>A note.</p></fn></fn-group><ref-list><title>References</title>
<ref><label>1</label><mixed-citation><string-name>Rosen R</string-name> (<year>2016</year>), <source>BMJ</source>.
</mixed-citation></ref><ref><element-citation><person-group><name><surname>Curry</surname><given-names>N</given-names></name>
</person-group><year>2012</year><source>BMJ</source></element-citation></ref></ref-list></back></article>"""


def test_article_is_read_with_labels_notes_and_references() -> None:
    builder = parse(ARTICLE.encode())
    assert builder.text.split("\n\n") == [
        "Home visits: A trial",
        "Ann Cole",
        "2019",
        "Falls fell.",
        "1 Results",
        "Falls fell[a] by 37[1,2] in x^2.",
        "Figure 1. Falls By year.",
        "Table 1. Beds",
        "Ely · Beds: 31",
        "A note.",
        "References",
        "1 Rosen R (2016), BMJ.",
        "Curry N. 2012. BMJ",
    ]
    assert builder.csl_item["author"] == [{"literal": "Ann Cole"}]
    assert [thing.text for thing in builder.left_out] == ["Journal of Care", "Lowick", "email: a@b.c"]


def test_metadata_that_is_not_text_is_returned() -> None:
    root = etree.fromstring("<article><front><aff>A <b>B</b></aff></front><body/></article>")
    assert list(repair(root)) == ["A B"]
    assert words(root) == "A B"


def test_table_whose_rows_are_in_no_groups_is_a_table() -> None:
    table = "<table><tr><th>Town</th><th>Beds</th></tr><tr><td>Ely</td><td>31</td></tr></table>"
    grouped = "<thead><tr><th>Town</th><th>Beds</th>\n</tr></thead><tbody><tr><td>Ely</td><td>31</td></tr></tbody>"
    assert grouped in ARTICLE
    bare = ARTICLE.replace(f"<table>{grouped}</table>", table)
    assert parse(bare.encode()).text == parse(ARTICLE.encode()).text
