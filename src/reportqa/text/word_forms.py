"""One form for the forms of a word that the stemmer keeps apart: "took" and "take", "satisfied" and "satisfaction".

The form is a key for comparison, not a word to show. Words that are as often something else are left out: "lives"
("she lives there"), "paid" (pay is also what is earned), "fed", "wound".
"""

_INFLECTED = """
    arise arose arisen, awake awoke awoken, bear bore borne, beat beaten, become became, begin began begun, bend bent,
    bite bitten, blow blew blown, break broke broken, bring brought, build built, burn burnt, buy bought, catch caught,
    choose chose chosen, come came, deal dealt, dig dug, draw drew drawn, drink drank drunk, drive drove driven,
    eat ate eaten, fall fell fallen, feel felt, fight fought, find found, flee fled, fly flew flown,
    forbid forbade forbidden, foresee foresaw foreseen, forget forgot forgotten, forgive forgave forgiven,
    freeze froze frozen, get got gotten, give gave given, go went gone, grow grew grown, hang hung, hear heard,
    hide hid hidden, hold held, keep kept, know knew known, lead led, leave left, lend lent, light lit, lose lost,
    make made, mean meant, meet met, mislead misled, overcome overcame, oversee oversaw overseen,
    overtake overtook overtaken, rebuild rebuilt, repay repaid, ride rode ridden, ring rang rung,
    rise rose risen, run ran, say said, see saw seen, seek sought, sell sold, send sent, shake shook shaken,
    shine shone, shoot shot, show shown, shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat, sleep slept,
    slide slid, speak spoke spoken, spend spent, stand stood, steal stole stolen, stick stuck, strike struck,
    strive strove striven, swear swore sworn, sweep swept, swim swam swum, swing swung, take took taken, teach taught,
    tear tore torn, tell told, think thought, throw threw thrown, undergo underwent undergone, understand understood,
    undertake undertook undertaken, uphold upheld, wake woke woken, wear wore worn, weave wove woven, win won,
    withdraw withdrew withdrawn, withhold withheld, withstand withstood, write wrote written,
    appendix appendices, child children, crisis crises, criterion criteria, curriculum curricula, diagnosis diagnoses,
    foot feet, half halves, hypothesis hypotheses, index indices, knife knives, man men, mouse mice,
    phenomenon phenomena, shelf shelves, thesis theses, tooth teeth, wife wives, woman women
"""
"""Irregular verbs and plurals, the base form first."""
_BASE_OF = {form: base for base, *forms in (group.split() for group in _INFLECTED.split(",")) for form in forms}

RELATED = """
    accurate accuracy, acquire acquisition, adequate adequacy, amplify amplification, analyse analysis,
    apply application, assume assumption, broad breadth, cite citation, complain complaint, comply compliance,
    conclude conclusion, consider consideration, constrain constraint, consume consumption, cover coverage,
    decide decision, deep depth, deliver delivery, dense density, difficult difficulty, disclose disclosure,
    discover discovery, dispose disposition, diversify diversification, divide division, emerge emergence,
    exclude exclusion, expand expansion, explain explanation, expose exposure, extend extension, fail failure,
    grow growth, identify identification, impose imposition, include inclusion, injure injury,
    intervene intervention, introduce introduction, invade invasion, justify justification, maintain maintenance,
    modify modification, notify notification, occur occurrence, oppose opposition, permit permission,
    pursue pursuit, qualify qualification, quantify quantification,
    receive receipt, redeem redemption, reduce reduction, rely reliance, repeat repetition, reproduce reproduction,
    resolve resolution, respond response, safe safety, satisfy satisfaction,
    settle settlement, simplify simplification, stable stability, strong strength, submit submission,
    succeed success, suspend suspension, treat treatment, vary variation, weigh weight, wide width, young youth
"""
"""Verbs and adjectives, each with the nouns that name what they say."""


def base_form(word: str) -> str:
    """Return the base form of an irregular inflected word in lower case; for all others the word itself.

    >>> base_form("took"), base_form("children"), base_form("founded")
    ('take', 'child', 'founded')
    """
    return _BASE_OF.get(word, word)
