import pytest

from reportqa.parsing.html.declarations import read_declarations


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("DISPLAY: None", {"display": "none"}),
        ("text-decoration: red line-through", {"text-decoration": "line-through"}),
        ("clip: rect(1px, 1px, 1px, 1px)", {"clip": "rect(0)"}),
        ("opacity: .00", {"opacity": "0"}),
        ("opacity: 5%", {"opacity": "1"}),
        ("font-size: 0.0em", {"font-size": "0"}),
        ("font-size: 90%", {"font-size": "relative"}),
        ("font-size: clamp(0px, 2vw, 9px)", {"font-size": "set"}),
        ("font: bold 0px/1 serif", {"font-size": "0"}),
        ("font: inherit", {"font-size": "set"}),
        ("background: #FFF", {"background": "#fff", "image": "no"}),
        ("background: #fff url(a.png)", {"background": "#fff", "image": "yes"}),
        ("background: none", {"background": "none", "image": "no"}),
        ("background-image: linear-gradient(red, blue)", {"image": "yes"}),
        ("background-color: rgb(0 0 0)", {"background": "rgb(0 0 0)"}),
        ("margin: 0 auto", {}),
        ("margin-top: -20px", {"moved": "yes"}),
        ("position: relative", {}),
        ("transform: rotate(9deg)", {"moved": "yes"}),
        ("transition: opacity 1s", {"motion": "yes"}),
        ("text-shadow: 0 0 2px red", {"effect": "yes"}),
        ("width: 0; height: 0", {}),
        ("display: none; display: block", {"display": "block"}),
    ],
)
def test_properties_have_few_values(block: str, values: dict[str, str]) -> None:
    assert {name: value for name, (value, _) in read_declarations(block).items()} == values


def test_importance_is_kept() -> None:
    assert read_declarations("color: red !important") == {"color": ("red", True)}


@pytest.mark.parametrize("block", ["", "}}", "color", ":;:", "font:", "background:", "margin:"])
def test_damaged_blocks_are_read(block: str) -> None:
    assert isinstance(read_declarations(block), dict)
