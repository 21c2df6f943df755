import pytest
from lxml import etree

from reportqa.parsing.office.charts import chart_table
from reportqa.parsing.xml_tree import Element


def points(*values: str, code: str = "") -> str:
    cells = "".join(f'<pt idx="{at}"><v>{text}</v></pt>' for at, text in enumerate(values) if text)
    return f"<numRef><numCache><formatCode>{code}</formatCode>{cells}</numCache></numRef>"


def chart(series: str, rest: str = "") -> Element:
    title = "<title><tx><rich><p><r><t>Visits</t></r></p></rich></tx></title>"
    return etree.fromstring(
        f"<chartSpace><chart>{title}<plotArea><x>{series}</x>{rest}</plotArea></chart></chartSpace>"
    )


def test_chart_is_a_table_with_a_column_for_each_series() -> None:
    axis = "<valAx><title><p><r><t>Thousands</t></r></p></title></valAx>"
    first = f"<ser><tx>{points('North')}</tx><cat>{points('2016', '2017')}</cat><val>{points('5', '6')}</val></ser>"
    second = f"<ser><tx>{points('South')}</tx><cat>{points('2016', '2017')}</cat><val>{points('', '8')}</val></ser>"
    caption, rows = chart_table(chart(first + second, axis))
    assert caption == "Visits (Thousands)"
    assert rows == [["", "North", "South"], ["2016", "5", ""], ["2017", "6", "8"]]


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ("0%", "0.45", "45%"),
        ("0.0%", "0.125", "12.5%"),
        ("General", "0.30000000000000004", "0.3"),
        ("", "7", "7"),
        ("#,##0", "6480", "6,480"),
        ("mmm yyyy", "43466", "Jan 2019"),
        ("0.0", "n/a", "n/a"),
    ],
)
def test_figures_are_as_the_chart_shows_them(code: str, stored: str, shown: str) -> None:
    series = f"<ser><cat>{points('A')}</cat><val>{points(stored, code=code)}</val></ser>"
    assert chart_table(chart(series))[1][1] == ["A", shown]


def test_categories_of_two_levels_are_joined_and_scattered_points_are_rows() -> None:
    levels = "<multiLvlStrRef><multiLvlStrCache><lvl>{}</lvl><lvl>{}</lvl></multiLvlStrCache></multiLvlStrRef>".format(
        "".join(f'<pt idx="{at}"><v>{text}</v></pt>' for at, text in enumerate(("Q1", "Q2", "Q1"))),
        '<pt idx="0"><v>2016</v></pt><pt idx="2"><v>2017</v></pt>',
    )
    rows = chart_table(chart(f"<ser><cat>{levels}</cat><val>{points('1', '2', '3')}</val></ser>"))[1]
    assert rows[1:] == [["2016 Q1", "1"], ["2016 Q2", "2"], ["2017 Q1", "3"]]
    series = f"<ser><tx>{points('Wait')}</tx><xVal>{points('3')}</xVal><yVal>{points('9')}</yVal></ser>"
    assert chart_table(chart(series))[1] == [["", "Wait"], ["3", "9"]]
    assert chart_table(chart(f"<ser><val>{points('4')}</val></ser>"))[1] == [["", ""], ["1", "4"]]


def test_chart_of_a_newer_kind_is_read_and_an_empty_one_is_none() -> None:
    data = (
        '<chartSpace><chartData><data><strDim><lvl><pt idx="0">Gifts</pt></lvl></strDim><numDim><lvl>'
        '<pt idx="0">12</pt></lvl></numDim></data></chartData>'
        "<chart><series><tx><txData><v>Income</v></txData></tx></series></chart>"
        "</chartSpace>"
    )
    assert chart_table(etree.fromstring(data))[1] == [["", "Income"], ["Gifts", "12"]]
    assert chart_table(chart(""))[1] == []
