# SPDX-License-Identifier: Apache-2.0
"""The live board, in a real browser: who works on what, what is over, and what could not be sent."""

import re
import time

import pytest
from playwright.sync_api import expect

from harness.browser import PHONE, violations

HOUR = 3_600_000


def now() -> int:
    return int(time.time() * 1000)


def begin(team, user: int, name: str, number: int = 7, **more) -> dict:
    """Somebody else's client begins to work."""
    subject = {"repo_owner": "martlet", "repo_name": "hub", "pr_number": number}
    return team.call(user, "session.start", local_id=name, **subject, **more)


def board(context, path: str = "/board"):
    page = context.new_page()
    page.goto(path)
    expect(page.locator("#standing")).to_have_text(re.compile("^Live"))
    expect(page.locator("#me")).not_to_be_empty()
    return page


def running(page):
    return page.locator("#active li[data-session]")


@pytest.mark.alone
def test_work_appears_as_it_begins_and_an_end_within_two_seconds(page_team, person):
    page = board(person(page_team.ann))
    expect(page.locator("#active")).to_contain_text("Nobody works")
    session = begin(page_team, page_team.ben, "s1", started_at=now() - 47 * 60_000)
    row = page.locator(f'#active [data-session="{session["id"]}"]')
    expect(row).to_contain_text("Ben")
    expect(row).to_contain_text("martlet/hub#7")
    expect(row).to_contain_text("47 min")
    expect(page.locator("#now-count")).to_have_text("1")

    # The page itself says when it showed the end: nothing of this test's own slowness is in the figure.
    page.evaluate(
        """id => { window.shown = new Promise(resolve => new MutationObserver((_, observer) => {
            if (!document.querySelector(`#ended [data-session="${id}"]`)) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve(Date.now()));
        }).observe(document.querySelector("#ended"), {childList: true})) }""",
        session["id"],
    )
    asked = now()
    page_team.call(page_team.ben, "session.end", id=session["id"], duration_seconds=2700)
    took = page.evaluate("window.shown") - asked
    assert took <= 2000, f"the end was seen after {took} ms"
    ended = page.locator(f'#ended [data-session="{session["id"]}"]')
    expect(ended).to_contain_text("45 min")
    expect(ended).to_contain_text("Ended")
    expect(row).to_have_count(0)
    expect(page.locator("#chart .legend")).to_contain_text("Ben45 min")


def test_an_end_that_was_only_supposed_is_told_as_stale_and_corrected(new_page_hub, new_team, person):
    hub = new_page_hub({"limits.session_silence_ms": 1500})
    team = new_team(hub)
    page = board(person(team.ann, hub=hub))
    session = begin(team, team.ben, "s1")
    row = page.locator(f'#ended [data-session="{session["id"]}"]')
    expect(row).to_contain_text("Stale", timeout=20_000)
    team.call(team.ben, "session.end", id=session["id"], duration_seconds=3600, ended_at=now())
    expect(row).to_contain_text("1 h")
    expect(row).not_to_contain_text("Stale")


def test_one_works_on_the_board_itself_and_a_closed_tab_ends_it(page_team, person):
    page = board(person(page_team.ben))
    page.get_by_label("What do you work on?").fill("no pull request")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("alert").first).to_contain_text("owner/repository#7")
    page.get_by_label("What do you work on?").fill("https://github.com/martlet/hub/pull/31")
    page.get_by_role("button", name="Start").click()
    mine = page.locator(".running")
    expect(mine).to_contain_text("martlet/hub#31")
    mine.get_by_role("button", name="Pause").click()
    expect(mine).to_contain_text("Paused")
    mine.get_by_role("button", name="Resume").click()
    expect(mine).to_contain_text("Running")

    other = board(person(page_team.ann))
    expect(running(other)).to_contain_text("martlet/hub#31")
    page.close(run_before_unload=True)
    expect(running(other)).to_have_count(0)
    expect(other.locator("#ended")).to_contain_text("martlet/hub#31")


def test_filters_narrow_down_everything_that_is_shown(page_team, person):
    team = page_team
    begin(team, team.ben, "s1", 7)
    begin(team, team.cat, "s2", 8)
    for index, user in enumerate((team.ben, team.cat)):
        begin(team, user, f"old{index}", 20 + index, started_at=now() - 3 * HOUR, ended_at=now() - HOUR, duration_seconds=7200)
    elsewhere = team.call(team.ann, "workspace.create", name=f"elsewhere {team.token}")["id"]
    page = board(person(team.ann))
    expect(running(page)).to_have_count(2)

    page.get_by_label("Person").select_option(label="Ben")
    expect(running(page)).to_have_count(1)
    expect(page.locator("#chart .legend li")).to_have_count(1)
    page.get_by_label("Person").select_option("")
    page.get_by_label("Pull request").fill("hub#8")
    expect(running(page)).to_contain_text("Cat")
    expect(running(page)).to_have_count(1)
    page.get_by_label("Pull request").fill("")
    page.get_by_label("State").select_option("ended")
    expect(running(page)).to_have_count(0)
    expect(page.locator("#ended [data-session]")).to_have_count(2)
    page.get_by_label("State").select_option("")
    page.get_by_label("Workspace").select_option(str(elsewhere))
    expect(running(page)).to_have_count(0)
    expect(page.locator("#chart")).to_contain_text("No finished work")
    page.get_by_label("Workspace").select_option(str(team.workspace))
    expect(running(page)).to_have_count(2)


