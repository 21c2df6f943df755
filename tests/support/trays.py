"""Quotes collected in the tray of a browser."""

from urllib.parse import urlencode

from playwright.sync_api import Page, expect

KEY = "reportqa.tray"
"""The name under which a browser stores the tray."""


def collect(page: Page, address: str, question: str) -> str:
    """Ask, add the first quote to the tray by keyboard, and return its words."""
    page.goto(f"{address}/ask?{urlencode({'q': question})}")
    button = page.locator(".quote").first.locator('button[data-action="tray"]')
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#status")).to_contain_text("Added to the tray")
    return str(page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).parts.at(-1).quote.quote", KEY))
