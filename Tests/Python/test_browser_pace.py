# SPDX-License-Identifier: Apache-2.0
"""What 10,000 events a second cost a page. A measurement: `MARTLET_BENCH=1 pytest -s test_browser_pace.py`."""

import json
import os
import threading
import time

import pytest
from websockets.sync.server import serve

from harness.module import Client

pytestmark = pytest.mark.skipif("MARTLET_BENCH" not in os.environ, reason="a measurement, for a quiet machine")
RATE, SECONDS = 10_000, 5

WATCH = """() => {
  globalThis.longest = 0;
  globalThis.latencies = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  }).observe({ type: "longtask" });
  // From a wish to paint to what follows the paint: what a keystroke would wait.
  const tick = () => {
    const begun = performance.now();
    requestAnimationFrame(() => setTimeout(() => latencies.push(performance.now() - begun)));
  };
  setInterval(tick, 100);
}"""


class Firehose:
    """A server by the book that says hello, loads nothing, and then sends at a rate, or all at once while a page loads."""

    def __init__(self, *, at_once: bool):
        self.at_once = at_once
        self.server = serve(self._talk, "127.0.0.1", 0, subprotocols=["martlet.v1"], compression=None)
        self.port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _talk(self, socket):
        nothing = {name: [] for name in ("workspaces", "channels", "presence", "huddles", "mentions", "notifications")}
        position = {"epoch": "e", "seq": 0}
        hello = {"type": "hello", "v": 1, "user_id": 1, "connection_id": "c", **position, "limits": {}}
        socket.send(json.dumps({**hello, "resumed": False, "from": 0, "to": 0, "replayed": 0, "resync": None}))
        call = next(frame for frame in map(json.loads, socket) if frame.get("method") == "sync.catch_up")
        answer = json.dumps({"jsonrpc": "2.0", "id": call["id"], "result": {**position, "user": {}, **nothing, "more": False}})
        if not self.at_once:
            socket.send(answer)
        begun = time.monotonic()
        for seq in range(1, RATE * SECONDS + 1):
            message = {"id": seq, "channel_id": seq % 100, "user_id": 2, "body": f"message number {seq}", "reactions": []}
            socket.send(json.dumps({"type": "message.created", "seq": seq, "data": {"message": message}}))
            if not self.at_once and seq % 100 == 0:
                time.sleep(max(0, begun + seq / RATE - time.monotonic()))
        if self.at_once:
            socket.send(answer)
        for _ in socket:
            pass


@pytest.mark.parametrize("at_once", [False, True], ids=["at 10,000 a second", "50,000 while a page loads"])
def test_a_page_stays_quick(profile, at_once):
    firehose = Firehose(at_once=at_once)
    page = Client(profile(bypass_csp=True), 1, base="http://127.0.0.1:1")
    page.js("martlet.close()")
    page.js(WATCH)
    page.js(
        """async (base) => {
          const { connect } = await import("/martlet.js");
          globalThis.count = 0;
          globalThis.fast = connect({ user: 1, base, load: () => {} });
          fast.on("message.created", () => (count += 1));
        }""",
        f"http://127.0.0.1:{firehose.port}",
    )
    begun = time.monotonic()
    page.until(f"count === {RATE * SECONDS}", timeout=120)
    took = time.monotonic() - begun
    longest, latencies = page.js("[longest, latencies]")
    print(f"\n{RATE * SECONDS} events in {took:.1f} s; longest task {longest:.0f} ms; paint after {max(latencies):.0f} ms at most")
    firehose.server.shutdown()
