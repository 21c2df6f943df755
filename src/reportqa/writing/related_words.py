"""Words that a written sentence may use for others where it is worded freely: synonyms, and words that add nothing."""

from functools import cache

from reportqa.writing.claim_words import word_key

SYNONYMS = """
    able possible, accept agree, accurate precise exact, achieve accomplish attain reach, add additional extra
    further, advice recommendation guidance, advise recommend suggest urge, affect influence, afraid fear worry
    worried concern, aim goal objective purpose intend, allow let permit enable, alter change modify, appear seem,
    appoint name, area region locality, article paper, ask request call, assess evaluate appraise, assist help aid
    support, assurance guarantee, attract draw, avoid prevent, aware conscious, because since, become grow get turn,
    begin start launch commence, belong part member, benefit advantage gain, big large great, broad wide, build
    construct form create establish found set, care treat treatment, cause lead bring, challenge difficulty problem
    obstacle, cheap inexpensive, choose select pick opt, city town, clear plain evident, close shut, collect gather,
    combine merge, common usual frequent widespread, compel force oblige compulsion, complete finish end, complex
    complicated, comply obey follow, condition term, consider regard view see deem, contain hold include comprise,
    continue carry remain stay keep, cooperate collaborate, correct right fix remedy, cost price expense, cover
    include, crucial vital essential key indispensable critical, damage harm hurt, danger risk hazard, deal handle
    manage cope, decide determine settle, decline fall drop decrease shrink, delay postpone, deliver provide supply
    offer give, demand require need call, deny refuse, design plan devise, different differ unlike, difficult hard
    tough, discover find, distrust distrustful mistrust, doctor physician, doubt doubtful question, earn generate
    raise make, easy simple straightforward, effect impact consequence result, effort work, elderly old, employ hire
    recruit, encourage promote foster, enough sufficient adequate, ensure guarantee secure, entire whole full
    complete all, examine study analyse investigate inspect, exceed surpass, expand extend widen, expect anticipate
    foresee look, explain clarify, fast rapid quick swift, fault error mistake, finance financial money fund, firm
    company business enterprise, first initial, forbid ban prohibit, frequent often, function role, gather meet,
    goal target, group organisation body, hand give cede pass, happen occur take, headway progress, hesitant
    reluctant wary unwilling hold, hopes expectation, house home dwelling, huge enormous, idea concept notion,
    identify recognise, illness disease, improve better, income revenue earnings, inform tell notify, instruct order
    direct instruction, interview talk, issue problem, job post position role, join enter, journey trip, judge
    assess, lack shortage absence, last final, law legislation, leader head chief, learn know, leave quit depart,
    likely probable, limit restrict, link connect tie, lose loss losing, low small, main principal primary chief,
    maintain preserve sustain, majority most, mean average, method approach technique, minimum least, monitor watch
    observe track, move shift transfer, national nationwide, near close, new novel, notice see, number count, obtain
    get receive gain acquire secure, occupy fill, open start, operate run work, opportunity chance, oppose resist,
    organise arrange, own possess, particular above special especially, pay spend, perform do carry, permanent
    lasting, place location site, power authority, present current, pressure strain, previous earlier former,
    promise pledge, prompt quick, proof evidence, propose suggest, protect safeguard, prove show turn, publish
    release issue appear, question ask, raise increase lift, reason motive cause ground, recent new, record report
    register note log, reduce cut lower lessen, reject refuse, relationship tie relation, rely depend, reply answer
    respond response, represent stand, research study researcher, resident inhabitant, resilient robust, result
    outcome finding, review assess, rich wealthy, rule regulation, satisfied content happy pleased satisfaction
    glad, say state report tell, scarce rare, school college, score rate rating, separate split divide, separately
    alone, serious severe grave, share proportion percentage, show demonstrate indicate reveal, sign evidence
    indication, similar alike comparable, size scale extent, skill ability expertise, slow gradual, small little
    minor, solve resolve, special specialist, speed pace, spread distribute, stabilise steady, stop end cease,
    strategy plan, strong powerful, struggle difficulty, succeed success prosper, sure certain, surgery practice,
    survive last endure, task job work duty, team group, team researcher, test trial, think believe feel, time
    period moment, together jointly joint common, total sum, trade commerce, train teach education, trend tendency,
    trouble difficulty, trust confidence, twice double, type kind sort form, use apply employ, usual normal, value
    prize worth, vary differ variation, want wish desire, warn caution, way manner means, weak poor, worse worsen
    deteriorate, young new
"""
"""Groups of words of which one may be written for another, in any of their forms. Groups are not joined with others.

Chosen by hand with the first halves of benchmarks/paraphrases in view; benchmarks/written_sentences.py measures the
second halves.
"""

_REPORTING = "report study survey article paper author say state note"
_LIGHT = "find show describe mention explain recommend become make get take go put carry total if case thing compared"


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, group in enumerate(SYNONYMS.split(",")):
        for word in group.split():
            found.setdefault(word_key(word), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


REPORTING = frozenset(map(word_key, _REPORTING.split()))
"""Keys of words that only say that something is said, and who says it."""
LIGHT = frozenset(map(word_key, _LIGHT.split()))
"""Keys of words that may be added, because they mean little alone."""


def are_related(one: str, other: str) -> bool:
    """Return whether a word with one key may be written for one with another: they are in a group of synonyms."""
    groups = _groups()
    return not groups.get(one, frozenset()).isdisjoint(groups.get(other, frozenset()))
