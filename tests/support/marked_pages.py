"""Marked web pages and PDF files."""

import io

from pypdf import PdfWriter

from support.drawn_pdf import draw_text, drawn_pdf
from support.hostile import CATALOG, FONT, ONE_PAGE, page, pdf, stream
from support.marked import Marked, marked

PROSE = "<p>The service has six hundred staff in five towns, and most of them were there before the year began.</p>" * 3
WEB = (
    "<style>.gone{display:none}</style><p class='gone'>zqstylesheet</p><p style='display:none'>zqinline</p><p hidden>"
    "zqhidden</p><noscript><p>zqnoscript</p></noscript><template><p>zqtemplate</p></template><div><template"
    " shadowrootmode='open'><p>zqshadow</p></template></div><iframe srcdoc='<p>zqsrcdoc</p>'></iframe><svg><text>"
    "zqsvg</text></svg><canvas>zqcanvas</canvas><video><p>zqvideo</p></video><object><p>zqobject</p></object>"
    "<p><del>zqdel</del> <ins>zqins</ins> <s>zqs</s> <q>zqq</q> <ruby>zqbase<rt>zqrt</rt></ruby> <abbr>"
    "zqabbr</abbr> <mark>zqmark</mark> <bdo dir='rtl'>zqbdo</bdo> <data value='5'>zqdata</data></p>",
    "<form><label>zqlabel <input value='zqvalue'></label><textarea>zqtextarea</textarea><select><option>"
    "zqoption</option>"
    "<option selected>zqselected</option></select><input type='checkbox' checked> zqcheck"
    "<input type='hidden' value='x'><fieldset><legend>zqlegend</legend><output>zqoutput</output></fieldset>"
    "<meter>zqmeter"
    "</meter></form>",
    "<details><summary>zqsummary</summary><p>zqdetails</p></details><dialog open><p>zqdialog</p></dialog><dl><dt>"
    "zqterm</dt>"
    "<dd>zqdefinition</dd></dl><figure><img src='a.png'><figcaption>"
    "zqfigcaption</figcaption></figure><table><caption>zqcaption</caption><tr><th>zqa</th><th>zqb</th></tr><tr>"
    "<td>zqc</td>"
    "<td>zqd</td></tr><tfoot><tr><td>zqfoot</td><td>1</td></tr></tfoot></table><math><mi>zqmath</mi></math><pre>"
    "zqpre</pre>"
    "<blockquote>zqquote</blockquote><address>zqaddress</address><menu><li>zqmenu</li></menu><custom-element> zqcustom "
    "</custom-element><slot> zqslot </slot><center> zqcenter </center><marquee> zqmarquee </marquee>"
    "<font> zqfont </font>",
    "<nav><a href='#'>zqnav</a></nav><aside><p>zqaside</p></aside><footer><p>zqfooter</p></footer><header><p>"
    "zqheader</p>"
    "</header><div role='alert'>zqalert</div><div class='cookie-banner'>zqcookie</div><div aria-hidden='true'>"
    "zqaria</div>"
    "<span class='sr-only'>zqreader</span><p style='text-indent:-9999px'>zqindent</p><p style='font-size:0'>zqsize</p>"
    "<p style='color:#fff;background:#fff'>zqwhite</p><p style='visibility:hidden'>zqinvisible</p><p style='opacity:0'>"
    "zqopacity</p><p style='position:absolute;left:-9999px'>zqleft</p>",
    "<p><abbr title='zqtitle'>A</abbr> <a href='/x' title='zqlink'>b</a> <span aria-label='zqspoken'>c</span></p>"
    "<figure><img src='a.png' alt='Chart of zqalt in 2021' title='zqpicture'><figcaption>Figure</figcaption></figure>"
    "<table summary='zqsummary'><tr><td title='zqcell'>1</td><td><i aria-label='zqsign'></i></td></tr></table><div"
    " role='img' aria-label='zqdrawing'></div><p><input placeholder='zqhint'><textarea placeholder='zqarea'></textarea>"
    "<input type='image' alt='zqsubmit'></p><details title='zqdetail'><summary>d</summary></details>"
    "<map><area alt='zqmap'></map>",
)
WEB_NAMES = ("seen", "form", "parts", "around", "attributes")

_OFF = b"/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] >> >> >>"


def _layers() -> bytes:
    text = "/OC /L BDC {} EMC".format(draw_text("zqlayer", y=300))
    content = stream(f"{draw_text('zqseen words', y=350)} {text}".encode())
    properties = page(b"/Properties << /L 7 0 R >>")
    return pdf(
        CATALOG.replace(b">>", _OFF), ONE_PAGE, properties, FONT, content, b"null", b"<< /Type /OCG /Name (Draft) >>"
    )


