# SPDX-License-Identifier: Apache-2.0
"""The chat page as somebody uses it: by what is written on it and said of it, never by how it is made."""

import re

from playwright.sync_api import BrowserContext, Locator, Page, expect


# A page finds out by itself, on a machine that is busy with other things.
expect.set_options(timeout=20_000)


class Chat:
    """One tab with the chat page."""

    def __init__(self, context: BrowserContext, channel: int | None = None):
        self.context = context
        self.page: Page = context.new_page()
        self.page.goto("/" if channel is None else f"/#c{channel}")
        if channel is not None:
            self.wait_until_live()
            expect(self.writing).to_be_visible()

    # What is there

    @property
    def writing(self) -> Locator:
        """Where one writes to the channel."""
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def replying(self) -> Locator:
        """Where one writes to the thread."""
        return self.page.get_by_role("textbox", name="Reply", exact=True)

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    @property
    def connection(self) -> Locator:
        return self.page.locator(".connection.line")

    def message(self, text: str) -> Locator:
        """The message in the channel that says this, wherever it stands on its way."""
        return self.page.locator("#conversation li.message").filter(has_text=text)

    def place(self, name: str) -> Locator:
        """A channel or DM in the sidebar."""
        return self.page.locator("#sidebar a.place").filter(has_text=name)

    def unread(self, name: str) -> tuple[int, int]:
        """What the sidebar says is unread in a channel: messages, and mentions among them."""
        badge = self.place(name).locator(".badge")
        if badge.count() == 0:
            return (0, 0)
        return (int(badge.get_attribute("data-unread")), int(badge.get_attribute("data-mentions")))

    def texts(self) -> list[str]:
        """What all the messages there are nodes for say, in order."""
        return self.page.locator("#conversation li.message .text").all_inner_texts()

    # What one does

    def wait_until_live(self) -> None:
        expect(self.connection).to_have_attribute("data-state", "live")

    def cut_off(self) -> None:
        """Takes the network away, and waits until the page has found out: nobody tells it, so that takes seconds."""
        self.context.set_offline(True)
        expect(self.connection).to_have_attribute("data-state", "offline")

    def open(self, name: str) -> None:
        self.place(name).click()
        expect(self.page.locator(".room-name")).to_contain_text(name)

    def say(self, text: str) -> None:
        """Writes a message and sends it, as one does; what becomes of it is for who asks."""
        self.writing.fill(text)
        self.writing.press("Enter")

    def act(self, text: str, tool: str) -> None:
        """Uses one of the tools that a message shows under the pointer."""
        self.message(text).hover()
        self.message(text).get_by_role("button", name=tool, exact=True).click()

    def choose(self, *labels: str) -> None:
        """Chooses from the menu that is open."""
        for label in labels:
            self.page.get_by_role("menuitem", name=re.compile(f"^{re.escape(label)}")).click()

    def see_unread(self, name: str, unread: int, mentions: int = 0) -> None:
        """Waits until the sidebar says that this much is unread in a channel."""
        badge = self.place(name).locator(".badge")
        if unread == 0 and mentions == 0:
            expect(badge).to_have_count(0)
            return
        expect(badge).to_have_attribute("data-unread", str(unread))
        expect(badge).to_have_attribute("data-mentions", str(mentions))
