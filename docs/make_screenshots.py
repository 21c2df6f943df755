"""Take screenshots of every page in its states, and those of the README and the manual, with the reports in corpus/.

python docs/make_screenshots.py [--root FOLDER] [--to FOLDER] [--manual-only]

The reports are copied to a temporary folder, indexed and changed there (files are added, changed and removed), so that
builds and outdated citations are shown too. Each page is taken on a wide screen and on a phone, light and dark.
"""

import argparse
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from typing import Literal
from urllib.parse import urlencode

from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from reportqa.cli.progress_bars import showing_progress
from reportqa.ingest.build import index
from reportqa.server.app import create_app
from reportqa.server.serve import Server
from reportqa.server.uploads.room import Room
from reportqa.server.uploads.upload_service import EXTENSION
from reportqa.settings import Settings

FOLDER = Path(__file__).parent / "screenshots"
ANSWERED = "How many patients did Modality have in April 2016?"
DOUBTFUL = "Did telephone access improve?"
SATISFIED = "Which staff were the most satisfied?"
UNANSWERED = "What did the Bank of England do to interest rates in 1987?"
DIFFERING = "How many registered patients did the Thornbury federation have?"
AGES = "How many years old were the four organisations?"
NOTES, RELEASE = "case-study-notes.txt", "press-release.html"
ADDED = {
    "thornbury-review.txt": "The Thornbury federation had 41,273 registered patients in March 2019.\n",
    "thornbury-history.md": "# Ten years of Thornbury\n\nThe Thornbury federation had 38,900 registered patients in"
    " March 2019.\n",
}
TIMEOUT = 240_000
"""Milliseconds that a page or a build may take; the first waits for the model."""
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync")
SIZES = {"desktop": (1440, 900), "phone": (375, 812)}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


class Look:
    """A browser of one size and colour scheme that takes pictures; it has its own history and tray."""

    def __init__(self, browser: Browser, address: str, size: str, scheme: Literal["light", "dark"], to: Path) -> None:
        width, height = SIZES[size]
        self.page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
        self.page.set_default_timeout(TIMEOUT)
        self._address = address
        self._suffix = f"{size}-{scheme}"
        self._to = to

    def go(self, path: str) -> Page:
        """Open a page of the server and wait until it has loaded."""
        self.page.goto(f"{self._address}{path}")
        self.page.wait_for_load_state("networkidle")
        return self.page

    def take(self, name: str, path: str | None = None, *, whole: bool = True) -> None:
        """Take a screenshot of a page, or of the one that is open."""
        if path is not None:
            self.go(path)
        self.page.evaluate("document.fonts.ready")
        self.page.screenshot(path=self._to / f"{name}-{self._suffix}.png", full_page=whole)


def asking(question: str, **values: str) -> str:
    """Return the path of the answer to a question."""
    return f"/ask?{urlencode({'q': question, **values})}"


def take_answers(look: Look) -> None:
    """Take the form and the answer in all its states."""
    look.take("tray-empty", "/tray")
    look.take("history-empty", "/history")
    look.take("home", "/")
    look.page.get_by_label("Question").press_sequentially("how many pati")
    look.page.get_by_role("option").first.wait_for()
    look.take("suggestions", whole=False)
    look.take("answer-nothing", asking(UNANSWERED))
    look.take("answer-perhaps", asking(DOUBTFUL))
    look.take("answer", asking(ANSWERED))
    look.page.locator("summary", has_text="Filter").click()
    look.take("filters", whole=False)
    look.page.get_by_role("button", name="Keyboard shortcuts").click()
    look.take("keys", whole=False)
    look.take("answer-filtered", asking(ANSWERED, type="pdf", group="document", sort="date"))
    look.take("explanation", asking(ANSWERED).replace("/ask", "/explain"))
    look.take("no-document-fits", asking(ANSWERED, type="rtf"))
    look.take("history", "/history")
    look.take("not-found", "/nowhere")


def take_documents(look: Look) -> None:
    """Take the list of documents, and one in each view."""
    look.take("documents", "/documents/")
    look.take("documents-none", "/documents/?find=zzz")
    look.go(asking(ANSWERED))
    link = look.page.locator(".quotes").get_by_role("link", name="Show in document").first.get_attribute("href")
    path, _, anchor = str(link).partition("#")
    for view in ("both", "picture", "text"):
        look.take(f"document-{view}", f"{path}&view={view}#{anchor}", whole=False)
    look.take("document-zoomed", f"{path}&view=picture&zoom=200#{anchor}", whole=False)
    look.take("document-found", f"{path}&find=patients#{anchor}")
    look.take("document-web", f"/documents/{RELEASE}?left_out=1")


def take_tray(look: Look) -> None:
    """Collect two quotes, a heading and a note, and take the tray with its preview."""
    for question in (ANSWERED, SATISFIED):
        look.go(asking(question))
        button = look.page.locator('button[data-action="tray"]').first
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    look.go("/tray")
    look.page.get_by_label("Briefing title").fill("Large-scale general practice")
    look.page.get_by_role("button", name="Add heading").click()
    look.page.keyboard.type("Staff")
    look.page.keyboard.press("Alt+ArrowUp")
    look.page.get_by_role("button", name="Add note").click()
    look.page.keyboard.type("The digest counts patients, not practices.")
    for _ in range(2):
        look.page.keyboard.press("Alt+ArrowUp")
    expect(look.page.locator("#tray-preview blockquote").first).to_be_visible()
    expect(look.page.locator("#tray-preview")).to_contain_text("not practices")
    expect(look.page.locator(".tray-note").last).not_to_be_empty()
    look.page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    look.take("tray")


