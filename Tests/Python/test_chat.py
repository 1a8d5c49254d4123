# SPDX-License-Identifier: Apache-2.0
"""The chat page in a real browser, as a team uses it on the first day."""

import json
import re
import threading

import pytest
from playwright.sync_api import expect

from harness.browser import PHONE, page_settings, violations
from harness.chat import Chat
from harness.process import Hub
from harness.team import Team

HOSTILE = {
    "script": "<script>window.harmed = 1</script>",
    "picture": "<img src=x onerror='window.harmed = 1'>",
    "frame": "<iframe srcdoc='<script>parent.harmed = 1</script>'></iframe>",
    "link": "[x](javascript:harmed=1) javascript:alert(1) https://x.example/\"onmouseover=\"harmed=1",
    "a long word": "w" * 2000,
    "right to left": "\u202e\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466\U0001f3f3\ufe0f\u200d\U0001f308",
    "marks that never end": "**a " * 3000 + ".",
}


@pytest.fixture
def open_chat(person):
    """Opens the chat page in a profile of one's own, or in one more tab of a profile."""

    def open(user: int, channel: int | None = None, **options) -> Chat:
        return Chat(person(user, **options), channel)

    return open


@pytest.fixture
def own_hub():
    """A server of the test's own, which may be killed."""
    hub = Hub(split=False, settings=page_settings())
    try:
        yield hub.start()
    finally:
        hub.close()


def name_of(team: Team, channel: int) -> str:
    return team.call(team.ann, "channel.get", channel_id=channel)["name"]


# --- Talking ---------------------------------------------------------------------------------------------------------


