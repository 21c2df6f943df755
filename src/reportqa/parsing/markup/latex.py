r"""LaTeX files through pandoc; commands that it does not know, such as "\finding{…}", keep their text.

pandoc says which commands it skips. Those with text are defined as their arguments, and the file is read again.
"""

import re
from collections import defaultdict

from reportqa.errors import ParseError
from reportqa.parsing.builder import DocumentBuilder
from reportqa.parsing.decoding import decode
from reportqa.parsing.markup.pandoc import PRINTED_FRONT, convert, load_tree, pandoc_warnings, write_tree
from reportqa.parsing.markup.source_parts import SourceParts

_EMPTY_FOOT = re.compile(r"(?:\\(?:bottomrule|hline|noalign\{\})\s*)+\\end(?:last)?foot\b")
"""Empty foot of a longtable, after which pandoc loses the first cell."""
_WRAPPED = re.compile(r"\\(begin|end)\{(?:wrap|SC|margin|sideways|floating)figure\*?\}(?:\[[^\]]*\]|\{[^{}]*\})*")
"""Environments of figures that pandoc skips with all that is in them."""
_SOURCES = re.compile(r"\\begin\{(thebibliography)\}\s*\{[^{}]*\}")
_SOURCE = re.compile(r"\\bibitem\s*(?:\[((?:[^\[\]{}]|\{[^{}]*\})*)\])?\s*\{([^{}]*)\}")
_DATA = re.compile(r"\\begin\{(?:filecontents\*?)\}.*?\\end\{filecontents\*?\}", re.DOTALL)
_DOTLESS = re.compile(r"\\([`'^\"~=.uvH])\s*(?:\{\s*\\([ij])\s*\}|\\([ij])(?![a-zA-Z]) ?)")
"""An accent on a letter without a dot, which has the dot's place: "í" and not "ı" with an accent."""
_GROUPED = r"\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}"
_PARTS = {
    "comment": re.compile(
        r"(?<!\\)(?:\\\\)*%((?:[^\n]*\n[ \t]*%)*[^\n]*)|\\begin\{comment\}(.*?)\\end\{comment\}|\\iffalse\b(.*?)\\fi\b",
        re.DOTALL,
    ),
    "embedded file": _DATA,
    "drawing": re.compile(
        r"\\begin\{(?P<name>tikzpicture|pgfpicture|pspicture|picture|axis|forest)\}.*?\\end\{(?P=name)\}", re.DOTALL
    ),
    "index entry": re.compile(r"\\(?:index|glossary)" + _GROUPED),
    "hidden text": re.compile(r"\\[vh]?phantom" + _GROUPED),
    "file that is not read": re.compile(
        r"\\(?:includepdf|bibliography|addbibresource|lstinputlisting|verbatiminput|import)(?:\[[^\]]*\])?\{([^{}]*)\}"
    ),
    "option of a command": re.compile(r"\\begin\{[\w*]+\}\[((?:[^\[\]{}=]|\{[^{}]*\}){4,})\]"),
    "text after the end": re.compile(r"\\end\{document\}(.*)", re.DOTALL),
}
_BOX_TITLE = re.compile(
    r"(\\begin\{[\w*]+\})\[(?:[^\[\]{}]|\{[^{}]*\})*?\btitle\s*=\s*(?:\{([^{}]*)\}|([^,\[\]{}]+))[^\[\]]*\]"
)
_SKIPPED = re.compile(r"^\[INFO\] Skipped '(?P<name>\\[A-Za-z@]+)\*?(?P<rest>.*?)' at ", re.DOTALL | re.MULTILINE)
_GROUP = re.compile(r"\s*(\[(?:[^\[\]{}]|\{[^{}]*\})*\]|\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\})")
_CHARACTERS = {
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "ng": "ŋ", "NG": "Ŋ", "dj": "đ", "DJ": "Đ", "textpm": "±",
    "texttrademark": "™", "texteuro": "€", "textperiodcentered": "·", "ohm": "Ω", "textohm": "Ω", "degree": "°",
    "celsius": "°C", "textcelsius": "°C", "texttimes": "×", "textdiv": "÷", "textonequarter": "¼",
    "textthreequarters": "¾", "textperthousand": "‰", "textnumero": "№", "textminus": "−", "textquotesingle": "'",
    "textasciiacute": "´", "textcent": "¢", "textyen": "¥", "textlnot": "¬", "textordfeminine": "ª",
    "textordmasculine": "º", "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³",
}  # fmt: skip
_DEFINITIONS = {
    **dict.fromkeys(("textcommabelow", "cb"), "[1]{#1\u0326}"),
    **dict.fromkeys(("EUR", "eurosym"), "[1]{€#1}"),
    **dict.fromkeys(("say", "quoted"), "[1]{“#1”}"),
    "tnote": "[1]{[#1]}",
    **dict.fromkeys(("marginpar", "marginnote", "sidenote", "footnotetext"), "[2][]{\\footnote{#2}}"),
    **dict.fromkeys(("scalebox", "rotatebox", "raisebox"), "[2]{#2}"),
    "resizebox": "[3]{#3}", "SIrange": "[4][]{#2 to #3 #4}", "numrange": "[3][]{#2 to #3}",
}  # fmt: skip
_LAYOUT = re.compile(
    r"(?:[vh]space|[vh]skip|kern|label|(?:[a-zA-Z]*ref)|index|glossary|[a-zA-Z]*cite[a-zA-Z]*|[vh]?phantom|hypersetup"
    r"|(?:set|Set|renew|new|provide|declare|Declare|define|use|Use|require|Require|page|this|bibliography|add|Add|color"
    r"|font|fancy|graphics|input|include|let|global|tikz|pgf|lst|AtBegin|AtEnd|if|numberwithin|math|hyphenation|line"
    r"|break|newline|vfill|hfill|no|clear|float|captionsetup|geometry|make(?:title|at|index|gloss)|print|appendix|sisetup|allow|raggedright"
    r"|raggedleft|center|small|large|tiny|huge|selectlanguage|group|protect|expandafter|text(?:width|height)|column"
    r"|baseline|par[a-z]+|arraystretch|cmidrule|rule|thispage|enlarge|need|afterpage|the[a-z]+)[a-zA-Z@]*)"
)
"""Commands whose arguments are never text."""
_PROSE = re.compile(r"\{[^{}]*[^\W\d_]{3,}\s+[^\W\d_]{3,}")
"""An argument that reads like text, even of a command that is named like one for the layout."""
_UNPRINTED = frozenset({"todo", "fixme", "missingfigure"})
"""Commands whose arguments are drafts, not text of the report."""
_NO_TEXT = re.compile(
    r"[-+]?\d*\.?\d*\s*(?:cm|mm|pt|in|em|ex|bp|sp|\\\w+)|[\w -]+=.*|[a-z]{2,6}:[\w:.-]+|\W*"
    r"|\S+\.(?:png|jpe?g|pdf|eps|tex|svg)|black|white|red|green|blue|cyan|magenta|yellow|gray|grey|orange|brown|purple|pink|lightgray|darkgray",
    re.DOTALL,
)
"""Arguments that are no text: lengths, options, labels, files, marks and colours."""
_MAX_DEPTH = 3
"""Maximum depth of commands in arguments of commands."""
_MAX_NAMED = 50


