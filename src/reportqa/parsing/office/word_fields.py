"""Fields of Word files as their results: pandoc drops simple fields and knows few of the others."""

import re
from dataclasses import dataclass, field

from reportqa.parsing.office.word_xml import is_on, run, value
from reportqa.parsing.xml_tree import Element, local_name, take_out, unwrap, whole_number

_CONTENTS_CODE = re.compile(r"\s*TOC\b", re.IGNORECASE)


@dataclass
class _Field:
    code: str = ""
    in_result: bool = False
    code_texts: list[Element] = field(default_factory=list)
    paragraphs: list[Element] = field(default_factory=list)


def flatten_fields(root: Element) -> list[Element]:
    """Replace the fields of a part by their results and the values of form fields.

    Return the paragraphs of tables of contents. A field without an end keeps all its text.
    """
    contents: list[Element] = []
    for simple in list(root.iter("{*}fldSimple")):
        if _CONTENTS_CODE.match(value(simple, "instr")):
            contents += list(simple.iterancestors("{*}p"))[:1]
        unwrap(simple)
    open_fields: list[_Field] = []
    marks: list[Element] = []
    hidden: list[Element] = []
    for node in root.iter("{*}fldChar", "{*}instrText", "{*}t", "{*}p"):
        name = local_name(node)
        if name == "fldChar":
            marks.append(node)
            _follow(node, open_fields, hidden, contents)
        elif name == "instrText":
            marks.append(node)
            if open_fields:
                open_fields[-1].code += node.text or ""
        elif name == "p":
            for each in open_fields:
                each.paragraphs.append(node)
        elif in_code := [each for each in open_fields if not each.in_result]:
            # The result of a field within the code of another is part of that code.
            in_code[0].code_texts.append(node)
    for node in marks + hidden:
        take_out(node)
    return contents


def _follow(mark: Element, open_fields: list[_Field], hidden: list[Element], contents: list[Element]) -> None:
    kind = value(mark, "fldCharType")
    if kind == "begin":
        holder = next(mark.iterancestors("{*}p"), None)
        open_fields.append(_Field(paragraphs=[] if holder is None else [holder]))
        _write_form_value(mark)
    elif kind == "separate" and open_fields:
        open_fields[-1].in_result = True
    elif kind == "end" and open_fields:
        done = open_fields.pop()
        hidden += done.code_texts
        if _CONTENTS_CODE.match(done.code):
            # Other text may follow the end of the field.
            contents += done.paragraphs[:-1] or done.paragraphs


def _write_form_value(mark: Element) -> None:
    """Write the state of a check box and the choice of a list, which have no result of their own."""
    holder = mark.getparent()
    box, choices = mark.find("{*}ffData/{*}checkBox"), mark.find("{*}ffData/{*}ddList")
    text = ""
    if box is not None:
        state = box.find("{*}checked")
        text = "☒" if is_on(state if state is not None else box.find("{*}default")) else "☐"
    elif choices is not None:
        entries = [value(entry) for entry in choices.iterfind("{*}listEntry")]
        chosen = whole_number(value(choices.find("{*}result")) or value(choices.find("{*}default")), 0)
        text = entries[chosen] if chosen < len(entries) else ""
    if text and holder is not None and local_name(holder) == "r":
        holder.addprevious(run(text, holder))
