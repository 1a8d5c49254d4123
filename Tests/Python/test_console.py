# SPDX-License-Identifier: Apache-2.0
"""The operator's console, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from harness.browser import PHONE, violations


def console(context):
    page = context.new_page()
    page.goto("/console")
    expect(page.locator("#tiles dd").first).to_have_text(re.compile(r"^[\d,]+$"))
    return page


def tile(page, name: str):
    return page.locator(".tile", has=page.get_by_text(name, exact=True)).locator("dd")


def figure(page, title: str, line: str):
    card = page.locator(".plot", has=page.get_by_role("heading", name=re.compile(f"^{title}")))
    return card.locator(".legend li", has_text=line).locator("strong")


def test_figures_move_with_what_happens(page_team, person):
    page = console(person(1))
    expect(tile(page, "Version")).to_have_text(re.compile(r"^\d+\.\d+"))
    expect(figure(page, "Connections", "sockets")).to_have_text(re.compile(r"^[1-9]"))
    before = int(tile(page, "Messages").inner_text().replace(",", ""))
    listener = page_team.socket(page_team.cat)
    for number in range(20):
        page_team.say(page_team.ann, f"message {number}")
    listener.message("message 19")
    expect(tile(page, "Messages")).to_have_text(f"{before + 20:,}")
    expect(figure(page, "Log entries", "written")).to_have_text(re.compile(r"\d"))
    # Two readings make a line.
    expect(page.locator(".plot path.series-1").first).to_have_attribute("d", re.compile("M.*L"))
    assert figure(page, "Commits", "transactions").inner_text() != "–"


def test_the_logs_tail_says_what_happened_and_not_what_was_said(page_team, person):
    page = console(person(1))
    message = page_team.say(page_team.ann, "a secret between us")
    row = page.locator("#log tr", has=page.get_by_role("cell", name=str(message["id"]), exact=True))
    expect(row).to_contain_text("message.created")
    expect(row).to_contain_text(f"channel {page_team.channel}")
    assert "a secret between us" not in page.content()
    page.get_by_placeholder("Only of a type").fill("workspace.")
    expect(row).to_have_count(0)
    page.get_by_placeholder("Only of a type").fill("")
    page.get_by_label("Follow").uncheck()
    later = page_team.say(page_team.ann, "not seen")
    page.get_by_label("Follow").check()
    expect(page.locator("#log")).to_contain_text(str(later["id"]))


def test_a_person_is_disconnected_and_comes_back(page_team, person):
    name = f"Ben {page_team.token}"
    page_team.call(page_team.ben, "user.update", user_id=page_team.ben, display_name=name)
    listener = page_team.socket(page_team.ben)
    page = console(person(1))
    page.get_by_placeholder("Only of somebody").fill(name)
    mine = page.locator("#connections tr")
    expect(mine).to_have_count(1)
    expect(mine).to_contain_text("websocket")
    mine.get_by_role("button", name=f"Disconnect {name} everywhere").click()
    assert listener.closed().code == 3103, "which a client takes for a reason to come back"
    expect(page.get_by_role("status").filter(has_text="closed. Clients come back")).to_be_visible()


def test_the_limits_are_those_that_hold(page_team, person):
    page = console(person(1))
    expect(page.locator("#limits tr", has_text="Connections, a person")).to_contain_text("20")
    expect(page.locator("#limits tr", has_text="Calls, a person").locator("td").last).to_have_text(re.compile(r"^\d"))


def test_draining_is_asked_twice_and_then_said(new_page_hub, person):
    hub = new_page_hub()
    page = console(person(1, hub=hub))
    page.get_by_role("button", name="Drain…").click()
    page.get_by_role("button", name="Leave it").click()
    assert page.locator("#draining").is_hidden()
    page.get_by_role("button", name="Drain…").click()
    page.get_by_label("Over how many seconds").fill("1")
    page.get_by_role("dialog").get_by_role("button", name="Drain").click()
    expect(page.locator("#draining")).to_be_visible()
    assert not hub.is_ready()


def test_the_console_is_for_operators(page_team, person):
    page = person(page_team.ben).new_page()
    page.goto("/console")
    expect(page.get_by_role("heading", name="This page is for operators")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shape", [{}, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_the_console(page_team, person, theme, shape):
    page = console(person(1, color_scheme=theme, **shape))
    expect(page.locator("#connections tr").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Drain…").click()
    assert violations(page) == []