def parse(data: bytes) -> DocumentBuilder:
    """Read a LaTeX file in any encoding.

    :raises ParseError: when it is empty or not text.
    """
    whole = decode(data).replace("\r\n", "\n")
    source = _BOX_TITLE.sub(lambda box: f"{box[1]}\\textbf{{{box[2] or box[3]}}}\\par ", whole)
    source = _DOTLESS.sub(lambda found: f"\\{found[1]}{{{found[2] or found[3]}}}", source)
    source = _SOURCE.sub(lambda entry: f"\n\n[{entry[1] or entry[2]}] ", _SOURCES.sub(r"\\begin{\1}", source))
    source = _WRAPPED.sub(r"\\\1{figure}", _EMPTY_FOOT.sub("", _DATA.sub("", source)))
    printed, said = convert(source, "latex", "json")
    definitions: dict[str, str] = {}
    for _ in range(_MAX_DEPTH):
        # A command in an argument of another is found when that one is defined.
        uses = _uses(said)
        new = {name: body for name, rests in uses.items() if name not in definitions and (body := _body(name, rests))}
        if not new:
            break
        definitions |= new
        for name in new:
            source = source.replace(f"\\{name}*", f"\\{name}")
        defined = "".join(f"\\newcommand{{\\{name}}}{body}\n" for name, body in definitions.items())
        try:
            printed, said = convert(f"{defined}{source}", "latex", "json")
        except ParseError:
            # A definition does not fit all uses of its command.
            break
    builder = DocumentBuilder()
    builder.warnings += pandoc_warnings(said)
    write_tree(load_tree(printed), builder, PRINTED_FRONT)
    for name, rests in list(_uses(said).items())[:_MAX_NAMED]:
        if not _LAYOUT.fullmatch(name) or _PROSE.search(rests[0]):
            builder.leave_out("unknown command", f"\\{name}{rests[0]}")
    SourceParts(whole, _PARTS, frozenset({"comment"})).write(builder)
    return builder


def _uses(said: str) -> dict[str, list[str]]:
    """Return what follows each command that pandoc skips, by name."""
    uses: dict[str, list[str]] = defaultdict(list)
    for match in _SKIPPED.finditer(said):
        name = match["name"].removeprefix("\\")
        if name not in {"begin", "end"}:
            uses[name].append(match["rest"].strip())
    return uses


def _body(name: str, rests: list[str]) -> str:
    """Return the definition of a command: a character, or its arguments that are text; empty if none is."""
    if name in _CHARACTERS:
        return f"{{{_CHARACTERS[name]}}}"
    if name in _DEFINITIONS or name in _UNPRINTED or _LAYOUT.fullmatch(name):
        return _DEFINITIONS.get(name, "")
    groups = [[group[1] for group in _GROUP.finditer(rest)] for rest in rests]
    has_option = any(one and one[0].startswith("[") for one in groups)
    arguments = [[group[1:-1].strip() for group in one if group.startswith("{")] for one in groups]
    count = min(max(map(len, arguments), default=0), 9 - has_option)
    shown = [at for at in range(count) if any(len(one) > at and not _NO_TEXT.fullmatch(one[at]) for one in arguments)]
    if not shown:
        return ""
    option = f"[{count + 1}][]" if has_option else f"[{count}]"
    return f"{option}{{{' '.join(f'#{at + 1 + has_option}' for at in shown)}}}"
