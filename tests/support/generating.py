"""Small generations of one file each."""

from pathlib import Path

from reportqa.index.generation_writer import building, generation_id
from reportqa.index.generation_writer import switch as switch_to
from reportqa.index.manifest import FORMAT, Manifest


def build_one(index_dir: Path, content: str = "content") -> str:
    with building(index_dir) as build:
        (build / "part").mkdir()
        (build / "part" / "file").write_text(content)
        generation = generation_id(build)
        switch_to(index_dir, build, manifest_of(generation))
    return generation


def manifest_of(generation: str) -> Manifest:
    return Manifest(FORMAT, generation, "2016-07-19T00:00:00+00:00", "model", "0" * 64, 384, {}, {}, {}, {}, ("Why?",))


def contents(index_dir: Path) -> set[str]:
    return {path.name for path in (index_dir / "generations").iterdir()}
