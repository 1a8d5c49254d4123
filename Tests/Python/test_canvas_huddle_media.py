# SPDX-License-Identifier: Apache-2.0
"""Canvases, huddles and media: REQUIREMENTS 3.2 and 3.8, DESIGN 4.1; R3-24."""

import hashlib
import hmac
import json
import random
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from harness import tokens
from harness.client import RPCError
from harness.refusal import refused

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


# --- Canvas ----------------------------------------------------------------------------------------------------------


def test_a_canvas_is_changed_on_its_newest_revision_only(team):
    ben = team.socket(team.ben)
    canvas = team.call(team.ann, "canvas.create", channel_id=team.channel, title="Plan", body="one")
    assert canvas["revision"] == 1
    assert ben.event("canvas.created")["data"]["canvas_id"] == canvas["id"]
    changed = team.call(team.ben, "canvas.update", canvas_id=canvas["id"], revision=1, body="two")
    assert changed["revision"] == 2 and changed["updated_by"] == team.ben
    event = ben.event("canvas.updated")["data"]
    assert event == {
        "canvas_id": canvas["id"], "channel_id": team.channel, "revision": 2, "user_id": team.ben,
    }, "the text does not travel with the event"
    with refused(-32009) as failure:
        team.call(team.ann, "canvas.update", canvas_id=canvas["id"], revision=1, body="three")
    assert failure.value.data["current_revision"] == 2
    assert team.call(team.cat, "canvas.get", canvas_id=canvas["id"])["body"] == "two"
    team.call(team.ann, "canvas.delete", canvas_id=canvas["id"])
    assert ben.event("canvas.deleted")["data"]["canvas_id"] == canvas["id"]
    with refused(-32004):
        team.call(team.ann, "canvas.get", canvas_id=canvas["id"])


def test_a_canvas_is_for_who_may_read_its_channel(team):
    private = team.new_channel(kind="private")
    canvas = team.call(team.ann, "canvas.create", channel_id=private, title="Plan", body="one")["id"]
    for method, params in [
        ("canvas.get", {"canvas_id": canvas}),
        ("canvas.list", {"channel_id": private}),
        ("canvas.update", {"canvas_id": canvas, "revision": 1, "body": "x"}),
        ("canvas.create", {"channel_id": private, "title": "x", "body": "x"}),
        ("canvas.delete", {"canvas_id": canvas}),
    ]:
        with refused(-32004):
            team.call(team.ben, method, **params)


# --- Huddles ---------------------------------------------------------------------------------------------------------


def test_a_huddle_starts_once_and_ends_with_its_last_participant(team):
    cat = team.socket(team.cat)
    ann, ben = team.socket(team.ann), team.socket(team.ben)
    huddle = ann.call("huddle.start", channel_id=team.channel)
    room = huddle["room_id"]
    assert cat.event("huddle.started")["data"] == {
        "room_id": room, "channel_id": team.channel, "user_id": team.ann,
    }
    again = ben.call("huddle.start", channel_id=team.channel)
    assert again["room_id"] == room
    ben.call("huddle.join", room_id=room)
    assert cat.event("huddle.joined")["data"]["user_id"] in (team.ann, team.ben)
    active = team.call(team.cat, "huddle.list_active", workspace_id=team.workspace)["huddles"]
    assert [item["room_id"] for item in active] == [room]
    ann.call("huddle.leave", room_id=room)
    assert cat.event("huddle.left")["data"]["user_id"] == team.ann
    ben.call("huddle.leave", room_id=room)
    assert cat.event("huddle.ended")["data"]["room_id"] == room
    assert team.call(team.cat, "huddle.list_active", workspace_id=team.workspace)["huddles"] == []
    assert [frame for frame in team.fence(cat) if frame["type"] == "huddle.ended"] == [], "it ends once"


def test_r3_24_a_participant_whose_sockets_are_gone_is_taken_out(new_hub, new_team):
    hub = new_hub({"huddle.interval": "1s"})
    team = new_team(hub)
    cat = team.socket(team.cat)
    ann = team.socket(team.ann)
    room = ann.call("huddle.start", channel_id=team.channel)["room_id"]
    ann.drop()
    ended = cat.event("huddle.ended", timeout=40)
    assert ended["data"]["room_id"] == room


def test_huddles_are_for_who_is_in_the_channel(team):
    private = team.new_channel(kind="private")
    room = team.call(team.ann, "huddle.start", channel_id=private)["room_id"]
    for method in ("huddle.get", "huddle.join", "huddle.token"):
        with refused(-32004):
            team.call(team.ben, method, room_id=room)
    with refused(-32004):
        team.call(team.ben, "huddle.start", channel_id=private)
    team.call(team.ann, "huddle.leave", room_id=room)


@pytest.fixture
def livekit():
    """A room service that knows every room and has nobody in it; its address, and the calls it was made."""
    calls = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.path, json.loads(body)))
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_):
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}", calls
    server.shutdown()
    server.server_close()


def test_a_huddle_has_its_sound_in_the_room_service_that_was_configured(new_hub, new_team, livekit):
    address, calls = livekit
    secret = "a-secret-that-only-the-two-servers-know"
    hub = new_hub({"livekit.url": f"ws://{address}", "livekit.key": "martlet", "livekit.secret": secret})
    team = new_team(hub)
    room = team.call(team.ann, "huddle.start", channel_id=team.channel)["room_id"]
    answer = team.call(team.ann, "huddle.token", room_id=room)
    assert answer["url"] == f"ws://{address}"
    signed, _, signature = answer["token"].rpartition(".")
    assert signature == tokens.text(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))
    assert ("/twirp/livekit.RoomService/CreateRoom", room) in [(path, body.get("name")) for path, body in calls]


