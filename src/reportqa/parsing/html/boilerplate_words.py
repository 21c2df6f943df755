"""Words that mark boilerplate of websites, in class names and headings."""

import re
from collections.abc import Sequence


def _any_of(*patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(pattern for group in patterns for pattern in group), re.IGNORECASE)


BOILERPLATE_NAME = _any_of(
    ("cookies?( (banner|notice|bar|consent|message|policy|popup|wrapper|warning|law))?", "cookie .*"),
    ("(consent|gdpr|ccpa)( .*)?", "(.* )?breadcrumbs?( .*)?", "skip( (link|links|nav|to .*|content))?"),
    ("newsletter( .*)?", "just published", "most (read|viewed|popular)", "back to top"),
    ("(social )?(share|sharing)( (bar|buttons?|links?|tools?|this|page|icons?))?",),
    ("social( (links?|media|icons?|nav|menu|bar|follow))?", "you may( also)? like( .*)?"),
    ("(site|page|global|main) (header|footer|nav|navigation|menu)", "navbar( .*)?", "nav", "navigation"),
    ("(mega|mobile|hamburger|dropdown|primary|secondary|top|side) ?(menu|nav|navigation)", "menu"),
    ("related (articles?|content|links?|posts?|stories|news|items?|pages?|topics?|navigation)",),
    ("read (more|next)( (list|box|articles?))?", "recommended( .*)?", "(sign|log) ?(up|in)( .*)?"),
    (
        "pagination",
        "pager",
        "comment(s|form|respond)?",
        "adverts?( .*)?",
        "((top|side|inline|sticky|mid|bottom|header|footer) )?ads?( (slot|banner|container|wrapper))?",
    ),
    ("popup( .*)?", "print (button|link)", "comments? (area|list|section|wrapper|thread|container)", "disqus.*"),
    ("(top|more|latest|recent) (stories|news|posts|articles)", "suite bar.*", "s4 ribbonrow", "ms social ?notif.*"),
    ("sharedaddy( .*)?", "jp (relatedposts|post flair)", "(article|story|post) (tools|actions)"),
    ("side ?nav( box)?", "mw editsection", "print ?footer", "cat ?links", "site sub", "p lang( btn)?", "navbox( .*)?"),
)
"""Classes and ids of boilerplate, matched whole."""

CONSENT_NAME = re.compile(
    r"\b(?:cookies?|consent|gdpr|ccpa|onetrust|cookiebot|cybot|usercentrics|didomi|truste|iubenda|osano|cmplz|klaro"
    r"|quantcast|qc cmp\d?|tarteaucitron|borlabs|evidon|axeptio|cookieyes)\b"
)
"""Classes, ids and labels of requests for consent to cookies, with the names of programs that show them."""

FOOTER_NAME = _any_of(("(site |page |main |global )?footer( (wrapper|container|content|inner|area))?", "colophon"))
"""Classes and ids of page footers, matched whole; parts of an article may have them too."""

COMMENTS_NAME = re.compile(r"(?:comments?|disqus)\b.*")
"""Classes and ids of comments, each of which is an <article> in some pages."""

COLLAPSED_NAME = re.compile(r"\b(?:accordion|collaps\w+|faqs?|answers?|tabs?|panel|toggle|expand\w*|details)\b")
"""Classes and ids of parts that a click expands."""

VAGUE_NAME = re.compile(
    r"\b(?:nav|navigation|menus?|sidebar|related|promos?|banner|popular|share|sharing|social|footer|header"
    r"|masthead|subscribe|subscription|register|registration|login|signin|signup|newsletter|search|widget"
    r"|teasers?|toolbar|follow|trending|tags|taglist|latest|modal|cta|links|feedback|survey|print)\b"
)
"""Classes and ids of parts that are boilerplate if they hold little but links."""

PROMOTION_NAME = re.compile(
    r"\b(?:newsletters?|sign ?up|subscri\w+|promos?|promotions?|cta|teasers?|trending|recirculation|advert\w*|outbrain"
    r"|taboola|paywall (?:message|notice|prompt))\b"
)
"""Classes and ids of parts that advertise, if trafilatura does not confirm them either."""

