from reportqa.parsing.data.xml_file import parse

LETTERS = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>Letters</title>
<author>Ann Cole</author></titleStmt><publicationStmt><publisher>Lowick Press</publisher><date when="1893"/>
</publicationStmt></fileDesc></teiHeader><text><body><div><head>First letter</head>
<p>There are <choice><sic>37 bedds</sic><corr>37 beds</corr></choice> in the <hi>ward</hi>.<note>As counted.</note>
<del>41</del></p><lg><l>First line</l><l>second line</l></lg><table><head>Beds</head>
<row role="label"><cell>Town</cell><cell>Beds</cell></row><row><cell>Ely</cell><cell>31</cell></row></table>
<list><item>one</item><item>two</item></list><div><head>Below</head><p>Deep.</p></div></div></body></text></TEI>"""


def test_text_is_read_and_what_is_not_text_is_named() -> None:
    builder = parse(LETTERS.encode())
    assert builder.text == (
        "Letters\n\nFirst letter\n\nThere are 37 beds in the ward. [As counted.]\n\nFirst line second line\n\nBeds\n\n"
        "Ely · Beds: 31\n\none\ntwo\n\nBelow\n\nDeep."
    )
    assert [(section.heading, section.level) for section in builder.sections] == [
        ("Letters", 1), ("First letter", 2), ("Below", 3),
    ]  # fmt: skip
    assert [(thing.kind, thing.text) for thing in builder.left_out][:2] == [
        ("uncorrected text", "37 bedds"), ("deleted text", "41"),
    ]  # fmt: skip
    assert builder.csl_item["publisher"] == "Lowick Press"
    assert builder.csl_item["issued"] == {"date-parts": [[1893]]}
