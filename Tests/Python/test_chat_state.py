# SPDX-License-Identifier: Apache-2.0
"""What decides on the chat page, without a page: its state, its rows and its texts are values, tried out in the browser
that has to run them."""

import pytest

ME, BEN = 1, 2
CHANNEL = 7


def message(id: int, user: int = BEN, **more) -> dict:
    return {
        "id": id, "channel_id": CHANNEL, "user_id": user, "body": f"message {id}", "thread_id": None, "reply_count": 0,
        "attachments": [], "pinned": False, "reactions": [], "created_at": 1_700_000_000_000 + id * 1000,
        "edited_at": None, "deleted_at": None, **more,
    }  # fmt: skip


def said(id: int, user: int = BEN, key: str | None = None, **more) -> dict:
    cause = {"key": key} if key else None
    return {"type": "message.created", "seq": id, "cause": cause, "data": {"message": message(id, user, **more)}}


def loaded(unread: int = 0, mentions: int = 0, last_read: int = 0, last: int = 0) -> dict:
    channel = {
        "id": CHANNEL, "workspace_id": 3, "kind": "public", "name": "general", "topic": "", "creator_id": ME,
        "member_count": 2, "member_ids": None, "is_member": True, "archived_at": None,
    }  # fmt: skip
    entry = {
        "channel": channel, "unread": unread, "mentions": mentions, "capped": False, "last_read_msg": last_read,
        "last_message": message(last) if last else None,
    }  # fmt: skip
    user = {"id": ME, "name": "me", "display_name": "Me"}
    workspace = {"id": 3, "name": "Ours", "role": "member"}
    all = {
        "seq": last, "user": user, "workspaces": [workspace], "channels": [entry], "huddles": [], "mentions": [],
        "presence": [], "notifications": [],
    }  # fmt: skip
    return {"type": "loaded", "all": all}


ROOM = f"channel {CHANNEL}"


def page_of(messages: list[dict], side: str = "whole", **more) -> dict:
    return {"type": "page", "key": ROOM, "side": side, "page": {"messages": messages, **more}}


def opened(messages: list[dict], **more) -> list[dict]:
    room = {"key": ROOM, "channel": CHANNEL, "thread": None, "messages": [], "older": False, "newer": False, "ready": False}
    return [{"type": "loading", "room": room}, page_of(messages, **more)]


@pytest.fixture(scope="module")
def state_after(browser, page_hub):
    """The state after these changes, as far as JSON can tell it."""
    context = browser.new_context(base_url=page_hub.url)
    page = context.new_page()
    page.goto("/signin")

    def reduce(*batches: list[dict]) -> dict:
        return page.evaluate(
            """async ([batches, room]) => {
                const { emptyState, reduce } = await import("/chat/store.js");
                const freeze = (value) => (typeof value === "object" && value !== null && !Object.isFrozen(value)
                    ? (Object.values(Object.freeze(value)).forEach(freeze), value) : value);
                let state = emptyState;
                for (const batch of batches) {
                    const before = state;
                    const told = JSON.stringify([...before.places, ...before.rooms]);
                    state = reduce(state, batch);
                    if (JSON.stringify([...before.places, ...before.rooms]) !== told) throw new Error("an older state changed");
                    for (const held of state.rooms.values()) freeze(held);
                    for (const place of state.places.values()) freeze(place);
                }
                const held = state.rooms.get(room);
                return {
                    place: state.places.get(7) ?? null,
                    ids: held?.messages.map((message) => message.id) ?? null,
                    messages: held?.messages ?? null,
                    older: held?.older, newer: held?.newer, ready: held?.ready,
                    settled: [...state.settled],
                    counts: [...state.doubts.counts], users: [...state.doubts.users], asked: [...state.doubts.messages],
                    huddle: state.huddles.get(7) ?? null,
                    mentions: state.mentions.length,
                };
            }""",
            [batches, ROOM],
        )

    yield reduce
    context.close()


@pytest.fixture(scope="module")
def parsed(browser, page_hub):
    """What a text means; `ann` is user 5."""
    context = browser.new_context(base_url=page_hub.url)
    page = context.new_page()
    page.goto("/signin")

    def parse(body: str) -> list[dict]:
        return page.evaluate(
            """async (body) => {
                const { parse } = await import("/chat/format.js");
                return parse(body, (name) => ({ ann: 5, channel: null })[name]);
            }""",
            body,
        )

    yield parse
    context.close()


# --- Unread ----------------------------------------------------------------------------------------------------------


def test_what_others_say_counts_and_ones_own_words_and_answers_do_not(state_after):
    state = state_after([loaded()], [said(10), said(11, ME), said(12, thread_id=10), said(13)])
    assert (state["place"]["unread"], state["place"]["lastId"]) == (2, 13)


