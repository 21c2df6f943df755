"""Articles in JATS: repairs of what pandoc loses (labels, notes, references, authors without a type) or misplaces."""

from collections.abc import Iterator

from lxml import etree

from reportqa.parsing.xml_tree import Element, add_text, all_text, local_name, take_out, words

_LABELLED = ("sec", "fig", "table-wrap", "boxed-text", "supplementary-material", "statement", "app", "disp-formula")
_NAMED = (
    "journal-title", "publisher-name", "article-id", "aff", "kwd-group", "funding-group", "permissions", "author-notes",
    "subj-group", "history", "related-article",
)  # fmt: skip


def repair(root: Element) -> Iterator[str]:
    """Change an article so that pandoc reads all of it; yield the metadata that is not text."""
    for name in _NAMED:
        for node in root.findall(f"front//{{*}}{name}"):
            if (text := words(node)) and not any(local_name(one) in _NAMED for one in node.iterancestors()):
                yield text
    for contributor in root.iter("{*}contrib"):
        if contributor.get("contrib-type") is None:
            contributor.set("contrib-type", "author")
        for address in list(contributor.iter("{*}email", "{*}xref")):
            # pandoc would join it to the name.
            take_out(address)
    for group in root.iter("{*}title-group"):
        _join_subtitle(group)
    for table in list(root.iter("{*}table")):
        _group_rows(table)
    for math in root.iter("{*}tex-math"):
        math.text = (math.text or "").strip().strip("$").strip()
    for source in root.iter("{*}attrib"):
        # pandoc would write it twice.
        source.tag = "p"
    for mark in list(root.iter("{*}xref")):
        _bracket(mark)
    for name in _LABELLED:
        for node in list(root.iter(f"{{*}}{name}")):
            _write_label(node)
    for notes in list(root.iter("{*}fn-group")):
        notes.tag = "sec"
        for note in notes.iter("{*}fn"):
            note.tag = "sec"
    for references in list(root.iter("{*}ref-list")):
        _write_references(references)


def _group_rows(table: Element) -> None:
    """Put the rows of a table without groups into a head and a body: pandoc does not read them otherwise."""
    rows = table.findall("{*}tr")
    if not rows:
        return
    space = str(table.tag).removesuffix("table")
    is_head = [all(local_name(cell) == "th" for cell in row) for row in rows]
    heads = next((at for at, head in enumerate(is_head) if not head), len(rows) - 1)
    place = table.index(rows[0])
    groups = [(name, part) for name, part in (("thead", rows[:heads]), ("tbody", rows[heads:])) if part]
    for number, (name, part) in enumerate(groups):
        group = table.makeelement(f"{space}{name}")
        group.extend(part)
        table.insert(place + number, group)


def _bracket(mark: Element) -> None:
    """Write the mark of a note in brackets, not as a superscript that looks like a part of a figure."""
    parent = mark.getparent()
    is_raised = parent is not None and local_name(parent) == "sup"
    if mark.get("ref-type") in {"fn", "table-fn", "bibr"} and (is_raised or mark.get("ref-type") != "bibr"):
        raised = mark if parent is None or not is_raised else parent
        for sup in mark.findall("{*}sup"):
            sup.tag = "italic"
        text = words(raised)
        if is_raised:
            raised.tag = "italic"
        if not text.startswith(("[", "(")) and (mark is raised or mark is raised[0]):
            raised.text = f"[{raised.text or ''}"
            add_text(raised, "]")


def _join_subtitle(group: Element) -> None:
    title, subtitle = group.find("{*}article-title"), group.find("{*}subtitle")
    if title is not None and subtitle is not None:
        add_text(title, f": {words(subtitle)}")
        group.remove(subtitle)


def _write_label(node: Element) -> None:
    """Write the label of an element before its title or caption, which is no heading but in sections."""
    label = node.find("{*}label")
    number = words(label)
    is_section = local_name(node) in {"sec", "app"}
    holder = node if is_section else node.find("{*}caption")
    title = None if holder is None else holder.find("{*}title")
    if title is None and holder is not None and not is_section:
        title = holder.find("{*}p")
    if title is None:
        if number and label is not None:
            label.tag = "title" if is_section else "p"
        return
    title.text = f"{number} {title.text or ''}" if number else title.text
    if not is_section:
        title.tag = "p"
    if label is not None:
        node.remove(label)


def _write_references(references: Element) -> None:
    """Write a list of references as a section with a paragraph for each."""
    references.tag = "sec"
    for reference in references.findall("{*}ref"):
        paragraph = etree.SubElement(references, "p")
        paragraph.text = " ".join(filter(None, (_reference_part(part) for part in reference)))
        references.replace(reference, paragraph)


def _reference_part(part: Element) -> str:
    if local_name(part) == "label" and len(words(part)) > 4:
        # A key that is not printed.
        return ""
    if local_name(part) != "element-citation":
        return " ".join(all_text(part).split())
    return ". ".join(filter(None, (_field(field) for field in part)))


def _field(field: Element) -> str:
    names = [words(name) for name in field.iter("{*}name", "{*}collab", "{*}string-name")]
    return ", ".join(names) or words(field)