def test_two_people_in_two_profiles_talk(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.say("good morning")
    expect(ben.message("good morning")).to_contain_text("Ann")
    ben.say("and to you")
    expect(ann.message("and to you")).to_contain_text("Ben")
    for page in (ann, ben):
        assert page.texts() == ["good morning", "and to you"]
        expect(page.page.locator("li.message.waiting")).to_have_count(0)


def test_what_was_said_is_edited_with_the_arrow_and_seen_by_others(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.say("helo")
    expect(ben.message("helo")).to_be_visible()
    ann.writing.press("ArrowUp")
    expect(ann.writing).to_have_value("helo")
    ann.writing.fill("hello")
    ann.writing.press("Enter")
    expect(ben.message("hello")).to_contain_text("(edited)")
    expect(ann.message("hello")).to_contain_text("(edited)")
    assert ben.texts() == ["hello (edited)"]


def test_an_edit_is_given_up_with_escape_and_the_draft_comes_back(open_chat, page_team):
    ann = open_chat(page_team.ann, page_team.channel)
    ann.say("as it is")
    expect(ann.message("as it is")).to_be_visible()
    ann.act("as it is", "Edit")
    ann.writing.fill("something else")
    ann.writing.press("Escape")
    expect(ann.writing).to_have_value("")
    assert page_team.call(page_team.ann, "message.list", channel_id=page_team.channel)["messages"][0]["body"] == "as it is"


def test_a_message_is_deleted_for_everybody_after_a_question(open_chat, page_team):
    page_team.say(page_team.ann, "not for long")
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    expect(ben.message("not for long")).to_be_visible()
    ann.act("not for long", "More")
    ann.choose("Delete")
    ann.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    for page in (ann, ben):
        expect(page.message("not for long")).to_have_count(0)


def test_a_reaction_is_given_counted_and_taken_back(open_chat, page_team):
    page_team.say(page_team.ann, "we are live")
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ben.act("we are live", "React")
    ben.page.get_by_role("button", name="party").click()
    reaction = re.compile("🎉 1, Ben")
    expect(ann.page.get_by_role("button", name=reaction)).to_have_attribute("aria-pressed", "false")
    ann.page.get_by_role("button", name=reaction).click()
    both = ben.page.get_by_role("button", name=re.compile("🎉 2"))
    expect(both).to_have_attribute("aria-pressed", "true")
    both.click()
    expect(ann.page.get_by_role("button", name=re.compile("🎉 1, Ann"))).to_be_visible()


def test_a_thread_has_its_answers_beside_the_conversation(open_chat, page_team):
    page_team.say(page_team.ben, "who takes the release?")
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.act("who takes the release?", "Reply in thread")
    ann.replying.fill("I do")
    ann.replying.press("Enter")
    expect(ben.message("who takes the release?")).to_contain_text("1 reply")
    ben.page.get_by_role("button", name="1 reply").click()
    expect(ben.panel).to_contain_text("I do")
    ben.replying.fill("thanks")
    ben.replying.press("Enter")
    expect(ann.panel.locator("li.message").filter(has_text="thanks")).to_be_visible()
    expect(ann.message("who takes the release?")).to_contain_text("2 replies")
    assert ann.texts() == ["who takes the release?"]


def test_a_pin_is_found_again_among_the_channels_pins(open_chat, page_team):
    page_team.say(page_team.ben, "the wifi is called martlet")
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.act("the wifi is called martlet", "More")
    ann.choose("Pin")
    expect(ben.message("the wifi is called martlet")).to_contain_text("Pinned")
    ben.page.get_by_role("button", name="Pinned messages").click()
    expect(ben.panel.get_by_role("button", name=re.compile("the wifi is called martlet"))).to_be_visible()
    ann.act("the wifi is called martlet", "More")
    ann.choose("Unpin")
    expect(ben.panel).to_contain_text("Nothing is pinned here")


def test_search_finds_a_message_and_goes_to_it_however_old(open_chat, page_team):
    page_team.say(page_team.ben, "the quokka came by")
    for number in range(150):
        page_team.say(page_team.ben, f"since then {number}")
    ann = open_chat(page_team.ann, page_team.channel)
    expect(ann.message("since then 149")).to_be_visible()
    expect(ann.message("the quokka came by")).to_have_count(0)
    ann.page.keyboard.press("Control+Shift+F")
    ann.page.get_by_role("searchbox").fill("quokka")
    ann.panel.get_by_role("button", name=re.compile("the quokka came by")).click()
    expect(ann.message("the quokka came by")).to_be_in_viewport()
    expect(ann.message("the quokka came by")).to_have_class(re.compile("emphasised"))
    ann.page.get_by_role("button", name="Later messages").click()
    expect(ann.message("since then 149")).to_be_in_viewport()


def test_typing_shows_and_expires(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ben.writing.press_sequentially("I am th")
    expect(ann.page.locator(".typing").first).to_have_text("Ben is typing…")
    # It lapses by itself; nobody sends anything.
    expect(ann.page.locator(".typing").first).to_have_text("", timeout=15_000)


def test_a_status_text_and_whether_somebody_is_there_are_seen_by_the_others(open_chat, page_team):
    page_team.call(page_team.ann, "channel.create", workspace_id=page_team.workspace, kind="dm", peer_ids=[page_team.ben])
    ann = open_chat(page_team.ann, page_team.channel)
    expect(ann.place("Ben")).to_contain_text("offline")
    ben = open_chat(page_team.ben, page_team.channel)
    expect(ann.place("Ben")).to_contain_text("online")
    ben.page.get_by_role("button", name="Ben", exact=True).click()
    ben.choose("Set a status")
    ben.page.get_by_label("Status", exact=True).fill("reviewing")
    ben.page.get_by_role("button", name="Save").click()
    expect(ann.place("Ben")).to_contain_text("reviewing")
    ben.context.close()
    expect(ann.place("Ben")).to_contain_text("offline")


def test_a_huddle_shows_who_is_in_it_and_ends_with_the_last(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    name = name_of(page_team, page_team.channel)
    ann.page.get_by_role("button", name="Start huddle").click()
    expect(ben.place(name)).to_contain_text("huddle")
    ben.page.get_by_role("button", name="Join huddle, Ann").click()
    expect(ann.page.get_by_role("button", name="Leave huddle, Ann, Ben")).to_be_visible()
    ann.page.get_by_role("button", name="Leave huddle").click()
    ben.page.get_by_role("button", name="Leave huddle").click()
    expect(ann.page.get_by_role("button", name="Start huddle")).to_be_visible()
    expect(ann.place(name)).not_to_contain_text("huddle")


def test_a_canvas_is_written_by_two_and_neither_loses_a_word(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.page.get_by_role("button", name="Canvases").click()
    ann.page.get_by_role("button", name="New canvas").click()
    ann.page.get_by_label("Title").fill("Checklist")
    ann.page.get_by_role("button", name="Create").click()
    ben.page.get_by_role("button", name="Canvases").click()
    ben.page.get_by_role("button", name=re.compile("Checklist")).click()
    for page in (ann, ben):
        page.panel.get_by_role("button", name="Edit").click()
    ben.page.get_by_label("Text").fill("ben's words")
    ann.page.get_by_label("Text").fill("ann's words")
    ben.page.get_by_role("button", name="Save").click()
    expect(ben.panel).to_contain_text("ben's words")
    ann.page.get_by_role("button", name="Save").click()
    expect(ann.panel).to_contain_text("Ben changed this meanwhile")
    expect(ann.panel).to_contain_text("ben's words")
    ann.page.get_by_label("Text").fill("ben's words, and ann's")
    ann.page.get_by_role("button", name="Save").click()
    expect(ben.panel).to_contain_text("ben's words, and ann's")


def test_a_picture_is_attached_and_shown_to_the_others(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.page.locator("input[type=file]").first.set_input_files(
        [{"name": "dot.png", "mimeType": "image/png", "buffer": PICTURE}, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"notes"}]
    )
    expect(ann.page.locator(".upload")).to_have_count(2)
    expect(ann.page.locator(".upload progress")).to_have_count(0)
    ann.say("look")
    shown = ben.message("look").get_by_role("img", name="dot.png")
    expect(shown).to_be_visible()
    ben.page.wait_for_function("image => image.complete && image.naturalWidth === 1", arg=shown.element_handle())
    expect(ben.message("look").get_by_role("link", name=re.compile("notes.txt"))).to_contain_text("5 bytes")


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_body_is_shown_as_the_text_it_is(open_chat, page_team, body):
    ann = open_chat(page_team.ann, page_team.channel)
    page_team.say(page_team.ben, f"{body}")
    text = ann.page.locator("#conversation li.message .text").first
    expect(text).to_be_visible()
    assert text.text_content() == body
    assert ann.page.evaluate("window.harmed") is None
    assert text.locator("script, img, iframe, [onerror], [onmouseover]").count() == 0
    for link in text.locator("a").all():
        assert link.get_attribute("href").startswith("https://")
    overflow = ann.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0, "the page is wider than the window"


# --- What is unread --------------------------------------------------------------------------------------------------


def test_badges_count_what_others_said_and_who_was_named(open_chat, page_team):
    other = page_team.new_channel(page_team.ben)
    other_name, here = name_of(page_team, other), page_team.channel
    ann = open_chat(page_team.ann, here)
    user = page_team.call(page_team.ann, "user.me")
    page_team.say(page_team.ben, "one", other)
    first = page_team.say(page_team.ben, f"two @{user['name']}", other)
    ann.see_unread(other_name, 2, 1)
    expect(ann.page).to_have_title(re.compile(r"^\(1\) "))
    gone = page_team.say(page_team.ben, "three", other)
    ann.see_unread(other_name, 3, 1)
    page_team.call(page_team.ben, "message.delete", message_id=gone["id"])
    ann.see_unread(other_name, 2, 1)
    page_team.call(page_team.ben, "message.update", message_id=first["id"], body="two, nobody")
    ann.see_unread(other_name, 2, 0)
    page_team.say(page_team.ann, "mine does not count", other)
    page_team.call(page_team.ben, "message.send", channel_id=other, body="nor an answer", thread_id=first["id"])
    page_team.say(page_team.ben, "but this does", other)
    ann.see_unread(other_name, 3, 0)
    ann.open(other_name)
    ann.see_unread(other_name, 0)
    expect(ann.message("one")).to_be_visible()
    expect(ann.page.locator("li.day.new")).to_be_visible()


def test_read_cursors_are_equal_across_tabs_and_devices(open_chat, page_team):
    other = page_team.new_channel(page_team.ben)
    name = name_of(page_team, other)
    first = open_chat(page_team.ann, page_team.channel)
    second = Chat(first.context, page_team.channel)
    elsewhere = open_chat(page_team.ann, page_team.channel)
    for number in range(3):
        page_team.say(page_team.ben, f"news {number}", other)
    for page in (first, second, elsewhere):
        page.see_unread(name, 3)
    second.open(name)
    for page in (first, second, elsewhere):
        page.see_unread(name, 0)
    count = page_team.call(page_team.ann, "read.get", channel_id=other)
    assert (count["unread"], count["mentions"]) == (0, 0)


def test_a_mention_is_completed_counted_and_listed(open_chat, page_team):
    other = page_team.new_channel(page_team.ben)
    ann, ben = open_chat(page_team.ann, page_team.channel), open_chat(page_team.ben, other)
    ben.writing.press_sequentially("hey @an")
    expect(ben.page.get_by_role("option", name=re.compile("Ann"))).to_be_visible()
    ben.writing.press("Tab")
    ann_name = page_team.call(page_team.ann, "user.me")["name"]
    expect(ben.writing).to_have_value(f"hey @{ann_name} ")
    ben.writing.press("Enter")
    ann.see_unread(name_of(page_team, other), 1, 1)
    ann.page.get_by_role("button", name="Mentions 1").click()
    ann.panel.get_by_role("button", name=re.compile(f"hey @{ann_name}")).click()
    expect(ann.message("hey")).to_have_class(re.compile("mentions-me"))
    expect(ann.page.get_by_role("button", name="Mentions", exact=True)).to_be_visible()
    ann.see_unread(name_of(page_team, other), 0)


# --- Networks and servers that come and go ---------------------------------------------------------------------------


def test_a_tab_that_was_cut_off_resumes_with_nothing_lost_or_doubled(open_chat, page_team):
    other = page_team.new_channel(page_team.ben)
    ann = open_chat(page_team.ann, page_team.channel)
    page_team.say(page_team.ben, "before")
    expect(ann.message("before")).to_be_visible()
    ann.cut_off()
    expected = ["before"]
    for number in range(40):
        page_team.say(page_team.ben, f"meanwhile {number}")
        expected.append(f"meanwhile {number}")
    for number in range(7):
        page_team.say(page_team.ben, f"elsewhere {number}", other)
    ann.context.set_offline(False)
    ann.wait_until_live()
    expect(ann.message("meanwhile 39")).to_be_visible()
    assert ann.texts() == expected
    ann.see_unread(name_of(page_team, other), 7)


def test_what_is_written_offline_is_queued_and_sent_by_itself_once(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.cut_off()
    ann.say("first of two")
    ann.say("second of two")
    for text in ("first of two", "second of two"):
        expect(ann.message(text)).to_contain_text("Queued")
    expect(ann.connection).to_contain_text("2 changes queued")
    ann.context.set_offline(False)
    expect(ben.message("second of two")).to_be_visible()
    expect(ann.page.locator("li.message.waiting")).to_have_count(0)
    for page in (ann, ben):
        assert page.texts() == ["first of two", "second of two"]
    expect(ann.connection).to_have_text(re.compile("^Live"))


def test_a_tab_closed_offline_with_a_queued_message_sends_it_once_when_opened_again(open_chat, page_team):
    ann, ben = (open_chat(user, page_team.channel) for user in (page_team.ann, page_team.ben))
    ann.cut_off()
    ann.say("from a closed tab")
    expect(ann.message("from a closed tab")).to_contain_text("Queued")
    ann.page.close()
    ann.context.set_offline(False)
    again = Chat(ann.context, page_team.channel)
    expect(ben.message("from a closed tab")).to_be_visible()
    expect(again.page.locator("li.message.waiting")).to_have_count(0)
    again.say("and one more")
    expect(ben.message("and one more")).to_be_visible()
    for page in (again, ben):
        assert page.texts() == ["from a closed tab", "and one more"]


def test_the_server_is_killed_and_restarted_under_the_page(person, own_hub, new_team):
    team = new_team(own_hub)
    ann, ben = (Chat(person(user, hub=own_hub), team.channel) for user in (team.ann, team.ben))
    ann.say("before the power cut")
    expect(ben.message("before the power cut")).to_be_visible()
    own_hub.kill()
    expect(ann.connection).not_to_have_attribute("data-state", "live")
    ann.say("in the dark")
    expect(ann.message("in the dark")).to_contain_text("Queued")
    own_hub.start()
    for page in (ann, ben):
        page.wait_until_live()
        expect(page.message("in the dark")).to_be_visible()
        expect(page.page.locator("li.message.waiting")).to_have_count(0)
        assert page.texts() == ["before the power cut", "in the dark"]


def test_after_a_resync_the_visible_window_is_fetched_again(open_chat, page_team):
    """R3-15: what was edited and deleted before the newest message is not among what is new."""
    edited = page_team.say(page_team.ben, "as it was")
    deleted = page_team.say(page_team.ben, "soon gone")
    page_team.say(page_team.ben, "the newest")
    ann = open_chat(page_team.ann, page_team.channel)
    expect(ann.message("as it was")).to_be_visible()
    ann.cut_off()
    page_team.call(page_team.ben, "message.update", message_id=edited["id"], body="as it is")
    page_team.call(page_team.ben, "message.delete", message_id=deleted["id"])
    # More than can be replayed.
    elsewhere = page_team.new_channel(page_team.ben)
    for number in range(501):
        page_team.say(page_team.ben, f"{number}", elsewhere)
    ann.context.set_offline(False)
    ann.wait_until_live()
    expect(ann.message("as it is")).to_be_visible()
    assert ann.texts() == ["as it is (edited)", "the newest"]
    ann.see_unread(name_of(page_team, elsewhere), 501)


def test_what_the_server_refuses_stays_with_its_reason_until_it_is_discarded(open_chat, page_team):
    private = page_team.new_channel(page_team.ben, kind="private")
    ben = open_chat(page_team.ben, private)
    ben.cut_off()
    ben.say("too late")
    expect(ben.message("too late")).to_contain_text("Queued")
    page_team.call(page_team.ann, "channel.delete", channel_id=private)
    page_team.call(page_team.ann, "channel.get", channel_id=private)
    ben.context.set_offline(False)
    ben.wait_until_live()
    expect(ben.page.get_by_role("status").filter(has_text="was not sent")).to_be_visible()


# --- First steps, and what one may do --------------------------------------------------------------------------------


def test_a_newcomer_makes_a_workspace_a_channel_and_adds_somebody(open_chat, page_team):
    new, other = page_team.person("newcomer"), page_team.person("other")
    page = open_chat(new)
    page.page.get_by_role("button", name="New workspace").click()
    page.page.get_by_label("Name").fill("x" * 81)
    page.page.evaluate("document.querySelector('dialog input').maxLength = 1000")
    page.page.get_by_label("Name").fill("x" * 81)
    page.page.get_by_role("button", name="Create").click()
    expect(page.page.get_by_role("dialog").get_by_role("alert").filter(has_text="80")).to_be_visible()
    page.page.get_by_label("Name").fill("Ours")
    page.page.get_by_role("button", name="Create").click()
    page.page.locator("#conversation").get_by_role("button", name="New channel").click()
    page.page.get_by_label("Name").fill("plans")
    page.page.get_by_role("dialog").get_by_role("button", name="Create").click()
    page.say("a first word")
    expect(page.message("a first word")).to_be_visible()
    page.page.get_by_role("button", name="Ours").click()
    page.choose("Add people")
    page.page.get_by_label("Who").fill(str(other))
    page.page.get_by_role("button", name=f"Person {other}").click()
    page.page.get_by_role("button", name="Add", exact=True).click()
    theirs = open_chat(other)
    theirs.page.get_by_role("button", name="Browse channels").first.click()
    theirs.page.get_by_role("button", name="Join").click()
    expect(theirs.message("a first word")).to_be_visible()
    theirs.say("here I am")
    expect(page.message("here I am")).to_be_visible()


def test_what_one_may_not_do_is_not_offered(open_chat, page_team):
    page_team.say(page_team.ann, "not yours")
    ben = open_chat(page_team.ben, page_team.channel)
    ben.message("not yours").hover()
    expect(ben.message("not yours").get_by_role("button", name="Edit", exact=True)).to_be_hidden()
    ben.act("not yours", "More")
    menu = ben.page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name=re.compile("Pin"))).to_be_visible()
    expect(menu.get_by_role("menuitem", name=re.compile("Delete|Edit"))).to_have_count(0)
    ben.page.keyboard.press("Escape")
    ben.page.get_by_role("button", name="More about this channel").click()
    expect(menu.get_by_role("menuitem", name=re.compile("Leave"))).to_be_visible()
    expect(menu.get_by_role("menuitem", name=re.compile("Archive|Change"))).to_have_count(0)
    ben.page.keyboard.press("Escape")
    ben.page.locator(".workspace").click()
    expect(menu.get_by_role("menuitem", name=re.compile("Rename|Delete|Add people"))).to_have_count(0)


def test_somebody_who_is_removed_from_a_channel_sees_it_go(open_chat, page_team):
    private = page_team.new_channel(page_team.ben, kind="private")
    name = name_of(page_team, private)
    ben = open_chat(page_team.ben, private)
    page_team.call(page_team.ann, "channel.remove_member", channel_id=private, user_id=page_team.ben)
    expect(ben.place(name)).to_have_count(0)
    expect(ben.page.locator(".room-name")).not_to_contain_text(name)
    page_team.call(page_team.ann, "channel.add_member", channel_id=private, user_id=page_team.ben)
    expect(ben.place(name)).to_be_visible()


# --- Hands, eyes and ears --------------------------------------------------------------------------------------------


def test_everything_everyday_is_done_with_the_keyboard_alone(open_chat, page_team):
    other = page_team.new_channel(page_team.ben)
    name = name_of(page_team, other)
    page_team.say(page_team.ben, "can you hear me?", other)
    ann = open_chat(page_team.ann, page_team.channel)
    keyboard = ann.page.keyboard
    keyboard.press("Control+k")
    expect(ann.page.get_by_role("combobox")).to_be_focused()
    keyboard.type(name)
    keyboard.press("Enter")
    expect(ann.writing).to_be_focused()
    expect(ann.message("can you hear me?")).to_be_visible()
    keyboard.type("yes")
    keyboard.press("Enter")
    expect(ann.message("yes")).to_be_visible()
    # From the text field to the messages, and along them.
    for _ in range(6):
        keyboard.press("Shift+Tab")
        if ann.page.evaluate("document.activeElement.closest('li.message') !== null"):
            break
    keyboard.press("ArrowUp")
    expect(ann.message("can you hear me?")).to_be_focused()
    keyboard.press("+")
    expect(ann.page.get_by_role("textbox", name=re.compile("emoji"))).to_be_focused()
    keyboard.type("thumbs")
    keyboard.press("Enter")
    expect(ann.page.get_by_role("button", name=re.compile("👍 1"))).to_be_visible()
    expect(ann.message("can you hear me?")).to_be_focused()
    keyboard.press("r")
    expect(ann.replying).to_be_focused()
    keyboard.type("loud and clear")
    keyboard.press("Enter")
    expect(ann.panel).to_contain_text("loud and clear")
    keyboard.press("Escape")
    expect(ann.panel).to_be_hidden()
    expect(ann.writing).to_be_focused()
    keyboard.press("ArrowUp")
    keyboard.type("!")
    keyboard.press("Enter")
    expect(ann.message("yes!")).to_be_visible()
    keyboard.press("Alt+ArrowUp")
    expect(ann.page.locator(".room-name")).not_to_contain_text(name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(open_chat, page_team, theme, screen):
    user = page_team.call(page_team.ann, "user.me")
    root = page_team.say(page_team.ben, f"**hello** @{user['name']}, `code`, https://example.org\n```\nblock\n```")
    page_team.call(page_team.cat, "message.react", message_id=root["id"], emoji="👍")
    page_team.say(page_team.cat, "an answer", thread_id=root["id"])
    page_team.call(page_team.ann, "channel.create", workspace_id=page_team.workspace, kind="dm", peer_ids=[page_team.ben])
    ann = open_chat(page_team.ann, page_team.channel, color_scheme=theme, **screen)
    expect(ann.message("hello")).to_be_visible()
    assert violations(ann.page) == []
    ann.page.get_by_role("button", name="1 reply").click()
    expect(ann.panel).to_contain_text("an answer")
    assert violations(ann.page) == []
    ann.page.keyboard.press("Control+k")
    expect(ann.page.get_by_role("combobox")).to_be_visible()
    assert violations(ann.page) == []
    ann.page.keyboard.press("Escape")
    ann.page.get_by_role("button", name="Close").click()
    ann.page.get_by_role("button", name="More about this channel").click()
    assert violations(ann.page) == []
    ann.choose("People")
    expect(ann.panel).to_contain_text("Ben")
    assert violations(ann.page) == []
    if screen:
        ann.page.get_by_role("button", name="Close").click()
        ann.page.get_by_role("button", name="Back to the channels").click()
    ann.page.get_by_role("button", name="New channel").click()
    expect(ann.page.get_by_role("dialog")).to_be_visible()
    assert violations(ann.page) == []


def test_a_newcomers_page_has_nothing_serious_either(open_chat, page_team):
    page = open_chat(page_team.person("alone"))
    expect(page.page.get_by_role("button", name="New workspace")).to_be_visible()
    assert violations(page.page) == []


def test_a_screen_reader_is_told_what_others_say(open_chat, page_team):
    ann = open_chat(page_team.ann, page_team.channel)
    page_team.say(page_team.ben, "did you hear?")
    expect(ann.page.locator("#announcer")).to_contain_text("Ben: did you hear?")


def test_the_theme_is_chosen_for_all_tabs_and_stays(open_chat, page_team):
    ann = open_chat(page_team.ann, page_team.channel)
    other = Chat(ann.context, page_team.channel)
    ann.page.get_by_role("button", name="Ann", exact=True).click()
    ann.choose("Theme: system")
    for page in (ann, other):
        expect(page.page.locator("html")).to_have_attribute("data-theme", "light")
    ann.page.get_by_role("button", name="Ann", exact=True).click()
    ann.choose("Theme: light")
    ann.page.reload()
    expect(ann.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_phone_shows_one_column_at_a_time(open_chat, page_team):
    page_team.say(page_team.ben, "on the go")
    name = name_of(page_team, page_team.channel)
    ann = open_chat(page_team.ann, **PHONE)
    expect(ann.place(name)).to_be_visible()
    expect(ann.page.locator("#conversation")).to_be_hidden()
    ann.place(name).tap()
    expect(ann.message("on the go")).to_be_visible()
    expect(ann.page.locator("#sidebar")).to_be_hidden()
    ann.see_unread(name, 0)
    ann.say("me too")
    expect(ann.message("me too")).to_be_visible()
    ann.page.go_back()
    expect(ann.place(name)).to_be_visible()


def test_signing_out_ends_in_the_sign_in_page(open_chat, page_team):
    ann = open_chat(page_team.ann, page_team.channel)
    ann.page.get_by_role("button", name="Ann", exact=True).click()
    ann.choose("Sign out")
    ann.page.wait_for_url("**/signin**")
    ann.page.goto("/")
    ann.page.wait_for_url("**/signin**")