def test_hearing_of_a_message_twice_counts_it_once(state_after):
    assert state_after([loaded()], [said(10)], [said(10), said(10)])["place"]["unread"] == 1


def test_what_the_load_had_counted_is_not_counted_again(state_after):
    state = state_after([loaded(unread=2, last=20)], [said(19), said(20), said(21)])
    assert state["place"]["unread"] == 3


def test_a_count_is_exact_to_999_and_then_capped(state_after):
    state = state_after([loaded(unread=998, last=5)], [said(10)])
    assert (state["place"]["unread"], state["place"]["capped"]) == (999, False)
    state = state_after([loaded(unread=998, last=5)], [said(10), said(11)])
    assert (state["place"]["unread"], state["place"]["capped"]) == (999, True)


def test_reading_a_part_leaves_the_rest_unread(state_after):
    read = {"type": "read.updated", "data": {"user_id": ME, "channel_id": CHANNEL, "last_read_msg": 11}}
    state = state_after([loaded(), *opened([])], [said(10), said(11), said(12), said(13, ME)], [read])
    assert (state["place"]["unread"], state["place"]["lastRead"]) == (1, 11)


def test_a_cursor_never_moves_back_and_another_persons_does_not_count(state_after):
    def read(user: int, id: int) -> dict:
        return {"type": "read.updated", "data": {"user_id": user, "channel_id": CHANNEL, "last_read_msg": id}}

    state = state_after([loaded(), said(10), said(11)], [read(ME, 11), read(ME, 10), said(12), read(BEN, 12)])
    assert (state["place"]["unread"], state["place"]["lastRead"]) == (1, 11)


def test_a_count_that_events_cannot_tell_is_asked_for(state_after):
    deleted = {"type": "message.deleted", "data": {"message_id": 10, "channel_id": CHANNEL}}
    assert state_after([loaded(), said(10)], [deleted])["counts"] == [CHANNEL]


# --- Rooms -----------------------------------------------------------------------------------------------------------


def test_a_message_stands_in_its_place_however_often_and_in_whatever_order_it_comes(state_after):
    state = state_after([loaded(), *opened([message(10), message(12)])], [said(14), said(11), said(14)])
    assert state["ids"] == [10, 11, 12, 14]


def test_a_room_that_ends_before_the_newest_takes_in_nothing_that_would_leave_a_hole(state_after):
    state = state_after([loaded(), *opened([message(10)], newer=True)], [said(99)])
    assert (state["ids"], state["newer"]) == ([10], True)


def test_what_was_heard_while_a_page_was_on_its_way_is_not_lost(state_after):
    room = opened([])[0]
    edited = {"type": "message.updated", "data": {"message": message(11, body="edited")}}
    state = state_after([loaded(), room], [said(12), edited], [page_of([message(10), message(11)])])
    assert state["ids"] == [10, 11, 12]
    assert state["messages"][1]["body"] == "edited"


def test_pages_join_at_both_ends_without_doubling(state_after):
    start = opened([message(20), message(21)], older=True, newer=True)
    older = page_of([message(18), message(19), message(20)], "older", older=True)
    newer = page_of([message(21), message(22)], "newer", newer=False)
    state = state_after([loaded(), *start], [older], [newer])
    assert (state["ids"], state["older"], state["newer"]) == ([18, 19, 20, 21, 22], True, False)


def test_a_room_holds_so_many_and_lets_the_far_end_go(state_after):
    start = opened([message(id) for id in range(3000, 4999)], older=True)
    state = state_after([loaded(), *start], [page_of([message(id) for id in range(2900, 3000)], "older", older=True)])
    assert (len(state["ids"]), state["ids"][0], state["newer"]) == (2000, 2900, True)
    flood = [said(id) for id in range(5000, 7100)]
    state = state_after([loaded(), *start], flood)
    assert state["ids"][-1] == 7099 and len(state["ids"]) <= 4000 and state["older"]


def test_an_answer_counts_at_its_root_which_is_looked_at_again(state_after):
    state = state_after([loaded(), *opened([message(10)])], [said(11, thread_id=10)])
    assert state["messages"][0]["reply_count"] == 1 and state["asked"] == [10]


def test_a_deleted_message_says_nothing_any_more(state_after):
    deleted = {"type": "message.deleted", "data": {"message_id": 10, "channel_id": CHANNEL}}
    [gone] = state_after([loaded(), *opened([message(10, attachments=["a"])])], [deleted])["messages"]
    assert gone["body"] == "" and gone["attachments"] == [] and gone["deleted_at"]


