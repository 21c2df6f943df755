import pytest

from reportqa.search.instructions import without_instructions

ASKED = [
    ("What were sales in 2022? Answer in USD millions.", "What were sales in 2022?"),
    ("How many nurses left? Please answer in one sentence.", "How many nurses left?"),
    ("What is the ratio? Round your answer to two decimal places.", "What is the ratio?"),
    (
        "Are margins stable? If margins are not a useful metric here, then say so and explain why.",
        "Are margins stable?",
    ),
    ("Who led the review? If you do not know, say so.", "Who led the review?"),
    ("Who led the review? If this is not in the documents, state that.", "Who led the review?"),
    ("What is the rent? Give a response by relying on the details shown in the balance sheet.", "What is the rent?"),
    ("Please be concise. What did the panel find?", "What did the panel find?"),
    ("What did the panel find? Keep it short.", "What did the panel find?"),
    ("What did the panel find? Use bullet points.", "What did the panel find?"),
    ("What did the panel find? Cite your sources.", "What did the panel find?"),
    ("What did the panel find? Do not guess.", "What did the panel find?"),
    ("What did the panel find? Thank you!", "What did the panel find?"),
    ("What is the yield (as a %)?", "What is the yield?"),
    ("What is the debt (in USD millions)?", "What is the debt?"),
    ("Using only the data in the income statement, what is the profit?", "what is the profit?"),
    ("In agreement with the details outlined in the balance sheet, what are stocks?", "what are stocks?"),
    ("Answer yes or no: did costs fall?", "did costs fall?"),
]
KEPT = [
    "What should the answer to question 4 include?",
    "If a tenant leaves early, what happens to the deposit?",
    "My landlord says I must go. If I refuse, can he evict me?",
    "If the council refuses, it must say why.",
    "Using the data in the Elm report, how many practices merged?",
    "According to the press release, who funds the trust?",
    "How much did the board (as a whole) spend?",
    "Round tables were held where?",
    "Use of agency staff",
    "Answer in USD millions.",
    "Sources of income",
    "How many responses were in percent of all answers?",
    "List the sources of income.",
    "Keep warm in winter: who pays?",
    "Give the reasons for the merger",
]


@pytest.mark.parametrize(("question", "asked"), ASKED)
def test_instruction_is_left_out(question: str, asked: str) -> None:
    assert without_instructions(question) == asked


@pytest.mark.parametrize("question", KEPT)
def test_question_without_instructions_stays_as_it_is(question: str) -> None:
    assert without_instructions(question) == question
