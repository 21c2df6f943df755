from support.commands import Run, assert_refused


def test_script_is_printed_for_a_shell(run: Run) -> None:
    for shell in ("bash", "zsh", "fish"):
        assert f"_REPORTQA_COMPLETE={shell}_complete" in run("completion", shell).stdout
    assert_refused(run("completion", "cmd"), 2, "'bash', 'zsh', 'fish'")
