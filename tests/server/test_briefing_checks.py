import pytest

from reportqa.errors import InputError
from reportqa.ingest.build import Summary
from reportqa.proofreading import Outcome
from reportqa.server.briefing_checks import BriefingChecks
from reportqa.settings import Settings
from support.briefings import briefing


@pytest.fixture(scope="module")
def checks(settings: Settings, built: Summary) -> BriefingChecks:
    return BriefingChecks(settings)


def test_only_accepted_corrections_are_made(checks: BriefingChecks, settings: Settings) -> None:
    checked = checks.find(checks.check("briefing.md", briefing("md"), settings.index_dir))
    assert checked is not None
    assert set(checked.fixes.values()) == {("p. 9", "p. 6"), ("p. 7", "p. 6")}
    number = next(number for number, (old, _) in checked.fixes.items() if old == "p. 9")
    corrected = checks.corrected(checked, [number]).decode()
    assert corrected == briefing("md").decode().replace("Ibid., p. 9.", "Ibid., p. 6.")


def test_pdf_is_checked_but_not_corrected(checks: BriefingChecks, settings: Settings) -> None:
    checked = checks.find(checks.check("briefing.pdf", briefing("pdf"), settings.index_dir))
    assert checked is not None
    assert checked.result.findings[0].outcome is Outcome.FIGURE
    assert "which cannot be corrected" in checked.note
    with pytest.raises(InputError, match="tick at least one"):
        checks.corrected(checked, [0])


def test_damaged_file_is_refused_with_a_sentence(checks: BriefingChecks, settings: Settings) -> None:
    with pytest.raises(InputError, match=r"briefing\.docx .*\."):
        checks.check("briefing.docx", b"PK\x03\x04 nothing", settings.index_dir)
    with pytest.raises(InputError, match="can't be read as a briefing"):
        checks.check("briefing.exe", b"MZ", settings.index_dir)


def test_only_the_last_results_are_kept(checks: BriefingChecks) -> None:
    assert checks.find("0" * 32) is None
