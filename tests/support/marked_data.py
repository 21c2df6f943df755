"""Marked inputs of data, subtitles, mail, archives and RTF."""

import json

from support.hostile import zipped
from support.marked import Marked, marked

JSON = json.dumps(
    {
        "title": "zqtitle",
        "zqkey": {"inner": {"deep": {"deeper": ["zqdeep", {"zqkeyb": "zqdeepest"}]}}},
        "records": [{"name": "zqa", "n": 1, "sub": {"x": "zqsub"}}, {"name": "zqb", "n": None, "zqonlyone": True}],
        "mixed": ["zqone", 2, None, {"a": "zqmixed"}, ["zqinner"]],
        "html": "<p>zqhtml</p><!-- zqhtmlcomment -->",
        "zqlist": [],
        "date": "2016-07-19",
        "id": "zqid",
        "url": "http://example.org/zqurl",
    }
)
JSON_LINES = (
    '{"text": "zqa one", "n": 1}\n{"text": "zqb", "other": "zqother"}\nzqbroken {\n"zqstring"\n{"text": "zqc"}\n'
)
XML = (
    '<?xml version="1.0"?><?pi instruction?><report zqattribute="zqvalue" lang="en"><!-- zqcomment words -->'
    "<title>zqtitle</title><part zqkey='zqkeyvalue'>zqmixed <b>zqbold</b> zqtail</part><![CDATA[zqcdata]]>"
    "<row><a>zqa</a><b>zqb</b></row><row><a>zqc</a><c>zqd</c></row><empty x='zqemptyvalue'/></report>"
)
JATS = (
    '<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta><journal-title-group><journal-title>'
    "zqjournal</journal-title></journal-title-group></journal-meta><article-meta><title-group><article-title>zqtitle"
    "</article-title><subtitle>zqsubtitle</subtitle><trans-title-group><trans-title>zqtranstitle</trans-title>"
    "</trans-title-group></title-group><contrib-group><contrib><name><surname>Zqauthor</surname><given-names>A"
    "</given-names></name><aff>zqaff</aff></contrib></contrib-group><author-notes><fn><p>zqauthornote</p></fn>"
    "</author-notes><permissions><copyright-statement>zqcopyright</copyright-statement><license><license-p>zqlicense"
    "</license-p></license></permissions><abstract><p>zqabstract</p></abstract><trans-abstract><p>zqtransabstract</p>"
    "</trans-abstract><kwd-group><kwd>zqkeyword</kwd></kwd-group><funding-group><funding-statement>zqfunding"
    "</funding-statement></funding-group><custom-meta-group><custom-meta><meta-name>zqmetaname</meta-name><meta-value>"
    "zqmetavalue</meta-value></custom-meta></custom-meta-group></article-meta></front><body><sec><title>zqheading"
    "</title><p>zqtext <xref>1</xref> <named-content>zqnamed</named-content> <inline-formula><alternatives><tex-math>"
    "zqtexmath</tex-math></alternatives></inline-formula> <!-- zqcomment --></p><fig><label>Figure 1</label><caption>"
    "<title>zqfigtitle</title><p>zqfigcaption</p></caption><alt-text>zqalttext words</alt-text><graphic/></fig>"
    "<table-wrap><label>zqtablelabel</label><caption><p>zqtablecaption</p></caption><table><thead><tr><th>zqa</th>"
    "<th>zqb</th></tr></thead><tbody><tr><td>zqc</td><td>zqd</td></tr></tbody></table><table-wrap-foot><fn><p>"
    "zqtablefoot</p></fn></table-wrap-foot></table-wrap><boxed-text><p>zqboxed</p></boxed-text><disp-quote><p>zqquote"
    "</p><attrib>zqattrib</attrib></disp-quote><verse-group><verse-line>zqverse</verse-line></verse-group>"
    "<supplementary-material><caption><p>zqsupplement</p></caption></supplementary-material><def-list><def-item><term>"
    "zqterm</term><def><p>zqdefinition</p></def></def-item></def-list><disp-formula><label>(zqlabel)</label><tex-math>"
    "zqdispmath</tex-math></disp-formula><media><caption><p>zqmedia</p></caption></media><list><list-item><p>zqitem"
    "</p></list-item></list><preformat>zqpreformat</preformat><code>zqcode</code><speech><speaker>zqspeaker</speaker>"
    "<p>zqspeech</p></speech><statement><label>zqstatementlabel</label><p>zqstatement</p></statement></sec></body>"
    "<back><ack><p>zqack</p></ack><app-group><app><title>zqapptitle</title><p>zqapp</p></app></app-group><fn-group>"
    "<fn><p>zqbackfn</p></fn></fn-group><glossary><def-list><def-item><term>zqglossterm</term><def><p>zqglossdef</p>"
    "</def></def-item></def-list></glossary><ref-list><ref><mixed-citation>zqreference</mixed-citation></ref><ref>"
    "<element-citation><article-title>zqelementref</article-title></element-citation></ref></ref-list><notes><p>"
    "zqnotes</p></notes><bio><p>zqbio</p></bio></back><floats-group><fig><caption><p>zqfloat</p></caption></fig>"
    "</floats-group><sub-article><front-stub><title-group><article-title>zqsubtitleb</article-title></title-group>"
    "</front-stub><body><p>zqsubarticle</p></body></sub-article><response><body><p>zqresponse</p></body></response>"
    "</article>"
)
TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>zqtitle</title><author>zqauthor'
    "</author></titleStmt><publicationStmt><publisher>zqpublisher</publisher><availability><p>zqavailability</p>"
    "</availability></publicationStmt><sourceDesc><p>zqsource</p></sourceDesc></fileDesc><profileDesc><abstract><p>"
    "zqabstract</p></abstract></profileDesc></teiHeader><text><front><div><p>zqfront</p></div></front><body><div><head>"
    "zqheading</head><p>zqtext <note>zqnote</note> <del>zqdel</del><add>zqadd</add> <choice><sic>zqsic</sic><corr>"
    "zqcorr</corr></choice> <choice><abbr>zqabbr</abbr><expan>zqexpan</expan></choice> <choice><orig>zqorig</orig><reg>"
    "zqreg</reg></choice> <hi>zqhi</hi> <q>zqq</q> <gap><desc>zqgap</desc></gap> <unclear>zqunclear</unclear> "
    "<supplied>zqsupplied</supplied> <foreign>zqforeign</foreign><!-- zqcomment --></p><fw>zqfw</fw><pb n='zqpage'/>"
    "<list><head>zqlisthead</head><item>zqitem</item><label>zqlabel</label><item>zqitemb</item></list><table><head>"
    "zqtablehead</head><row><cell>zqa</cell><cell>zqb</cell></row><row><cell>zqc</cell><cell>zqd</cell></row></table>"
    "<figure><head>zqfighead</head><figDesc>zqfigdesc</figDesc><graphic url='a.png'/></figure><lg><l>zqline</l></lg>"
    "<sp><speaker>zqspeaker</speaker><p>zqspeech</p><stage>zqstage</stage></sp><quote>zqquote</quote><cit><bibl>zqbibl"
    "</bibl></cit><formula>zqformula</formula><eg>zqeg</eg><floatingText><body><p>zqfloating</p></body></floatingText>"
    "<argument><p>zqargument</p></argument><epigraph><p>zqepigraph</p></epigraph><trailer>zqtrailer</trailer></div>"
    "</body><back><div><listBibl><bibl>zqbackbibl</bibl><biblStruct><analytic><title>zqstruct</title></analytic>"
    "</biblStruct></listBibl></div></back></text></TEI>"
)
VTT = """WEBVTT zqheader

NOTE zqnote

STYLE
::cue { color: zqstyle }

1
00:00:01.000 --> 00:00:02.000
<v zqvoice>zqcue <i>zqitalic</i></v>

00:00:03.000 --> 00:00:04.000 align:start
- zqdash
- zqdashb
"""
SRT = "1\n00:00:01,000 --> 00:00:02,000\n<font color='red'>zqcue</font>\nzqline\n\nzqstray\n"
CSV = 'zqpreamble\n\nzqa,zqb\nzqc,zqd,zqragged\nzqshort\n"zqquoted\nzqnewline",zqe\n\nzqfoot note\n'
TEXT = "zqtitle\n\nzqtext and more words here.\n\x0cPage 2\n\nzqpagetwo\n\n- - -\n\n\u200bzqzero\n"
MAIL = """From: zqsender <a@example.org>
To: zqrecipient <b@example.org>
Cc: zqcopy <c@example.org>
Subject: zqsubject
Date: Tue, 19 Jul 2016 10:00:00 +0100
X-Note: other
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain

zqplain words of the mail
> zqquoted

--a
Content-Type: text/html

<p>zqplain words of the mail</p>
--a--
--m
Content-Type: text/plain; name="zqname.txt"
Content-Disposition: attachment; filename="zqname.txt"

zqattached
--m
Content-Type: application/octet-stream; name="zqbinary.bin"
Content-Disposition: attachment; filename="zqbinary.bin"

abc
--m
Content-Type: message/rfc822

From: a@example.org
Subject: zqinnersubject
To: b@example.org

zqinnertext
--m
Content-Type: text/calendar; name="zqinvite.ics"

BEGIN:VCALENDAR
SUMMARY:calendar
END:VCALENDAR
--m
Content-Type: image/png; name="zqpicture.png"
Content-ID: <x>
Content-Transfer-Encoding: base64

iVBORw0KGgo=
--m
Content-Type: text/enriched

enriched
--m
Content-Type: message/delivery-status

Reporting-MTA: none

--m
Content-Type: application/pgp-signature

signature
--m--
"""
INNER = zipped({"zqdeep.txt": "zqdeeptext"})
ARCHIVE_NAMES = "zqtext.txt zqunread.bin .zqhidden.txt __MACOSX/zqmac.txt zqinner.zip folder/zqfolder.md zqdamaged.pdf"
ARCHIVE_NAMES += " zqempty.txt"
ARCHIVE: dict[str, str | bytes] = {
    "zqtext.txt": "zqcontents", "zqunread.bin": "x", ".zqhidden.txt": "x", "__MACOSX/zqmac.txt": "x",
    "zqinner.zip": INNER, "folder/zqfolder.md": "zqmarkdown", "zqdamaged.pdf": b"%PDF-1.4 broken", "zqempty.txt": "",
}  # fmt: skip
RTF = (
    r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\info{\title zqtitle}{\author zqauthor}{\doccomm comment}}"
    r"{\header\pard zqheader\par}{\footer\pard zqfooter\par}{\headerf\pard zqheaderfirst\par}"
    r"\pard zqtext {\footnote\pard zqfootnote} {\*\annotation\pard zqannotation} {\v zqhidden} {\strike zqstrike}"
    r" {\striked1 zqdouble} {\deleted zqdeleted} {\revised zqrevised} {\field{\*\fldinst HYPERLINK x}{\fldrslt"
    r" zqresult}} {\field{\*\fldinst {FORMTEXT}}{\fldrslt zqform}}\par"
    r"{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv zqalt words}}{\shptxt\pard zqshape\par}}}"
    r"{\object\objemb{\*\objclass x}{\*\objdata 00}{\result\pard zqobject\par}}"
    r"\trowd\cellx2000\cellx4000\intbl zqa\cell zqb\cell\row\pard {\xe zqindex}{\tc zqtc}"
    r"{\pntext zqpntext\tab}zqnumbered\par {\upr{zqansi}{\*\ud{x}}}\par"
    r"{\*\shppict{\pict{\*\picprop{\sp{\sn wzDescription}{\sv zqpicalt words}}}\pngblip 89}}{\nonshppict zqnonshp}"
    r"{\do{\dptxbx{\dptxbxtext\pard zqdrawn\par}}}{\endnhere}\super zqsuper\nosupersub\par zqend\par}"
)


def cases() -> list[Marked]:
    return [
        marked("a.json", JSON), marked("a.jsonl", JSON_LINES), marked("a.xml", XML), marked("a.nxml", JATS),
        marked("a.tei", TEI), marked("a.vtt", VTT), marked("a.srt", SRT), marked("a.csv", CSV), marked("a.txt", TEXT),
        marked("a.eml", MAIL), marked("a.rtf", RTF),
        marked("a.zip", zipped(ARCHIVE), ARCHIVE_NAMES, "zqcontents zqmarkdown zqdeeptext"),
    ]  # fmt: skip
