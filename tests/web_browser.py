"""A browser for tests of the page, and what axe-core says of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
ARGUMENTS = (
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--autoplay-policy=no-user-gesture-required",
)

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")


@contextmanager
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        made = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[*ARGUMENTS],
            # As browsers are: Back shows a page as it was left.
            ignore_default_args=["--disable-back-forward-cache"],
        )
        try:
            yield made
        finally:
            made.close()


def enter(page: Any, link: str) -> None:
    """Open the link of a rater or the teacher, and wait for where it leads."""
    page.goto(link)
    secret = link.rpartition("/")[2]
    page.wait_for_url(lambda url: secret not in url)
    page.wait_for_load_state()


def barriers(page: Any) -> list[str]:
    """Return what axe-core finds wrong with a page, one line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def photograph(page: Any, folder: Path, name: str) -> None:
    """Write what the page looks like on a phone and on a wide screen."""
    for width, height in ((390, 844), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
