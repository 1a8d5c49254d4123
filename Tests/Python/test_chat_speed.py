# SPDX-License-Identifier: Apache-2.0
"""How the chat page does under load: a long channel, a flood of events, a first load.

What a task costs is its processor time on the page's main thread, which is its length where nothing else runs. How soon
something is painted has no such measure: it is tried a few times, and the best counts.
"""

import itertools
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from harness.chat import Chat

TRIES = 3
LONGEST_TASK_MS = 100
LONGEST_INPUT_MS = 200
LONG = 50_000
EVENTS_A_SECOND = 10_000
FLOOD_MS = 3000
FIRST_LOAD_BYTES = 150 * 1024

# Notes how long it takes from a key to what it changes on the screen.
WATCH = """
    window.inputs = [];
    new PerformanceObserver((list) => inputs.push(...list.getEntries().map((entry) => entry.duration)))
        .observe({ type: "event", durationThreshold: 16, buffered: true });
"""

# Lets a test say on the page's socket what a server would say, faster than one that is tested beside it could.
FLOODGATE = """
    const Native = WebSocket;
    window.WebSocket = class extends Native {
        constructor(...parts) {
            super(...parts);
            window.socket = this;
            // The server counts what it sends itself: while others speak, it is answered and not listened to.
            this.addEventListener("message", (event) => {
                if (!window.isFlooded || !event.data.includes('"type":"ping"')) return;
                event.stopImmediatePropagation();
                this.send('{"type":"pong"}');
            });
        }
    };
    window.flood = (rate, duration, channels, users, seq) => new Promise((resolve) => {
        window.isFlooded = true;
        const begin = performance.now();
        let told = 0;
        const say = (n) => {
            const id = seq + n;
            const channel_id = channels[n % channels.length];
            const message = { id, channel_id, user_id: users[n % users.length], body: `**${n}** of a flood of words`,
                thread_id: null, reply_count: 0, attachments: [], pinned: false, reactions: [],
                created_at: Date.now(), edited_at: null, deleted_at: null };
            const what = n % 5 === 4
                ? { type: "message.reacted", data: { message_id: id - 10, channel_id, reactions: [{ emoji: "x", count: 1, user_ids: [users[0]] }] } }
                : { type: "message.created", data: { message } };
            socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ seq: id, cause: null, ...what }) }));
        };
        // As a network brings them: some at a time, with the page's own work in between.
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
            const elapsed = performance.now() - begin;
            const due = Math.min(elapsed, duration) * rate / 1000;
            for (let portion = 0; told < due && portion < 50; portion++) say(told++);
            if (elapsed < duration || told < due) setTimeout(() => channel.port2.postMessage(null), told < due ? 0 : 4);
            else resolve(told);
        };
        channel.port2.postMessage(null);
    });
"""


# How many messages are gone back over.
BACK = 3000

# Goes back over so many messages, a good part of the screen with every frame, as fast as they come.
SCROLL_BACK = """(back) => new Promise((done) => {
    const list = document.querySelector(".messages");
    const first = () => Number(list.querySelector("li[data-message]").dataset.message);
    const begin = first();
    const go = () => {
        list.scrollBy(0, -500);
        if (begin - first() > back) done();
        else requestAnimationFrame(go);
    };
    go();
})"""


@pytest.fixture
def watched(person):
    def open(user: int, channel: int) -> Chat:
        context = person(user)
        context.add_init_script(WATCH + FLOODGATE)
        return Chat(context, channel)

    return open


class Tasks:
    """The tasks of a page's main thread while this is entered."""

    def __init__(self, chat: Chat):
        self.chat = chat
        self.longest_ms = 0.0

    def __enter__(self) -> "Tasks":
        self.chat.context.browser.start_tracing(page=self.chat.page, categories=["toplevel", "__metadata"])
        return self

    def __exit__(self, *_) -> None:
        events = json.loads(self.chat.context.browser.stop_tracing())["traceEvents"]
        names = {(event["pid"], event["tid"]): event["args"].get("name") for event in events if event["name"] == "thread_name"}
        tasks: dict[tuple, list[float]] = {}
        for event in events:
            if event["name"].endswith("RunTask") and "tdur" in event:
                tasks.setdefault((event["pid"], event["tid"]), []).append(event["tdur"] / 1000)
        main = {thread: costs for thread, costs in tasks.items() if names.get(thread) == "CrRendererMain"}
        # There are other renderers, of tests before; this one has worked.
        busiest = max(main.values(), key=sum, default=[])
        assert sum(busiest) > 10, "nothing was traced"
        self.longest_ms = max(busiest)


def fill(team, channel: int, count: int) -> None:
    """Says so many things, fifty at a time."""
    portions = [range(first, min(first + 50, count)) for first in range(0, count, 50)]

    def say(portion: range) -> None:
        calls = [
            {"jsonrpc": "2.0", "id": n, "method": "message.send", "params": {"channel_id": channel, "body": f"number {n}"}}
            for n in portion
        ]
        answers = team.http.post(calls, user=team.ben).json()
        assert all("result" in answer for answer in answers), answers

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(say, portions))