def take_judgements(looks: list[Look]) -> None:
    """Send feedback on two answers, and take the list of feedback."""
    page = looks[0].go(asking(ANSWERED))
    page.get_by_role("button", name="Helpful", exact=True).first.click()
    page.get_by_text("Saved:").wait_for()
    page = looks[0].go(asking(UNANSWERED))
    page.get_by_role("button", name="Not in these documents").click()
    for look in looks:
        look.take("answer-judged", asking(ANSWERED), whole=False)
        look.take("judgements", "/judgements")


def take_uploads(looks: list[Look], corpus: Path) -> None:
    """Upload and change reports, and take the review and a build in all its states."""
    for look in looks:
        look.take("uploads-empty", "/uploads/")
    page = looks[0].go("/uploads/")
    page.get_by_label("Files", exact=True).set_input_files(
        [
            FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
            for name, text in (*ADDED.items(), (NOTES, "Other notes."))
        ]
    )
    page.get_by_role("button", name="Upload").click()
    page.locator(".notices").wait_for()
    page.get_by_role("button", name="Check files").click()
    page.get_by_text("Readable:").nth(2).wait_for()
    for look in looks:
        look.take("uploads", "/uploads/")
    page = looks[0].go("/uploads/")
    page.locator("tr", has_text=NOTES).get_by_role("button", name="Reject").click()
    page.get_by_role("button", name="Accept all").click()
    page.get_by_text("Accepted:").wait_for()
    (corpus / NOTES).write_text((corpus / NOTES).read_text().replace("eight to twelve", "nine to thirteen"))
    (corpus / RELEASE).unlink()
    for look in looks:
        look.take("documents-changed", "/documents/")
    for name, do in (("failed", "Rebuild the index"), ("cancelled", "Rebuild again"), ("done", "Rebuild again")):
        hidden = corpus.with_name("hidden")
        if name == "failed":
            # A folder whose only file, one of the index, is empty.
            corpus.rename(hidden)
            corpus.mkdir()
            (corpus / "survey-briefing.pdf").touch()
        page = looks[0].go("/build/")
        page.get_by_role("button", name=do).click()
        page.locator(".stages").or_(page.locator("h1", has_text="Rebuild failed")).first.wait_for()
        if name == "done":
            for look in looks:
                look.page.goto(f"{page.url}")
                look.take("build-running")
        if name == "cancelled":
            page.get_by_role("button", name="Cancel").click()
        title = {"failed": "Rebuild failed", "cancelled": "Cancelled", "done": "Index rebuilt"}[name]
        expect(page.locator("h1")).to_have_text(title, timeout=TIMEOUT)
        if name == "failed":
            shutil.rmtree(corpus)
            hidden.rename(corpus)
        for look in looks:
            look.take(f"build-{name}", "/build/")


def take_changed(looks: list[Look], changed: str, withdrawn: str) -> None:
    """Take citations of changed and removed documents, and an answer with different figures."""
    for look in looks:
        look.take("answer-differing", asking(DIFFERING))
        look.take("citation-changed", changed)
        look.take("citation-withdrawn", withdrawn)


def cited(look: Look, question: str, doc_id: str) -> str:
    """Return the permanent link of the first passage that a question finds in a document."""
    page = look.go(asking(question, document=doc_id))
    return str(page.locator(".passage").get_by_role("link", name="Show in document").first.get_attribute("href"))


def take_for_docs(browser: Browser, address: str) -> None:
    """Take the screenshots of the README and the manual in the size shown there."""
    look = Look(browser, address, "desktop", "light", FOLDER)
    look.page.set_viewport_size({"width": 1100, "height": 760})
    look.go(asking(ANSWERED))
    look.page.screenshot(path=FOLDER / "answer.png")
    link = look.page.locator(".quotes").get_by_role("link", name="Show in document").first.get_attribute("href")
    look.page.set_viewport_size({"width": 1280, "height": 800})
    look.go(str(link))
    look.page.screenshot(path=FOLDER / "source.png")
    take_tray(look)
    (FOLDER / "tray-desktop-light.png").unlink()
    look.page.screenshot(path=FOLDER / "tray.png", full_page=True)


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve an index with uploads on a free port, and yield the address."""
    app = create_app(settings, Room())
    with closing(Server(app, "127.0.0.1", 0)) as server:
        thread = Thread(target=server.run)
        thread.start()
        try:
            yield server.address
        finally:
            app.extensions[EXTENSION].builds.close()
            server.stop()
            thread.join()


def make_screenshots(settings: Settings, to: Path | None) -> None:
    """Take the screenshots of the manual and, into the folder `to`, each page in each size and colour scheme."""
    with served(settings) as address, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM))
        take_for_docs(browser, address)
        if to is None:
            browser.close()
            return
        to.mkdir(parents=True, exist_ok=True)
        looks = [Look(browser, address, size, scheme, to) for size in SIZES for scheme in SCHEMES]
        for look in looks:
            take_answers(look)
            take_documents(look)
            take_tray(look)
        take_judgements(looks)
        changed, withdrawn = (cited(looks[0], AGES, doc_id) for doc_id in (NOTES, RELEASE))
        take_uploads(looks, settings.corpus_dir)
        take_changed(looks, changed, withdrawn)
        browser.close()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=Path(), help="folder that holds corpus/ and web/")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder for the pictures of every page")
    parser.add_argument("--manual-only", action="store_true", help="only the screenshots of the README and the manual")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        corpus = Path(temporary) / "corpus"
        shutil.copytree(arguments.root / "corpus", corpus)
        settings = Settings.from_env(
            os.environ, root=arguments.root, corpus_dir=corpus, index_dir=Path(temporary) / "index"
        )
        with showing_progress() as progress:
            index(settings, progress)
        make_screenshots(settings, None if arguments.manual_only else arguments.to)


if __name__ == "__main__":
    main()
