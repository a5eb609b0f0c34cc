"""A comparison's page in a real browser: it asks nothing of the network, and no name in it runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_text import MARKUP
from loud_comparisons import loud_comparison

from matchmaker.comparison.page import files_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-pings")


def opened(page: Path, said: list[str], asked: list[str]) -> str:
    """Return what somebody reads of a page; what it says on its console and asks for is kept."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        tab = browser.new_page()
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        tab.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(page.as_uri(), wait_until="load")
        tab.wait_for_timeout(200)
        read = str(tab.inner_text("body"))
        browser.close()
    return read


@pytest.mark.browser
@pytest.mark.promise("injection in a real browser")
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_the_page_asks_nothing_of_the_network_and_nothing_in_it_runs(
    tmp_path: Path, counted: Callable[..., None]
) -> None:
    page, said, asked = tmp_path / "comparison.html", list[str](), list[str]()
    page.write_text(files_of(loud_comparison())["comparison.html"], "utf-8")
    read = opened(page, said, asked)
    assert (said, asked) == ([], [page.as_uri()])
    assert all(payload in read for payload in MARKUP)
    bad = tmp_path / "bad.html"
    bad.write_text('<script>alert(1); console.log(2)</script><img src="http://127.0.0.1:9/x.png">', "utf-8")
    opened(bad, said, asked)  # what would be noticed
    assert {"1", "2", "http://127.0.0.1:9/x.png"} <= {*said, *asked}
    counted(pages=1, names=len(loud_comparison().contenders))