def test_totals_are_told_in_words_to_whoever_cannot_see_the_chart(page_team, person):
    begin(page_team, page_team.ben, "s1", started_at=now() - 3 * HOUR, ended_at=now() - HOUR, duration_seconds=5400)
    page = board(person(page_team.ann))
    table = page.get_by_role("table", name="Finished work per person and day")
    expect(table).to_contain_text("1 h 30 min")


def test_ones_own_dead_letters_are_shown_tried_again_and_let_go(page_team, person):
    page = board(person(page_team.ben))
    assert page.locator("#dead").is_hidden()
    # A channel that is not there: the server's refusal ends the call at once.
    send = """async () => {
        const { connect } = await import("/martlet.js");
        const martlet = connect({ user: %d });
        const entries = ["one", "two"].map((body) => martlet.send("message.send", { channel_id: 999999999, body }));
        await Promise.allSettled(entries.map((entry) => entry.done));
        await martlet.close();
    }""" % page_team.ben
    page.evaluate(send)
    page.reload()
    letters = page.locator("#letters li")
    expect(letters).to_have_count(2)
    expect(letters.first).to_contain_text("The server refused it.")

    operator = board(person(1))
    report = operator.locator("#reports tr", has_text="Ben").filter(has_text="2 × Sending a message: refused")
    expect(report).to_have_count(1, timeout=20_000)
    assert "999999999" not in operator.content()

    letters.first.get_by_role("button", name="Try again").click()
    expect(letters).to_have_count(2, timeout=20_000)
    letters.first.get_by_role("button", name="Discard").click()
    expect(letters).to_have_count(1)
    letters.first.get_by_role("button", name="Discard").click()
    expect(page.locator("#dead")).to_be_hidden()
    expect(report).to_have_count(0, timeout=20_000)


def test_everybodys_dead_letters_are_for_operators(page_team, person):
    page = board(person(page_team.ben))
    assert page.locator("#everybody").is_hidden()
    assert page.get_by_role("link", name="Console").count() == 0


def test_a_hostile_name_is_text(page_team, person):
    hostile = "<img src=x onerror=alert(1)>"
    page_team.call(page_team.ben, "user.update", user_id=page_team.ben, display_name=hostile)
    page_team.call(
        page_team.ben, "session.start", local_id="s1", repo_owner="<b>o</b>", repo_name="<script>", pr_number=1
    )
    page = board(person(page_team.ann))
    expect(running(page)).to_contain_text(hostile)
    expect(running(page)).to_contain_text("<b>o</b>/<script>#1")
    assert page.locator("main img, main script, main b").count() == 0


def test_signing_out_leads_to_where_one_signs_in(page_team, person):
    page = board(person(page_team.ben))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/signin?out")


def test_signing_out_in_one_tab_takes_the_others_along(page_team, person):
    context = person(page_team.ben)
    page, other = board(context), board(context)
    page.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/signin?to=/board&out")


def test_the_board_catches_up_after_the_server_was_gone(new_page_hub, new_team, person):
    hub = new_page_hub()
    team = new_team(hub)
    page = board(person(team.ann, hub=hub))
    session = begin(team, team.ben, "s1")
    expect(running(page)).to_have_count(1)
    hub.restart(kill=True)
    team.call(team.ben, "session.end", id=session["id"], duration_seconds=60)
    expect(page.locator(f'#ended [data-session="{session["id"]}"]')).to_be_visible(timeout=60_000)
    expect(running(page)).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shape", [{}, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_the_board(page_team, person, theme, shape):
    team = page_team
    begin(team, team.cat, "s1", 8)
    for index, user in enumerate((team.ann, team.ben, team.cat)):
        begin(team, user, f"old{index}", 20 + index, started_at=now() - 3 * HOUR, ended_at=now() - HOUR, duration_seconds=7200)
    team.call(team.ben, "client.report_dead_letters", client="x", letters=[{"method": "message.send", "reason": "expired", "count": 2}])
    page = board(person(team.ann, color_scheme=theme, **shape))
    expect(page.locator("#ended [data-session]")).to_have_count(3)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    operator = board(person(1, color_scheme=theme, **shape))
    expect(operator.locator("#reports")).to_contain_text("message")
    assert violations(operator) == []
    assert operator.evaluate("document.documentElement.scrollWidth <= innerWidth")