# --- Media -----------------------------------------------------------------------------------------------------------


def upload(team, user: int, content: bytes, kind: str = "application/octet-stream", name: str = "cat.png", **headers):
    return team.http.request(
        "POST",
        f"/v1/media?name={name}",
        user=user,
        data=content,
        headers={"Content-Type": kind, **headers},
    )


def test_media_come_back_as_they_were_and_only_to_who_may_see_them(team):
    answer = upload(team, team.ann, PNG, "image/png")
    assert answer.status_code in (200, 201), answer.text
    media = answer.json()
    assert media["size"] == len(PNG) and media["content_type"] == "image/png"

    def get(user: int, **headers):
        return team.http.request("GET", f"/v1/media/{media['id']}", user=user, headers=headers)

    assert get(team.ann).content == PNG
    assert get(team.ben).status_code == 404, "nothing that ben may read refers to it"
    private = team.new_channel(team.ben, kind="private")
    team.say(team.ann, "look", private, attachments=[media["id"]])
    found = get(team.ben)
    assert found.content == PNG and get(team.cat).status_code == 404
    assert found.headers["Content-Type"] == "image/png"
    assert found.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found.headers["Content-Security-Policy"]
    assert "default-src 'none'" in found.headers["Content-Security-Policy"]
    assert found.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "private" in found.headers["Cache-Control"]
    assert found.headers["Vary"] == "Cookie, Authorization"
    part = get(team.ben, Range="bytes=1-3")
    assert part.status_code == 206 and part.content == PNG[1:4]
    assert part.headers["Content-Range"] == f"bytes 1-3/{len(PNG)}"
    assert get(team.ben, Range=f"bytes={len(PNG)}-").status_code == 416


@pytest.mark.parametrize("content", [SVG, b"<html><script>alert(1)</script>", b"\x00\x01\x02plain"])
def test_what_is_not_on_the_list_is_only_ever_a_download(team, content):
    media = upload(team, team.ann, content, "image/png").json()
    answer = team.http.request("GET", f"/v1/media/{media['id']}", user=team.ann)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "svg" not in answer.headers["Content-Type"] and "html" not in answer.headers["Content-Type"]


def test_each_upload_has_an_id_of_its_own(team):
    first, second = upload(team, team.ann, PNG, "image/png").json(), upload(team, team.ben, PNG, "image/png").json()
    assert first["id"] != second["id"]
    assert team.http.request("GET", f"/v1/media/{second['id']}", user=team.ann).status_code == 404


def test_many_small_uploads_at_once_all_arrive(team):
    # The bytes of one could overtake its announcement to the core, which then waited for them for ever.
    with ThreadPoolExecutor(16) as pool:
        answers = pool.map(lambda number: upload(team, team.ann, b"%d" % number).status_code, range(400))
        assert set(answers) == {201}


def test_a_large_upload_is_streamed_both_ways_and_read_in_any_part(team):
    # More than every buffer on the way, and less than the limit.
    content = random.Random(4711).randbytes(6 * 1024 * 1024 + 17)

    def pieces():
        for start in range(0, len(content), 100_000):
            yield content[start : start + 100_000]

    answer = team.http.request("POST", "/v1/media?name=large.bin", user=team.ann, data=pieces())
    assert answer.status_code == 201, answer.text
    media = answer.json()
    assert media["size"] == len(content)

    def get(**headers):
        return team.http.request("GET", f"/v1/media/{media['id']}", user=team.ann, headers=headers)

    assert get().content == content
    for first, last in [(0, 0), (65_535, 65_536), (262_143, 800_000), (len(content) - 5, len(content) - 1)]:
        part = get(Range=f"bytes={first}-{last}")
        assert part.status_code == 206 and part.content == content[first : last + 1]


def test_an_upload_that_breaks_off_leaves_nothing(team):
    def broken():
        yield b"x" * 300_000
        raise ConnectionError("the sender is gone")

    with pytest.raises(requests.ConnectionError):
        team.http.request("POST", "/v1/media?name=broken.bin", user=team.ann, data=broken())
    incoming = team.hub.data / "media" / "incoming"
    team.hub.core.wait_until(lambda: not any(incoming.iterdir()), "to remove what came", timeout=30)
    # And the next one is no worse for it.
    assert upload(team, team.ann, PNG, "image/png").status_code == 201


def test_an_upload_has_at_most_its_limit(new_hub, new_team):
    hub = new_hub({"limits.media_bytes": 4096})
    team = new_team(hub)
    assert upload(team, team.ann, b"x" * 4096).status_code in (200, 201)
    answer = upload(team, team.ann, b"x" * 4097)
    assert answer.status_code == 413 and answer.json()["error"]["code"] == -32013


def test_what_nobody_uploaded_cannot_be_attached(team):
    with pytest.raises(RPCError) as failure:
        team.say(team.ann, "look", attachments=["no-such-media"])
    assert failure.value.code in (-32602, -32004)
    mine = upload(team, team.ann, PNG, "image/png").json()["id"]
    with refused(-32602, -32004):
        team.say(team.ben, "not mine", attachments=[mine])


@pytest.mark.parametrize("path", ["/v1/media/..%2f..%2fetc%2fpasswd", "/v1/media/%00", "/v1/media/" + "a" * 4000])
def test_a_path_that_is_no_id_is_not_found(team, path):
    assert team.http.request("GET", path, user=team.ann).status_code in (400, 404, 414)
