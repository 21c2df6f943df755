"""Pages used with a keyboard alone: Tab from one control to the next, and arrows within toolbars."""

import pytest
from playwright.sync_api import Locator, Page

MOST_STOPS = 400
_FOCUSED = """targets => {
  const style = getComputedStyle(document.activeElement);
  const hasLine = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  return {
    isSeen: hasLine || document.activeElement === document.body,
    isThere: targets[0] === document.activeElement,
    isNear: Boolean(targets[0]?.closest('[role="toolbar"]')?.contains(document.activeElement)),
  };
}"""


def reach(page: Page, target: Locator) -> None:
    """Press Tab, and in its toolbar an arrow, until the target has the focus, which must be seen wherever it goes."""
    key = "Tab"
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        focus = target.evaluate_all(_FOCUSED)
        key = "ArrowRight" if focus["isNear"] else "Tab"
        assert focus["isSeen"], page.evaluate("document.activeElement.outerHTML")
        if focus["isThere"]:
            return
    pytest.fail(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Reach a target and press a key on it."""
    reach(page, target)
    page.keyboard.press(key)
