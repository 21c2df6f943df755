"""Classes of English words that decide whether a written sentence says what the cited sentences say.

All lists were written by hand and extended on one half of `benchmarks/written_sentences.py`.
"""

from collections.abc import Mapping

NEGATIONS = frozenset("not no never without neither nor none nobody nothing cannot except".split())
POSITIVE = frozenset(
    "able aware available certain changed clear common even expected fair finished happy important known likely"
    " necessary paid popular reliable safe successful suitable sure true usual".split()
)
"""Words whose opposite is the same word after "un": "unlikely" is "not likely"."""

MODALS: Mapping[str, str] = {
    **dict.fromkeys("may might could can possibly perhaps potentially".split(), "may"),
    **dict.fromkeys("must shall".split(), "must"),
    **dict.fromkeys("should ought".split(), "should"),
    **dict.fromkeys("will would".split(), "will"),
}
"""The strength of a claim: a written sentence that changes it is not supported."""

BEFORE_NUMBER: tuple[tuple[str, str], ...] = (
    ("no more than", "up to"), ("not more than", "up to"), ("no fewer than", "at least"), ("no less than", "at least"),
    ("not less than", "at least"), ("more than", "over"), ("greater than", "over"), ("higher than", "over"),
    ("less than", "under"), ("fewer than", "under"), ("lower than", "under"), ("smaller than", "under"),
    ("just over", "over"), ("just under", "almost"), ("in excess of", "over"), ("a maximum of", "up to"),
    ("a minimum of", "at least"), ("at least", "at least"), ("at most", "up to"), ("up to", "up to"),
    ("over", "over"), ("above", "over"), ("under", "under"), ("below", "under"), ("nearly", "almost"),
    ("almost", "almost"), ("about", "about"), ("around", "about"), ("approximately", "about"), ("roughly", "about"),
    ("some", "about"), ("circa", "about"), ("only", "only"), ("just", "only"), ("exactly", ""),
)  # fmt: skip
"""Phrases right before a number, and what they make of it."""

DETERMINERS = frozenset("a an the this that these those its their his her our my your such any".split())
PREPOSITIONS = frozenset(
    "of in on at to by for from with about into onto over under through during between among amongst against within"
    " per as than toward towards upon across via throughout including regarding concerning".split()
)
DIRECTIONS = frozenset("before after since until above below beyond despite following prior".split())
"""Prepositions that are compared like other words: "before" is not "after"."""
BREAKS = frozenset(
    "and or but while whereas although though when where which who whom whose that whether how why what however".split()
)
"""Words that begin a clause, or an item of a list."""
CONNECTING = frozenset(
    "also moreover furthermore additionally addition meanwhile too both then there here thus therein accordingly"
    " respectively overall exist exists existed ones is are was were be been being am do does did done has have had"
    " having it they them he she him we us i you itself themselves himself herself one's according so".split()
)
BE = frozenset("is are was were be been being am".split())
PRONOUNS = frozenset("it they he she this these those we i you such his her their its".split())
CONDITIONS = ("if", "unless", "except", "provided that", "as long as", "on condition that", "assuming", "subject to")
"""Words of a cited sentence that a written sentence may not leave out."""
RESTRICTING = frozenset(
    "only few some half most more less least fewer nearly almost rarely seldom hardly barely scarcely partly mainly"
    " largely mostly sometimes often usually if unless except fail refuse lack deny former formerly planned proposed"
    " estimated expected possible potential draft alleged allegedly attempted supposed so-called late ex false fake"
    " pseudo anti non quasi all every each either first last next previous second third minimum maximum average"
    " median total net gross temporarily initially originally no longer early unlike unlikely un likely stop cease"
    " avoid prevent reject oppose partial part quarter double twice triple".split()
)
"""Words that change what the words after them say, so that they cannot be left out."""

SAME: tuple[str, ...] = (
    "say state report note remark mention",
    "find show observe conclude reveal demonstrate",
    "argue claim believe think suggest contend",
    "begin start commence",
    "buy purchase acquire",
    "increase rise grow climb increased growth",
    "decrease fall decline drop reduce reduction lower fell",
    "high higher greater bigger larger",
    "large big",
    "help assist aid",
    "need require",
    "obtain get receive",
    "person people individual",
    "company firm",
    "employee worker staff",
    "whole entire",
    "main principal chief",
    "end finish",
    "nearly almost",
    "approximately about around roughly",
    "percent percentage",
    "annual yearly year",
    "build construct",
    "choose select",
    "establish founded create",
    "different differ difference",
    "provide supply offer give",
    "keep retain maintain",
    "try attempt",
    "allow permit let",
    "ask request",
    "consist comprise",
    "fast quick rapid",
    "area region",
    "live reside",
    "move transfer",
    "called named known",
    "prior before",
    "share proportion",
    "following after",
)
"""Groups of words that a written sentence may use for each other."""

IRREGULAR: Mapping[str, str] = dict(
    pair.split(":")
    for pair in (
        "arose:arise found:find became:become began:begin begun:begin bought:buy brought:bring built:build"
        " came:come chose:choose chosen:choose cost:cost drew:draw drawn:draw drove:drive driven:drive fell:fall"
        " fallen:fall felt:feel fought:fight gave:give given:give got:get grew:grow grown:grow held:hold kept:keep"
        " knew:know known:know laid:lay led:lead left:leave lost:lose made:make meant:mean met:meet paid:pay"
        " ran:run rose:rise risen:rise said:say saw:see seen:see sent:send shown:show sold:sell spent:spend"
        " spoke:speak spoken:speak spread:spread stood:stand taken:take took:take taught:teach thought:think"
        " told:tell understood:understand went:go gone:go won:win wore:wear worn:wear wrote:write written:write"
        " children:child men:man women:woman feet:foot lives:life less:little fewer:few proven:prove"
    ).split()
)
ORDINALS: Mapping[str, str] = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth", "7th": "seventh",
    "8th": "eighth", "9th": "ninth", "10th": "tenth", "11th": "eleventh", "12th": "twelfth",
}  # fmt: skip
CURRENCIES: Mapping[str, str] = {
    "pounds": "£", "pound": "£", "dollars": "$", "dollar": "$", "euros": "€", "euro": "€", "yen": "¥",
    "gbp": "£", "usd": "$", "eur": "€",
}  # fmt: skip