HIDDEN = (
    draw_text("zqseen words of a page", y=700), "3 Tr", draw_text("zqinvisible", y=680), "0 Tr 1 g",
    draw_text("zqwhite", y=660), "0 g", draw_text("covered", y=640), "40 630 300 20 re f",
    "q 300 100 50 50 re W n", draw_text("zqclipped", y=620), "Q", draw_text("zqoutside", x=700, y=600),
    draw_text("zqbelow", y=-50), draw_text("zqupside", y=500, matrix="-1 0 0 -1", x=300),
    draw_text("zqupright", y=400, matrix="0 1 -1 0", x=550), draw_text("zqtiny", y=300, size=0.1),
    draw_text("zqstruck", y=280), "0.5 w 48 283.5 m 110 283.5 l S",
)  # fmt: skip


def _annotated() -> bytes:
    kinds = (
        b"/Subtype /FreeText /Contents (zqfreetext)", b"/Subtype /Text /Contents (zqnote) /T (zqreviewer)",
        b"/Subtype /Highlight /Contents (zqhighlight)", b"/Subtype /Stamp /Contents (zqstamp)",
        b"/Subtype /Widget /FT /Tx /T (a) /V (zqvalue)", b"/Subtype /Widget /FT /Tx /T (b) /V (zqhiddenvalue) /F 2",
        b"/Subtype /Widget /FT /Ch /T (c) /Opt [(zqchosen) (no)] /V (zqchosen)",
        b"/Subtype /FileAttachment /FS << /Type /Filespec /F (zqfile.txt) /UF (zqfile.txt) >>",
        b"/Subtype /Link /A << /S /URI /URI (http://example.org) >> /Contents (zqlinked)",
        b"/Subtype /Widget /FT /Btn /T (d) /V /Yes /AS /Yes /TU (zqbuttonname)",
        b"/Subtype /StrikeOut /Contents (zqstrikenote) /QuadPoints [50 310 120 310 50 295 120 295]",
        b"/Subtype /Ink /Contents (zqink)", b"/Subtype /Movie /Contents (zqmovie)",
        b"/Subtype /Caret /Contents (zqcaret)",
        b"/Subtype /Square /Contents (zqsquare) /Subj (zqsubject)",
    )  # fmt: skip
    references = b" ".join(b"%d 0 R" % number for number in range(6, 6 + len(kinds)))
    catalog = CATALOG.replace(b">>", b"/AcroForm << /Fields [%s] >> >>" % references)
    made = page().replace(b"/Contents", b"/Annots [%s] /Contents" % references)
    boxes = (b"<< /Type /Annot /P 3 0 R /Rect [150 %d 300 %d] %s >>" % (20 * at, 20 * at + 15, kind)
             for at, kind in enumerate(kinds))  # fmt: skip
    return pdf(catalog, ONE_PAGE, made, FONT, stream(b"BT /F 12 Tf 50 300 Td (zqseen words) Tj ET"), *boxes)


ANNOTATED = "zqfreetext zqnote zqhighlight zqstamp zqvalue zqhiddenvalue zqchosen zqfile zqseen"
ANNOTATED += " zqbuttonname zqstrikenote zqink zqmovie zqcaret zqsquare zqlinked"


def _attached() -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn_pdf(draw_text("zqseen words of a page"))))
    writer.add_attachment("zqannex.txt", b"zqannextext in it")
    writer.add_outline_item(title="zqbookmark", page_number=0)
    writer.add_metadata({"/Title": "zqtitle", "/Author": "zqauthor"})
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def cases() -> list[Marked]:
    pages = [
        marked(f"{name}.html", f"<html><body><main><h1>Staff</h1>{PROSE}{part}{PROSE}</main></body></html>", part)
        for name, part in zip(WEB_NAMES, WEB, strict=True)
    ]
    crop = page(b"").replace(b"/MediaBox", b"/CropBox [0 200 400 400] /MediaBox")
    content = stream(f"{draw_text('zqseen words', y=300)} {draw_text('zqcropped', y=100)}".encode())
    return [
        *pages,
        marked("layers.pdf", _layers(), "zqlayer zqseen"),
        marked("hidden.pdf", drawn_pdf(*HIDDEN), *HIDDEN),
        marked("cropped.pdf", pdf(CATALOG, ONE_PAGE, crop, FONT, content), "zqseen zqcropped"),
        marked("annotated.pdf", _annotated(), ANNOTATED),
        marked("attached.pdf", _attached(), "zqannex zqannextext zqbookmark zqseen zqtitle zqauthor"),
    ]