BOILERPLATE_HEADING = _any_of(
    ("just published", "most (read|viewed|popular|shared)", "related", "read next", "follow us.*", "top stories"),
    ("(latest|recent|related) (news|posts?|articles?|stories|content|links?|pages?|topics?|resources?)",),
    ("you (may|might) (also )?(like|be interested in).*", "more (from|like) .*", "share( this.*)?"),
    ("recommended( for you| reading)?", "sign(ing)? up.*", "subscribe.*", "newsletters?", "trending.*"),
    ("have you registered.*", "already registered.*", "register now.*", "popular( .*)?", "sign in"),
    ("cookies?( on .*| settings)?", "leave an? .*(reply|comment)", r"comments?( \(?\d+\)?)?"),
    ("(is|was) this page useful.*", "navigation( menu)?", "(main|site) menu"),
)
"""Headings of boilerplate, matched whole."""

TEASER_HEADING = _any_of(
    (r"you (may|might|will|'ll)( also)? (like|love|enjoy|be interested in).*", "(read|watch) (also|next|more)"),
    ("more (from|like|in|on) .*", r"more( \S+){0,3} (stories|articles|news|posts)", "do(n['’]t| not) miss"),
    ("(most (read|viewed|popular)|top|trending|latest)( stories| news| articles| posts| in).*",),
    ("(related|similar|recommended|recent) (articles?|stories|news|posts?|reading)", "recommended for you"),
    (
        r"(voc[eê] )?(tamb[eé]m )?pode gostar.*",
        "(leia|veja|confira) (tamb[eé]m|mais)",
        "(mat[eé]rias|not[ií]cias) relacionadas",
    ),
    (
        "tambi[eé]n te (puede|podr[ií]a) (interesar|gustar)",
        "te (puede|podr[ií]a) (interesar|gustar)",
        "lea (tambi[eé]n|m[aá]s)",
    ),
    ("(art[ií]culos|noticias|artigos|posts|entradas) relacionad[oa]s", "([aà] )?lire aussi", "[aà] lire [eé]galement"),
    ("vous aimerez( peut-[eê]tre)?( aussi)?", "sur le m[eê]me sujet", "articles (similaires|li[eé]s|connexes)"),
    (
        "das k[oö]nnte sie( auch)? interessieren",
        "(mehr|weitere (beitr[aä]ge|artikel)) zum thema",
        "[aä]hnliche (artikel|beitr[aä]ge)",
    ),
    ("weitere (beitr[aä]ge|artikel|nachrichten|meldungen)", "auch interessant", "lesen sie auch", "meistgelesen.*"),
    (
        "leggi anche",
        "potrebbe interessarti( anche)?",
        "articoli correlati",
        "lees ook",
        "gerelateerd(e .*)?",
        "baca juga",
    ),
    (
        "читайте также",
        "смотрите также",
        "похожие (статьи|записи|материалы)",
        "по теме",
        "самое читаемое",
        "(czytaj|zobacz) (też|także|również)",
    ),
    (
        "i̇?lgili haberler",
        "関連記事",
        "相关(阅读|文章|新闻)",
        "相關(文章|新聞)",
        "läs (också|även|mer)",
        "les også",
        "læs også",
    ),
)
"""Headings of teasers of other pages, matched whole; no section of a report has such a heading."""

AUTHOR_NAME = re.compile(r"\b(?:author|contributor|writer)s? (?:bio|box|card|info|profile|details|description|meta)\b")
"""Classes and ids of what an article says about its author."""

APPEAL = re.compile(
    r"\b(?:subscri\w+|join|sign up|donat\w+|support|membership|newsletters?|abonn\w+|spenden|suscr[ií]b\w+|assin\w+)\b",
    re.I,
)
"""Words that ask readers for something."""

