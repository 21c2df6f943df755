from support.plain_text import LONG, read


def test_menus_calls_to_register_and_teasers_are_left_out() -> None:
    text = (
        f"Menu Home Search\n\nA report\n\n{LONG}\n\nHave you registered with us yet?\n\nRegister now to enjoy more\n\n"
        "Register\n\nAlready registered?\n\nSign in\n\nFollow Us:\n\nJust published\n\nDoctors warn\n\nDoctors warn\n\n"
        "The service risks being brought to a...\n\nDeal agreed\n\nDeal agreed\n\nPractices will receive more..."
    )
    assert read(text).text == f"A report\n\n{LONG}"


def test_text_about_registering_stays() -> None:
    text = f"Sign in\n\n{LONG}\n\nJust published\n\n{LONG}"
    assert read(text).text == text