def test_ten_thousand_events_a_second_leave_no_long_task_and_typing_is_painted_at_once(watched, page_team):
    others = [page_team.new_channel(page_team.ben) for _ in range(4)]
    chat = watched(page_team.ann, page_team.channel)
    page_team.say(page_team.ben, "before the flood")
    expect(chat.message("before the flood")).to_be_visible()
    seq = itertools.count(10_000_000, 1_000_000)

    def slowest_input() -> float:
        chat.page.evaluate("inputs.length = 0")
        start = next(seq)
        arguments = [EVENTS_A_SECOND, FLOOD_MS, [page_team.channel, *others], [page_team.ben, page_team.cat], start]
        chat.page.evaluate("([...all]) => { window.flooded = flood(...all); }", arguments)
        text = "typed while it rains"
        chat.writing.fill("")
        chat.writing.press_sequentially(text, delay=60)
        assert chat.page.evaluate("window.flooded") >= EVENTS_A_SECOND * FLOOD_MS / 1000
        expect(chat.writing).to_have_value(text)
        expect(chat.page.locator(f'li[data-message="{start + EVENTS_A_SECOND * FLOOD_MS // 1000 - 5}"]')).to_be_visible()
        return chat.page.evaluate("Math.max(0, ...inputs)")

    with Tasks(chat) as tasks:
        inputs = [slowest_input()]
        while min(inputs) > LONGEST_INPUT_MS and len(inputs) < TRIES:
            inputs.append(slowest_input())
    assert tasks.longest_ms <= LONGEST_TASK_MS
    assert min(inputs) <= LONGEST_INPUT_MS, inputs
    assert chat.page.locator("#conversation li").count() < 300


def test_a_channel_of_fifty_thousand_messages_scrolls_smoothly(watched, page_team):
    fill(page_team, page_team.channel, LONG)
    chat = watched(page_team.ann, page_team.channel)
    expect(chat.page.locator("#conversation li[data-message]").last).to_be_visible()

    before = first_shown(chat)
    last = chat.page.locator("#conversation li[data-message]").last.get_attribute("data-message")
    with Tasks(chat) as tasks:
        chat.page.evaluate(SCROLL_BACK, BACK)
    assert tasks.longest_ms <= LONGEST_TASK_MS
    assert before - first_shown(chat) > BACK
    assert chat.page.locator("#conversation li").count() < 300
    chat.page.get_by_role("button", name="Later messages").click()
    expect(chat.page.locator(f'li[data-message="{last}"]')).to_be_in_viewport()


def first_shown(chat: Chat) -> int:
    """The number of the first message there is a node for."""
    return int(chat.page.locator("#conversation li[data-message]").first.get_attribute("data-message"))


def test_going_back_keeps_the_reader_where_they_are(watched, page_team):
    fill(page_team, page_team.channel, 300)
    chat = watched(page_team.ann, page_team.channel)
    expect(chat.page.locator("#conversation li[data-message]").first).to_be_attached()
    chat.page.locator(".messages").first.hover()
    for _ in range(12):
        chat.page.mouse.wheel(0, -700)
        chat.page.evaluate("new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))")
    where = """() => {
        const list = document.querySelector(".messages");
        const top = list.getBoundingClientRect().top;
        const row = [...list.querySelectorAll("li[data-message]")].find((node) => node.getBoundingClientRect().bottom > top);
        return [row.dataset.message, Math.round(row.getBoundingClientRect().top)];
    }"""
    # The last of what was asked for has come.
    chat.page.wait_for_load_state("networkidle")
    before = chat.page.evaluate(where)
    page_team.say(page_team.ben, "and another thing")
    expect(chat.page.get_by_role("button", name="later message")).to_be_visible()
    assert chat.page.evaluate(where) == before


# Notes when the first message was painted, in seconds since 1970.
WATCH_FIRST = """
    new MutationObserver((_, observer) => {
        if (!document.querySelector("li.message")) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.painted = (performance.timeOrigin + performance.now()) / 1000; }));
    }).observe(document, { childList: true, subtree: true });
"""


def test_a_first_load_transfers_less_than_150_kib_until_one_can_read_and_write(person, page_team):
    page_team.say(page_team.ben, "good morning")
    context = person(page_team.ann)
    context.add_init_script(WATCH_FIRST)
    page = context.new_page()
    network = context.new_cdp_session(page)
    asked: list[dict] = []
    came: list[dict] = []
    network.on("Network.requestWillBeSent", lambda event: asked.append(event))
    network.on("Network.loadingFinished", lambda event: came.append(event))
    network.send("Network.enable")
    page.goto(f"/#c{page_team.channel}")
    expect(page.locator("li.message").filter(has_text="good morning")).to_be_visible()
    expect(page.get_by_role("textbox", name="Message", exact=True)).to_be_editable()
    # Two clocks: one that goes evenly, and the page's.
    painted = page.evaluate("painted") - asked[0]["wallTime"] + asked[0]["timestamp"]
    transferred = [event["encodedDataLength"] for event in came if event["timestamp"] <= painted]
    assert len(transferred) > 10
    assert sum(transferred) < FIRST_LOAD_BYTES
