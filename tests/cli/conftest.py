"""The command line on the index of the sample corpus."""

import pytest
from click.testing import CliRunner, Result

from reportqa.cli import main
from reportqa.ingest.build import Summary
from reportqa.settings import Settings
from support.commands import ROOT, Run


@pytest.fixture
def run(settings: Settings, built: Summary) -> Run:
    """Run a command on the index of the sample corpus, or where `env` says."""

    def run(*args: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        environ = {"REPORTQA_ROOT": str(ROOT), "REPORTQA_INDEX": str(settings.index_dir), **(env or {})}
        result = CliRunner().invoke(main, args, input=stdin, env=environ)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
