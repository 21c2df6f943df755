"""The index: generations of documents, words and vectors; written, published, opened and checked."""

from reportqa.index import generations
from reportqa.index.catalogue import Catalogue
from reportqa.index.collection_store import (
    COLLECTIONS_FILE,
    MAX_COLLECTED,
    MAX_COLLECTION_NAME,
    MAX_COLLECTIONS,
    Collection,
    Collections,
    CollectionStore,
    FixedCollections,
)
from reportqa.index.duplicates import DuplicateFinder, Shingles, shingles
from reportqa.index.facets import Facets
from reportqa.index.filters import DATE_NAMES, EVERYTHING, NAMES, Filters
from reportqa.index.forward import TermRows
from reportqa.index.generation_writer import building, generation_id, only_writer, publish, remove_leftovers, rollback
from reportqa.index.generations import OWN_CALIBRATION
from reportqa.index.integrity import Verification, check_findable, verify
from reportqa.index.lexical import PASSAGE_WORDS, UNIT_WORDS, WordIndex, WordWriter, is_among
from reportqa.index.library import Library
from reportqa.index.library_writer import LibraryWriter
from reportqa.index.manifest import FORMAT, Manifest, time_text
from reportqa.index.passage_store import Generation, Guard, PassageStore, open_generation
from reportqa.index.rows import Layout
from reportqa.index.scope import EVERYONE, NOBODY, Scope, scope_of
from reportqa.index.shared_collections import Grants, SharedCollections
from reportqa.index.vectors import VectorWriter

__all__ = [
    "COLLECTIONS_FILE",
    "DATE_NAMES",
    "EVERYONE",
    "EVERYTHING",
    "FORMAT",
    "MAX_COLLECTED",
    "MAX_COLLECTIONS",
    "MAX_COLLECTION_NAME",
    "NAMES",
    "NOBODY",
    "OWN_CALIBRATION",
    "PASSAGE_WORDS",
    "UNIT_WORDS",
    "Catalogue",
    "Collection",
    "CollectionStore",
    "Collections",
    "DuplicateFinder",
    "Facets",
    "Filters",
    "FixedCollections",
    "Generation",
    "Grants",
    "Guard",
    "Layout",
    "Library",
    "LibraryWriter",
    "Manifest",
    "PassageStore",
    "Scope",
    "SharedCollections",
    "Shingles",
    "TermRows",
    "VectorWriter",
    "Verification",
    "WordIndex",
    "WordWriter",
    "building",
    "check_findable",
    "generation_id",
    "generations",
    "is_among",
    "only_writer",
    "open_generation",
    "publish",
    "remove_leftovers",
    "rollback",
    "scope_of",
    "shingles",
    "time_text",
    "verify",
]
