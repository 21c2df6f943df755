import pytest
from lxml.html import fragment_fromstring

from reportqa.parsing.html.clutter import has_comments, is_clutter, is_consent_notice, is_list_of_teasers, sign_ups
from reportqa.parsing.html.parser import parse

SENTENCE = "Written consent was obtained from 318 of the 340 patients before the trial began."
REPORT = f"<main><h1>A review</h1>{'<p>A sentence of the review, of some length.</p>' * 8}{{}}</main>"


@pytest.mark.parametrize(
    "name",
    ["consent", "comments", "share", "recommended-actions", "most-popular", "newsletter", "related-content", "menu"],
)
@pytest.mark.parametrize("attribute", ["id", "class"])
def test_section_with_text_is_kept_whatever_its_name(name: str, attribute: str) -> None:
    page = REPORT.format(f"<section {attribute}='{name}'><h2>A heading</h2><p>{SENTENCE}</p></section>")
    builder = parse(page.encode())
    assert f"A heading\n\n{SENTENCE}" in builder.text
    assert builder.left_out == []


def test_short_labels_and_links_are_clutter() -> None:
    assert is_clutter(fragment_fromstring("<div class='share'><a href='#'>Share</a> Print</div>"))
    assert is_clutter(fragment_fromstring(f"<div class='related'><a href='#'>{SENTENCE}</a></div>"))
    assert not is_clutter(fragment_fromstring(f"<div class='share'><p>{SENTENCE}</p></div>"))


def test_newsletter_form_is_clutter() -> None:
    form = f"<div class='newsletter'><p>{SENTENCE}</p><form><label>Email</label></form></div>"
    assert is_clutter(fragment_fromstring(form))


def test_cookie_notice_longer_than_the_page_is_left_out() -> None:
    notice = f"<p>{'By clicking you agree to the storing of cookies on your device. ' * 4}</p>"
    for frame in ("<div id='onetrust-consent-sdk'><div>{}</div></div>", "<div id='cookie-law-info'>{}</div>"):
        builder = parse(
            f"<body>{frame.format(notice)}<h1>Survey</h1><p>Of those asked, 17 per cent smoked.</p>".encode()
        )
        assert builder.text == "Survey\n\nOf those asked, 17 per cent smoked."
        assert [part.kind for part in builder.left_out] == ["cookie notice"]


def test_consent_in_an_article_is_no_cookie_notice() -> None:
    page = fragment_fromstring(f"<main><section id='consent'><h2>Cookies</h2><p>{SENTENCE}</p></section></main>")
    assert not is_consent_notice(page[0])


def test_list_of_comments_is_found_by_its_parts() -> None:
    assert has_comments(fragment_fromstring("<div><ol><li class='comment-body'>No.</li></ol></div>"))
    assert not has_comments(fragment_fromstring("<section><h2>Comments received</h2><p>None.</p></section>"))


def test_teasers_have_linked_headings() -> None:
    teaser = f"<li><h3><a href='#'>A headline</a></h3><p>{SENTENCE}</p></li>"
    assert is_list_of_teasers(fragment_fromstring(f"<div><h2>More</h2><ul>{teaser * 3}</ul></div>"))
    assert not is_list_of_teasers(fragment_fromstring(f"<div><h2>Results</h2><p>{SENTENCE}</p></div>"))


def test_boxes_that_ask_for_an_address_are_sign_ups() -> None:
    box = "<div><div class='newsletter'><h3>The week</h3><p>All news.</p>{}</div></div>"
    field = "<input type='text' placeholder='Email address'>"
    assert [part.get("class") for part in sign_ups(fragment_fromstring(box.format(field)))] == ["newsletter"]
    assert sign_ups(fragment_fromstring(box.format("<input type='text' name='q'>"))) == []
