"""Make the pictures in docs/screenshots/ of a running server, or of one that serves the index under --root.

python docs/make_screenshots.py [--address http://127.0.0.1:8000 | --root FOLDER]
"""

import argparse
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from playwright.sync_api import Page, expect, sync_playwright

from reportqa.app import create_app
from reportqa.serving import Server
from reportqa.settings import Settings

FOLDER = Path(__file__).parent / "screenshots"
ANSWERED = "How many patients did Modality have in April 2016?"
UNANSWERED = "What did the Bank of England do to interest rates in 1987?"
SIZES = {1440: 900, 768: 1024, 375: 812}
TIMEOUT = 120_000
"""Milliseconds that a page may take; the first waits for the model."""
SCHEMES = ("light", "dark")
CHROMIUM = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync")


def make_screenshots(address: str) -> None:
    """Visit each page in each size and colour scheme."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM))
        for width, height in SIZES.items():
            for scheme in SCHEMES:
                page = browser.new_page(
                    viewport={"width": width, "height": height},
                    color_scheme="light" if scheme == "light" else "dark",
                )
                page.set_default_timeout(TIMEOUT)
                visit(page, address, f"{width}-{scheme}")
                page.close()
        page = browser.new_page(viewport={"width": 1100, "height": 760}, device_scale_factor=2)
        page.goto(ask_address(address, ANSWERED))
        page.screenshot(path=FOLDER / "answer.png")
        link = page.locator(".quotes").get_by_role("link", name="Show in the document").first.get_attribute("href")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{address}{link}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / "source.png")
        browser.close()


def visit(page: Page, address: str, suffix: str) -> None:
    """Take the pages one after the other, following the citation of the answer to its document."""

    def take(name: str, *, full_page: bool = True) -> None:
        page.screenshot(path=FOLDER / f"{name}-{suffix}.png", full_page=full_page)

    page.goto(address)
    take("ask")
    page.goto(f"{address}/documents/")
    take("documents")
    page.goto(ask_address(address, UNANSWERED))
    take("no-answer")
    page.goto(ask_address(address, ANSWERED))
    take("answer")
    for button in page.locator('button[data-action="tray"]').all()[:3]:
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Tray").click()
    expect(page.locator("#tray-preview blockquote").first).to_be_visible(timeout=TIMEOUT)
    take("tray")
    page.goto(ask_address(address, ANSWERED))
    page.get_by_role("link", name="Why these passages?").click()
    take("explanation")
    page.go_back()
    page.locator(".quotes").get_by_role("link", name="Show in the document").first.click()
    page.locator("#cited").wait_for()
    page.wait_for_load_state("networkidle")
    take("document", full_page=False)
    page.get_by_role("navigation", name="View").get_by_role("link", name="Page").click()
    page.locator("#cited").wait_for()
    page.wait_for_load_state("networkidle")
    take("page", full_page=False)
    page.get_by_label("Find in document").fill("patients")
    page.keyboard.press("Enter")
    page.locator(".found-list").wait_for()
    page.wait_for_load_state("networkidle")
    take("found")


def ask_address(address: str, question: str) -> str:
    """Give the address of the answer to a question."""
    return f"{address}/ask?{urlencode({'q': question})}"


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Serve the index under a root on a free port for as long as it takes; give the address."""
    app = create_app(Settings.from_env(root=root))
    with closing(Server(app, "127.0.0.1", 0)) as server:
        thread = Thread(target=server.run)
        thread.start()
        try:
            yield server.address
        finally:
            server.stop()
            thread.join()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", help="of a running server")
    parser.add_argument("--root", type=Path, default=Path(), help="folder that holds index/")
    arguments = parser.parse_args()
    if arguments.address:
        make_screenshots(arguments.address.rstrip("/"))
    else:
        with served(arguments.root) as address:
            make_screenshots(address)


if __name__ == "__main__":
    main()