CREDIT = re.compile(
    r"\(?(?:additional )?reporting (?:by|from)\b|.{3,80}\bcontributed (?:reporting|to this (?:report|story|article))\b"
    r"|(?:please )?follow .{2,80}\b(?:twitter|facebook|instagram|youtube|whatsapp|telegram|tiktok)\b"
    r"|.*\bfollow (?:him|her|them|us|me|@\w+) on\b"
    r"|(?:get|sign up|subscribe)\b.{0,80}\b(?:newsletters?|inbox)\b"
    r"|(?:like|enjoyed?) (?:this|our) (?:story|article|post)\b"
    r"|.{0,80}\bsubscri(?:be|ption)\b.{0,80}\b(?:magazine|publication|channel|podcast)\b|.*\bletters to the editor\b.*@"
    r"|.{0,80}\b(?:comments|comentários|comentarios|commentaires|kommentare|комментарии)\b"
    r".{0,200}\b(?:moderat|moderad|modéré|moderier|guidelines|approved|aprovad|aprobad|freigeschaltet|модер)"
    r"|(?:write to|reach|e-?mail|contact)\b.{2,80}(?:\S@\S|\btwitter\b)|(?:more|follow)\b.{2,80}(?:: | at )https?://\S+",
    re.I,
)
"""Beginnings of the last lines of an article: agencies' credits, where to follow the author or the site."""

TOOL = re.compile(
    r"(?:leave|post|add|write) a (?:comment|reply)|\d* ?comments?(?: \(?\d+\)?)?|\(?\d+\)? comments"
    r"|(?:order|buy) reprints?|(?:print|save|share|e-?mail)(?: (?:this )?(?:article|page|story|post))?"
    r"|bookmark and share|(?:filed under|posted in|tagged)\b.*|(?:view|see|show) all(?: \(\d+\))?"
    r"|close|back|voltar|zurück|topics:?|tags:?"
    r"|(?:\d+|one|two|five|ten)[ -]min(?:ute)?s?(?: read)?"
    r"|(?:tempo de leitura|reading time|lesezeit|temps de lecture|tiempo de lectura)\b.*"
    r"|(?:(?:published|updated|posted) )?\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago"
    r"|drucken|(?:artikel )?teilen|schlie(?:ß|ss)en|kommentieren|imprimer|partager(?: cet article)?|commenter|fermer"
    r"|imprimir|compartir|compartilhar|comentar|stampa|condividi|распечатать|поделиться|комментировать",
    re.I,
)
"""Labels of what a click does with an article, and how long ago it was published, matched whole."""

SIGN_UP_NAME = re.compile(r"\b(?:newsletters?|sign ?up|subscri\w+|opt ?in|emails?|mailing(?: list)?)\b")
"""Classes and ids of boxes that ask for an address."""

_KINDS = (
    ("cookie notice", r"cookies?|consent|gdpr|ccpa"),
    ("newsletter box", r"newsletters?|subscri\w+|mailing list"),
    ("registration box", r"regist\w+|sign(ed|ing)? ?(up|in)|log ?in|signup|signin"),
    ("related links", r"related|just published|(most|more|recent|latest|popular|recommended|trending)|read next"),
    ("related links", r"you (may|might)( also)?( like| be)?"),
    ("sharing links", r"shar(e|ing)|social|follow|tweet"),
    ("comments", r"comments?|reply|respond"),
    ("advertisement", r"adverts?|ads?|promos?|cta"),
    ("feedback box", r"feedback|survey|page useful"),
    ("menu", r"nav|navbar|navigation|menus?|breadcrumbs?|skip|pagination|pager|tabs?|toolbar|home|back to top"),
    ("notice", r"popup|modal|banner|notice"),
    ("page header", r"header|masthead"),
    ("page footer", r"footer|copyright"),
)
_KIND_PATTERNS = [(kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS]


def part_kind(description: str, otherwise: str) -> str:
    """Return the kind of a part by its names or its heading: "menu", "cookie notice", "related links"."""
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(description)), otherwise)
