# SPDX-License-Identifier: Apache-2.0
"""python client.py ws://127.0.0.1:8787 USER CHANNEL: sends every line it reads, prints every frame it hears."""
import asyncio, json, random, re, sys, threading, time, uuid
from websockets import WebSocketException, connect

class Client:
    def __init__(self, url, handle):
        self.url, self.handle, self.socket = url, handle, None
        self.position = self.agreed = None  # (epoch, seq): what was handled; where the last ping counted as we did
        self.handled, self.counted = set(), 0  # the seqs since that ping; how many logged events since hello
        self.outbox = {}  # calls without an answer: their keys make it harmless to send them again
    async def send(self, channel, body):
        params = {"channel_id": channel, "body": body, "idempotency_key": (key := uuid.uuid4().hex)}
        self.outbox[key] = json.dumps({"jsonrpc": "2.0", "id": key, "method": "message.send", "params": params})
        if self.socket: await self.socket.send(self.outbox[key])
    async def run(self):  # until a close code says not to come back
        attempts, faults = -1, 0
        while True:
            began, (code, hint) = time.monotonic(), await self.converse()
            attempts, faults = (attempts + 1, faults) if time.monotonic() - began < 60 else (0, 0)
            faults += code in (1002, 1003, 1007, 1009)  # one of the two spoke nonsense: once more
            if code in (1008, 1011) or 4000 <= code <= 4999 or faults > 1: return code
            await asyncio.sleep(max(hint, min(30, 2**attempts) * random.uniform(0.5, 1)))
    async def converse(self):
        query = "?epoch={}&resume_from={}".format(*self.position) if self.position else ""
        try:
            async with connect(self.url + query, subprotocols=["martlet.v1"], close_timeout=1) as self.socket:
                while True:  # the server pings every 25 s: 35 s of silence are a lost connection
                    await self.take(json.loads(await asyncio.wait_for(self.socket.recv(), 35)))
        except (OSError, WebSocketException):
            lost, self.socket = self.socket, None
            hint = re.search(r"retry_after_ms=(\d+)", lost and lost.close_reason or "")
            return lost and lost.close_code or 1006, int(hint[1]) / 1000 if hint else 0
    async def take(self, frame):
        kind, seq = frame.get("type"), frame.get("seq")
        if kind == "hello":  # unless it resumed, what was shown may be old: load it afresh with sync.catch_up
            start, self.handled = (frame["from"], self.handled) if frame["resumed"] else (seq, set())
            self.counted, self.position = 0, (frame["epoch"], start)
            for call in list(self.outbox.values()): await self.socket.send(call)
        elif kind == "ping" and frame["sent"] == self.counted:
            self.position, self.agreed, self.handled = (self.position[0], seq), (self.position[0], seq), set()
            await self.socket.send(json.dumps({"type": "pong", "seq": seq}))
        elif kind == "ping": self.position = await self.socket.close() or self.agreed  # a hole: back to the last one
        elif kind == "epoch": self.position = (frame["epoch"], seq)
        elif frame.get("error", {}).get("data", {}).get("retryable"): await self.socket.close()  # all go out again
        elif "jsonrpc" in frame: self.outbox.pop(frame["id"], None)
        elif seq:
            self.counted, self.position = self.counted + 1, (self.position[0], seq)
            if seq in self.handled or self.handled.add(seq): return
        self.handle(frame)

async def main(server, user, channel):
    client = Client(f"{server}/ws/user/{user}", lambda frame: print(json.dumps(frame), flush=True))
    loop = asyncio.get_running_loop()
    def read():
        for line in sys.stdin: asyncio.run_coroutine_threadsafe(client.send(int(channel), line.rstrip("\n")), loop)
    threading.Thread(target=read, daemon=True).start()
    sys.exit(f"closed with {await client.run()}")
if __name__ == "__main__": asyncio.run(main(*sys.argv[1:]))
