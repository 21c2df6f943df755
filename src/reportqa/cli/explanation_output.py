"""Explanations of answers as text on the command line."""

from reportqa.answering import (
    FEATURE_NAMES,
    SHARES,
    SIGNAL_NAMES,
    Calibration,
    ExplainedPassage,
    Explanation,
    PartExplanation,
)
from reportqa.citations import format_pages
from reportqa.cli.answer_output import answer_text
from reportqa.cli.output import wrap

_NAME_WIDTH = 52


def explanation_text(explanation: Explanation) -> str:
    """Return the answer, then the words, the passages with their scores, and the confidence of each search."""
    lines = [answer_text(explanation.answer), "", "Why these passages"]
    for search in explanation.searches:
        lines += _search_lines(search)
        lines += _confidence_lines(search, explanation.calibration)
    return "\n".join(lines)


def _search_lines(search: PartExplanation) -> list[str]:
    lines = [wrap("Searched: ", search.question)]
    lines += [wrap("and also: ", variant) for variant in search.variants]
    lines += ["", "Words that count, the rarest most:"]
    lines += [
        f"  {word.word:<{_NAME_WIDTH}}{word.weight:8.2f}{'' if word.known else '  in no passage'}"
        for word in search.words
    ]
    if search.reason:
        lines += ["", wrap("", search.reason)]
    lines += ["", wrap("", SHARES)]
    for passage in search.passages:
        lines += _passage_lines(passage, len(search.passages))
    return lines


def _passage_lines(passage: ExplainedPassage, shown: int) -> list[str]:
    number = f" [{passage.number}]" if passage.number else ""
    citation = passage.citation
    place = ", ".join(part for part in (citation.title, format_pages(citation.pages)) if part)
    lines = ["", wrap("", f"Passage {passage.rank}{number}, score {passage.score:.2f}: {place}")]
    lines.append(f"  {'':<{_NAME_WIDTH}}{'value':>8}{'weight':>8}{'share':>8}  rank of {shown}")
    lines += [
        f"  {SIGNAL_NAMES[one.name]:<{_NAME_WIDTH}}{one.value:8.2f}{one.weight:8.3f}{one.share:8.2f}  {one.rank}"
        for one in passage.shares
    ]
    lines += [f"  {SIGNAL_NAMES[name]:<{_NAME_WIDTH}}{share:24.2f}" for name, share in passage.others.items()]
    return lines


def _confidence_lines(search: PartExplanation, calibration: Calibration) -> list[str]:
    lines = [
        "",
        f"Confidence {search.confidence:.2f}: {calibration.answers:.2f} or more is an answer",
        f"  {'':<{_NAME_WIDTH}}{'value':>8}{'weight':>8}{'product':>8}",
    ]
    lines += [
        f"  {FEATURE_NAMES.get(one.name, one.name):<{_NAME_WIDTH}}{one.value:8.2f}{one.weight:8.2f}{one.product:8.2f}"
        for one in search.factors
    ]
    lines.append(f"  {'always':<{_NAME_WIDTH}}{calibration.passage.intercept:24.2f}")
    lines.append(f"  {'sum, the log odds':<{_NAME_WIDTH}}{search.logit:24.2f}")
    if (calibration.scale, calibration.shift) != (1.0, 0.0):
        own = f"× {calibration.scale:.2f} + {calibration.shift:.2f}, fitted to your own questions"
        lines.append(f"  {own:<{_NAME_WIDTH}}{calibration.scale * search.logit + calibration.shift:24.2f}")
    if search.gain:
        said = f"+ {search.gain:.2f}, what the reader says"
        whole = calibration.scale * search.logit + calibration.shift + search.gain
        lines.append(f"  {said:<{_NAME_WIDTH}}{whole:24.2f}")
    return lines
