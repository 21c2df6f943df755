"""Lines for the text that was added to a PDF page, placed among the lines of the page."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportqa.parsing.pdf.annotations import BUTTON, TYPED, Annotation
from reportqa.parsing.pdf.handles import Box
from reportqa.parsing.pdf.lines import Line
from reportqa.parsing.pdf.rotation import Frame
from reportqa.parsing.pdf.words import Separated, Word, no_rules

_LABEL_GAP = 160.0
"""Maximum distance of a field from the label to its left, in points."""
_TICK_GAP = 40.0
"""Maximum distance of a box to tick from the label to its right."""
_OVERLAP = 3.0
_USUAL_SIZE = 11.0


def with_typed(
    lines: Sequence[Line], added: Iterable[Annotation], frame: Frame, separated: Separated = no_rules
) -> list[Line]:
    """Return the lines of a page with the text that was added to it.

    The value of a field continues the line of its label; other text has lines of its own, below the lines above it.
    """
    placed = list(lines)
    boxed = [(annotation, frame.turn(annotation.box)) for annotation in added if annotation.is_text]
    for annotation, box in sorted(boxed, key=lambda pair: (-round(pair[1][3]), pair[1][0])):
        label = None if annotation.kind == TYPED else _label(placed, box, annotation.kind == BUTTON, separated)
        if label is not None:
            placed[label] = _joined(placed[label], _words(annotation.text, box), box)
        else:
            at = _place(placed, box)
            placed[at:at] = _lines(annotation, box, _size(placed, box))
    return placed


def _label(lines: Sequence[Line], box: Box, is_button: bool, separated: Separated) -> int | None:
    """Return the number of the line that is the label of a field: beside it, and on its baseline."""
    left, bottom, right, top = box
    best: tuple[float, int] | None = None
    for number, line in enumerate(lines):
        if line.turned or not bottom - _OVERLAP <= line.middle <= top + _OVERLAP:
            continue
        gap, reach, ends = left - line.right, _LABEL_GAP, (line.left, left)
        if is_button and line.left >= right - _OVERLAP:
            gap, reach, ends = line.left - right, _TICK_GAP, (left, line.left)
        is_near = -_OVERLAP <= gap <= reach and not separated(*ends, line.middle)
        if is_near and (best is None or gap < best[0]):
            best = gap, number
    return best[1] if best else None


def _joined(line: Line, words: tuple[Word, ...], box: Box) -> Line:
    text = " ".join(word.text for word in words)
    if box[0] < line.left:
        return replace(line, text=f"{text} {line.text}", left=box[0], words=(*words, *line.words))
    return replace(line, text=f"{line.text} {text}", right=max(box[2], line.right), words=(*line.words, *words))


def _place(lines: Sequence[Line], box: Box) -> int:
    """Return where lines in a box are inserted: behind the nearest line above, else before the first line below."""
    left, _, right, top = box
    over = [
        (line.bottom, number)
        for number, line in enumerate(lines)
        if line.middle >= top - _OVERLAP and line.left < right and line.right > left
    ]
    if over:
        return min(over, key=lambda pair: (pair[0], -pair[1]))[1] + 1
    return next((number for number, line in enumerate(lines) if line.middle < top), len(lines))


def _lines(annotation: Annotation, box: Box, size: float) -> list[Line]:
    left, bottom, right, top = box
    rows = [row for row in annotation.text.split("\n") if row.strip()]
    if annotation.name and annotation.kind != TYPED:
        rows[0] = f"{annotation.name.rstrip(' :')}: {rows[0]}"
    step = (top - bottom) / len(rows)
    made = []
    for number, row in enumerate(rows):
        middle = top - (number + 0.5) * step
        low, high = middle - size / 2, middle + size / 2
        words = _words(row, (left, low, right, high))
        made.append(Line(" ".join(row.split()), left, low, right, high, size, words=words))
    return made


def _words(text: str, box: Box) -> tuple[Word, ...]:
    left, bottom, right, top = box
    words = text.split()
    step = (right - left) / max(len(words), 1)
    return tuple(
        Word(word, left + number * step, left + (number + 1) * step, bottom, top) for number, word in enumerate(words)
    )


def _size(lines: Sequence[Line], box: Box) -> float:
    """Return the size of the line nearest to a box."""
    middle = (box[1] + box[3]) / 2
    nearest = min(lines, key=lambda line: abs(line.middle - middle), default=None)
    return nearest.size if nearest else _USUAL_SIZE
