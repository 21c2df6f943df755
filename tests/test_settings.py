from pathlib import Path

import pytest

from reportqa.corpus_memory import remember_corpus
from reportqa.errors import InputError
from reportqa.settings import Endpoint, Limits, Settings


def test_folders_are_found_under_the_current_folder_by_default() -> None:
    settings = Settings.from_env({})
    assert (settings.root, settings.corpus_dir, settings.index_dir) == (Path("."), Path("corpus"), Path("index"))
    assert settings.model is None


def test_environment_sets_every_field(tmp_path: Path) -> None:
    (tmp_path / "w" / "templates").mkdir(parents=True)
    settings = Settings.from_env(
        {
            "REPORTQA_ROOT": "/r",
            "REPORTQA_CORPUS": "/c",
            "REPORTQA_INDEX": "/i",
            "REPORTQA_WEB": str(tmp_path / "w"),
            "REPORTQA_MODEL": "m",
            "REPORTQA_MODELS": "/m",
            "REPORTQA_READER": "r",
        }
    )
    assert settings == Settings(
        Path("/r"), Path("/c"), Path("/i"), tmp_path / "w", "m", models_dir=Path("/m"), reader="r"
    )  # fmt: skip


def test_root_of_the_environment_moves_the_folders() -> None:
    settings = Settings.from_env({"REPORTQA_ROOT": "/r"})
    assert (settings.corpus_dir, settings.index_dir) == (Path("/r/corpus"), Path("/r/index"))


def test_arguments_override_the_environment() -> None:
    environ = {"REPORTQA_ROOT": "/r", "REPORTQA_CORPUS": "/c", "REPORTQA_INDEX": "/i", "REPORTQA_MODEL": "m"}
    settings = Settings.from_env(environ, root=Path("/R"), corpus_dir=Path("/C"), index_dir=Path("/I"), model="M")
    assert (settings.root, settings.corpus_dir, settings.index_dir) == (Path("/R"), Path("/C"), Path("/I"))
    assert settings.model == "M"


def test_empty_variable_counts_as_unset() -> None:
    environ = dict.fromkeys(["REPORTQA_ROOT", "REPORTQA_CORPUS", "REPORTQA_INDEX", "REPORTQA_MODEL"], "")
    assert Settings.from_env(environ) == Settings.from_env({})


def test_web_folder_of_the_package_is_the_default(tmp_path: Path) -> None:
    assert (Settings.from_env({}, root=tmp_path).web_dir / "templates").is_dir()


def test_web_folder_without_templates_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="REPORTQA_WEB names"):
        Settings.from_env({"REPORTQA_WEB": str(tmp_path)})


def test_limits_come_from_the_environment() -> None:
    environ = {
        "REPORTQA_FILE_SECONDS": "7",
        "REPORTQA_FILE_MEMORY_MIB": "600",
        "REPORTQA_FILE_MIB": "8",
        "REPORTQA_FILE_OUTPUT_MIB": "9",
        "REPORTQA_PROCESSES": "3",
    }
    settings = Settings.from_env(environ)
    assert (settings.limits, settings.processes) == (Limits(seconds=7, memory_mib=600, file_mib=8, output_mib=9), 3)
    assert Settings.from_env({}).limits == Limits()
    assert Settings.from_env({}, ocr=True).limits.seconds > Limits().seconds
    assert Settings.from_env({}).processes >= 1


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "\u00b2"])
def test_limit_that_is_not_a_number_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=f'REPORTQA_PROCESSES is "{text}". Set it to a whole number'):
        Settings.from_env({"REPORTQA_PROCESSES": text})


def test_language_model_comes_from_the_environment() -> None:
    environ = {"REPORTQA_LLM_URL": "http://127.0.0.1:11434/v1", "REPORTQA_LLM_MODEL": "m", "OPENAI_API_KEY": "o"}
    assert Settings.from_env(environ).llm == Endpoint("http://127.0.0.1:11434/v1", "m", "o")
    environ |= {
        "REPORTQA_LLM_KEY": "k",
        "REPORTQA_LLM_SECONDS": "5",
        "REPORTQA_LLM_QUESTION_TOKENS": "600",
        "REPORTQA_LLM_DAY_TOKENS": "7000",
    }
    assert Settings.from_env(environ).llm == Endpoint("http://127.0.0.1:11434/v1", "m", "k", 5, 600, 7000)


def test_without_a_url_no_other_variable_of_the_language_model_counts() -> None:
    assert Settings.from_env({"REPORTQA_LLM_MODEL": "m", "REPORTQA_LLM_SECONDS": "never"}).llm is None


def test_key_is_not_in_the_representation() -> None:
    environ = {"REPORTQA_LLM_URL": "https://h/v1", "REPORTQA_LLM_MODEL": "m", "REPORTQA_LLM_KEY": "of-the-door"}
    assert "of-the-door" not in repr(Settings.from_env(environ))


@pytest.mark.parametrize(
    "url",
    ["ftp://h/v1", "h/v1", "http://", "file:///etc", "http://a:b@h/v1", "http://h:x/v1", "http://h/v1?k=of-the-door",
     "http://h/ v1", "http://[h/v1"],
)  # fmt: skip
def test_address_that_is_none_is_refused_without_showing_it(url: str) -> None:
    with pytest.raises(InputError, match="REPORTQA_LLM_URL is not an address") as error:
        Settings.from_env({"REPORTQA_LLM_URL": url, "REPORTQA_LLM_MODEL": "m"})
    assert "of-the-door" not in str(error.value)


def test_address_without_a_model_is_refused() -> None:
    with pytest.raises(InputError, match="Set REPORTQA_LLM_MODEL"):
        Settings.from_env({"REPORTQA_LLM_URL": "http://h/v1"})


def test_corpus_is_the_one_that_the_index_was_built_from(tmp_path: Path) -> None:
    for name in ("reports", "index", "corpus"):
        (tmp_path / name).mkdir()
    assert Settings.from_env({}, root=tmp_path).corpus_dir == tmp_path / "corpus"
    remember_corpus(tmp_path / "index", tmp_path / "reports")
    assert Settings.from_env({}, root=tmp_path).corpus_dir == tmp_path / "reports"
    elsewhere = Settings.from_env({}, root=tmp_path / "nowhere", index_dir=tmp_path / "index")
    assert elsewhere.corpus_dir == tmp_path / "reports"
    assert Settings.from_env({"REPORTQA_CORPUS": "/c"}, root=tmp_path).corpus_dir == Path("/c")
    assert Settings.from_env({}, root=tmp_path, corpus_dir=Path("/C")).corpus_dir == Path("/C")


def test_default_corpus_is_named_as_the_user_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("index", "corpus"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)
    remember_corpus(Path("index"), Path("corpus"))
    assert Settings.from_env({}).corpus_dir == Path("corpus")
