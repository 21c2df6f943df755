"""The container file, read as an image builder reads it: no builder works without a registry of base images."""

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docs" / "deploy" / "Containerfile"


def steps() -> list[tuple[str, str]]:
    """Return the instructions in order."""
    text = re.sub(r"^#.*\n", "", FILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line.strip())]


def last_stage() -> list[tuple[str, str]]:
    found = steps()
    return found[max(number for number, (word, _) in enumerate(found) if word == "FROM") :]


def test_instructions_are_known() -> None:
    known = {"FROM", "RUN", "COPY", "ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"}
    assert {word for word, _ in steps()} <= known | {"ENTRYPOINT", "CMD"}


def test_base_images_are_pinned_and_come_from_no_named_registry() -> None:
    for word, rest in steps():
        if word == "FROM":
            image = rest.split()[0]
            assert re.fullmatch(r"[a-z]+:\d[\w.-]+", image), image


def test_container_runs_as_a_user_with_a_number() -> None:
    words = [word for word, _ in last_stage()]
    (user,) = [rest for word, rest in last_stage() if word == "USER"]
    number, _, group = user.partition(":")
    assert int(number) >= 10_000
    assert group == number
    assert not {"RUN", "COPY"} & set(words[words.index("USER") :])


def test_only_the_data_folder_is_written() -> None:
    assert [json.loads(rest) for word, rest in last_stage() if word == "VOLUME"] == [["/data"]]
    variables = " ".join(rest for word, rest in last_stage() if word == "ENV")
    assert {"REPORTQA_ROOT=/data", "HOME=/data", "PYTHONDONTWRITEBYTECODE=1"} <= set(variables.split())


def test_files_that_are_copied_exist_and_secrets_are_not() -> None:
    for word, rest in steps():
        if word == "COPY" and not rest.startswith("--from="):
            *sources, _ = rest.split()
            for source in sources:
                assert source == "wheels/" or (ROOT / source).exists(), source
        assert not re.search(r"PASSWORD|SECRET|TOKEN|curl |wget |https?://(?!127)", rest)


def test_every_package_is_checked_against_its_hash() -> None:
    installs = [rest for word, rest in steps() if word == "RUN" and "pip install" in rest]
    assert any("--require-hashes" in rest for rest in installs)
    for rest in installs:
        for command in re.findall(r"pip install ([^&]*)", rest):
            assert "--no-deps" in command or command.strip() == '"hatchling>=1.27"', command


def test_commands_start_without_a_shell_and_health_is_checked() -> None:
    for word, rest in last_stage():
        if word in {"ENTRYPOINT", "CMD"}:
            assert isinstance(json.loads(rest), list)
    assert any("/livez" in rest for word, rest in last_stage() if word == "HEALTHCHECK")