def test_a_reply_and_its_event_settle_an_entry_once_whichever_comes_first(state_after):
    sent = {"type": "sent", "key": "k", "method": "message.send", "result": message(10, ME)}
    event = said(10, ME, key="k")
    for order in ([sent, event], [event, sent]):
        state = state_after([loaded(), *opened([])], *([change] for change in order))
        assert (state["ids"], state["settled"]) == ([10], ["k"])


def test_after_a_load_what_was_held_is_no_longer_believed(state_after):
    state = state_after([loaded(), *opened([message(10)])], [loaded(last=12)])
    assert (state["ids"], state["ready"]) == ([10], False)


def test_a_channel_one_is_removed_from_is_forgotten_with_all_that_was_said(state_after):
    state = state_after([loaded(), *opened([message(10)])], [{"type": "channel.removed", "data": {"channel_id": CHANNEL}}])
    assert state["place"] is None and state["ids"] is None


def test_a_huddle_is_who_is_in_it(state_after):
    def huddle(what: str, user: int | None = None) -> dict:
        return {"type": f"huddle.{what}", "data": {"room_id": "r", "channel_id": CHANNEL, "user_id": user}}

    state = state_after([loaded()], [huddle("started", BEN), huddle("joined", BEN), huddle("joined", ME), huddle("left", BEN)])
    assert state["huddle"]["participants"] == [ME]
    assert state_after([loaded()], [huddle("started", BEN), huddle("ended")])["huddle"] is None


# --- Texts -----------------------------------------------------------------------------------------------------------


def kinds(parts: list[dict]) -> list[tuple[str, str]]:
    return [(part["kind"], part.get("text", "")) for part in parts]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("plain", [("text", "plain")]),
        ("a `b` c", [("text", "a "), ("code", "b"), ("text", " c")]),
        ("```\na\nb\n```", [("block", "a\nb")]),
        ("see https://x.example/a_b_c.", [("text", "see "), ("link", "https://x.example/a_b_c"), ("text", ".")]),
        ("(https://x.example/)", [("text", "("), ("link", "https://x.example/"), ("text", ")")]),
        ("javascript:alert(1)", [("text", "javascript:alert(1)")]),
        ("<b>&amp;</b>", [("text", "<b>&amp;</b>")]),
        ("snake_case_name 2*3*4", [("text", "snake_case_name 2*3*4")]),
        ("@ann: hi", [("mention", "@ann"), ("text", ": hi")]),
        ("@Ann's", [("mention", "@Ann"), ("text", "'s")]),
        ("@nobody", [("text", "@nobody")]),
        ("mail@ann", [("text", "mail@ann")]),
        ("`@ann`", [("code", "@ann")]),
        ("@channel!", [("mention", "@channel"), ("text", "!")]),
    ],
)
def test_a_text_means_what_it_says(parsed, body, expected):
    assert kinds(parsed(body)) == expected


def test_marks_may_stand_in_one_another(parsed):
    [bold] = parsed("**a *b* `c`**")
    assert bold["kind"] == "bold"
    assert [part["kind"] for part in bold["parts"]] == ["text", "italic", "text", "code"]


@pytest.mark.parametrize("mark", ["**a ", "*a ", "_a ", "~~a ", "`a", "@a ", "@@", "```a", "https://a "])
def test_no_text_takes_long_to_understand(parsed, mark):
    """16 KiB of any mark: what is quadratic in it would take seconds."""
    body = mark * (16 * 1024 // len(mark))
    parts = parsed(body)
    assert parts


# --- Rows ------------------------------------------------------------------------------------------------------------


def test_rows_gather_a_persons_messages_and_say_where_the_new_ones_begin(browser, page_hub):
    context = browser.new_context(base_url=page_hub.url)
    page = context.new_page()
    page.goto("/signin")
    day = 86_400_000
    at = 1_700_000_000_000
    messages = [
        message(10, created_at=at), message(11, created_at=at + 1000), message(12, ME, created_at=at + 2000),
        message(13, created_at=at + 3000, deleted_at=at + 4000), message(14, created_at=at + day),
    ]  # fmt: skip
    rows = page.evaluate(
        """async ([changes, key]) => {
            const [{ emptyState, reduce }, { rows }] = await Promise.all([import("/chat/store.js"), import("/chat/timeline.js")]);
            const state = reduce(emptyState, changes);
            const room = state.rooms.get(key);
            return rows(state, room, 0, room.messages.length, { newSince: 12, emphasised: null })
                .map((row) => [row.kind, row.message?.id ?? null, row.compact ?? null]);
        }""",
        [[loaded(), *opened(messages)], ROOM],
    )
    context.close()
    assert rows == [
        ["start", None, None], ["day", None, None], ["message", 10, False], ["message", 11, True],
        ["message", 12, False], ["day", None, None], ["new", None, None], ["message", 14, False],
    ]  # fmt: skip
