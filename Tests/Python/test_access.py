# SPDX-License-Identifier: Apache-2.0
"""Who is let in, on every route and in every mode: R3-22, DESIGN 4.1 and 4.8."""

import json
import socket as sockets
import tempfile
from pathlib import Path

import pytest
import websockets.exceptions

from harness.client import HTTP, Closed, Socket
from harness.process import Hub, run
from harness.tokens import Issuer

SECRET = "a-long-enough-secret-between-proxy-and-server"
ROUTES = [
    ("POST", "/rpc", {"jsonrpc": "2.0", "id": 1, "method": "user.me"}),
    ("GET", "/v1/events", None),
    ("POST", "/api/sessions/start", {"local_id": "l", "repo_owner": "o", "repo_name": "r", "pr_number": 1}),
    ("POST", "/api/sessions/1/end", {}),
    ("POST", "/api/activities/batch", {"activities": []}),
    ("POST", "/v1/media", None),
    ("GET", "/v1/media/anything", None),
    ("GET", "/metrics", None),
]


def ask(http: HTTP, verb: str, path: str, body, headers: dict | None = None, **more):
    headers = {"Content-Type": "application/json", **(headers or {})}
    return http.request(verb, path, data=json.dumps(body) if body else None, headers=headers, **more)


def closed_with(hub, user, *, headers: dict | None = None, query: str | None = None, **more) -> Closed:
    """How a socket that is refused ends: accepted, and closed with a code that a browser can read."""
    with Socket(hub, user, headers=headers, query=query, hello=False, **more) as socket:
        return socket.closed()


# --- Nothing set -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [[], ["--auth", "none"], ["--auth", ""], ["--auth", "DEV"]])
def test_r3_22_without_a_mode_the_server_does_not_start(tmp_path, arguments):
    answer = run("serve", *arguments, "--port", "0", "--data", str(tmp_path / "data"))
    assert answer.returncode not in (0, None)
    assert "auth" in answer.stderr
    assert not (tmp_path / "data" / "martlet.db").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_dev_mode_binds_loopback_only(tmp_path, host):
    answer = run("serve", "--auth", "dev", "--host", host, "--port", "0", "--data", str(tmp_path / "data"))
    assert answer.returncode != 0 and "host" in answer.stderr


# --- dev -------------------------------------------------------------------------------------------------------------


def test_in_dev_mode_the_caller_is_the_path_then_the_header_then_the_operator(team):
    assert team.http.call(team.ann, "user.me")["id"] == team.ann
    assert team.http.call(None, "user.me")["id"] == 1
    socket = team.socket(team.ben, headers={"X-Martlet-User": str(team.ann)})
    assert socket.hello["user_id"] == team.ben and socket.call("user.me")["id"] == team.ben


def test_in_dev_mode_a_user_who_does_not_exist_is_refused(team):
    assert closed_with(team.hub, 10**9).code == 4004
    answer = team.http.post({"jsonrpc": "2.0", "id": 1, "method": "user.me"}, user=10**9)
    assert answer.status_code in (401, 403) and answer.json()["error"]["code"] in (-32001, -32003)


@pytest.mark.parametrize("name", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"])
def test_dev_mode_refuses_what_came_through_a_proxy(team, name):
    answer = ask(team.http, *ROUTES[0], headers={name: "for=192.0.2.1"})
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/ws/user/", "/ws/user/abc", "/ws/user/-1", "/ws/user/1.0", "/ws/user/99999999999999999999"])
def test_a_path_that_names_nobody_is_no_socket(team, path):
    user = path.rpartition("/")[2]
    try:
        assert closed_with(team.hub, user).code in (4001, 4003, 4004)
    except websockets.exceptions.InvalidStatus as refusal:
        assert refusal.response.status_code in (400, 404)


# --- Browsers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "10.0.0.1"])
def test_a_rebound_name_is_refused_on_every_route(team, host):
    for verb, path, body in [*ROUTES, ("GET", "/config.json", None), ("GET", "/", None)]:
        answer = ask(team.http, verb, path, body, headers={"Host": host})
        assert answer.status_code in (403, 421), (path, answer.status_code)
    with sockets.create_connection(("127.0.0.1", team.hub.port), timeout=10) as raw:
        raw.sendall(
            f"GET /ws/user/{team.ann} HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n".encode()
        )
        assert raw.recv(1000).split()[1] in (b"403", b"421")


def test_another_sites_page_may_read_answers_only_if_its_origin_is_allowed(new_hub, new_team):
    ours, theirs = "https://app.example.org", "https://evil.example"
    team = new_team(new_hub({"allowed_origins": ours}))
    asks = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    preflight = team.http.request("OPTIONS", "/rpc", headers={"Origin": ours, **asks})
    assert preflight.status_code == 204 and preflight.content == b""
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]
    for answer in (
        preflight,
        ask(team.http, *ROUTES[0], headers={"Origin": ours}),
        ask(team.http, "GET", "/v1/media/anything", None, headers={"Origin": ours}),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == ours
        assert answer.headers["Access-Control-Allow-Credentials"] == "true"
        assert answer.headers["Vary"] == "Origin"
    for answer in (
        team.http.request("OPTIONS", "/rpc", headers={"Origin": theirs, **asks}),
        ask(team.http, *ROUTES[0], headers={"Origin": theirs}),
    ):
        assert answer.status_code == 403 and "Access-Control-Allow-Origin" not in answer.headers


def test_by_default_no_other_site_may_read_anything(team):
    answer = team.http.request(
        "OPTIONS", "/rpc", headers={"Origin": "https://app.example.org", "Access-Control-Request-Method": "POST"}
    )
    assert answer.status_code == 403 and "Access-Control-Allow-Origin" not in answer.headers


def test_this_machines_own_names_are_its_names(team):
    for host in ("localhost", "127.0.0.1", "[::1]"):
        assert ask(team.http, *ROUTES[0], headers={"Host": f"{host}:{team.hub.port}"}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost.evil.example"])
def test_another_sites_page_may_neither_call_nor_connect(team, origin):
    answer = ask(team.http, *ROUTES[0], headers={"Origin": origin})
    assert answer.status_code == 403
    with pytest.raises(websockets.exceptions.InvalidStatus) as refusal:
        Socket(team.hub, team.ann, origin=origin)
    assert refusal.value.response.status_code == 403


def test_ones_own_page_may_call_and_connect(team):
    assert ask(team.http, *ROUTES[0], headers={"Origin": team.hub.url}).status_code == 200
    assert team.socket(team.ann, origin=team.hub.url).hello


def test_a_form_of_another_site_is_not_json(team):
    answer = team.http.request(
        "POST", "/rpc", data=json.dumps(ROUTES[0][2]), headers={"Content-Type": "text/plain"}, user=team.ann
    )
    assert answer.status_code in (403, 415)


# --- Subprotocol -----------------------------------------------------------------------------------------------------


def test_the_subprotocol_is_echoed_if_offered_and_missed_if_none_is_known(team):
    assert team.socket(team.ann, subprotocols=["other", "martlet.v1"]).ws.subprotocol == "martlet.v1"
    assert team.socket(team.ann, subprotocols=None).ws.subprotocol is None
    try:
        assert closed_with(team.hub, team.ann, subprotocols=["martlet.v9"]).code == 4026
    except websockets.exceptions.NegotiationError:
        pytest.fail("a client must be able to read the close code")


# --- proxy -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def proxied(split):
    """A server behind a reverse proxy."""
    from conftest import QUICK
    from harness.process import Hub

    arguments = ["--auth", "proxy", "--provision", "auto", "--operators", "root", "--allowed-hosts", "127.0.0.1"]
    hub = Hub(split=split, settings={**QUICK, "limits.rates": True, "proxy_secret": SECRET}, arguments=arguments)
    try:
        yield hub.start()
    finally:
        hub.close()


def from_proxy(subject: str | None, secret: str | None = SECRET) -> dict:
    headers = {"X-Martlet-User": subject, "X-Martlet-Proxy-Secret": secret}
    return {key: value for key, value in headers.items() if value is not None}


def test_r3_22_in_proxy_mode_every_route_wants_the_proxys_word(proxied):
    http = HTTP(proxied)
    for headers in (
        {}, from_proxy(None), from_proxy("alice", None), from_proxy("alice", "wrong"), from_proxy("alice", ""),
    ):  # fmt: skip
        for verb, path, body in ROUTES:
            answer = ask(http, verb, path, body, headers=headers)
            assert answer.status_code == 401, (path, headers, answer.status_code)
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.json()["error"]["code"] == -32001
        assert closed_with(proxied, 1, headers=headers).code == 4001


def test_r3_22_in_proxy_mode_the_path_must_be_the_caller(proxied):
    http = HTTP(proxied)
    alice = ask(http, *ROUTES[0], headers=from_proxy("alice")).json()["result"]
    bob = ask(http, *ROUTES[0], headers=from_proxy("bob")).json()["result"]
    assert alice["id"] != bob["id"]
    with Socket(proxied, alice["id"], headers=from_proxy("alice")) as socket:
        assert socket.call("user.me")["id"] == alice["id"]
    assert closed_with(proxied, bob["id"], headers=from_proxy("alice")).code == 4003


def test_in_proxy_mode_operators_are_those_that_are_named(proxied):
    http = HTTP(proxied)
    assert ask(http, "GET", "/metrics", None, headers=from_proxy("alice")).status_code == 403
    assert ask(http, "GET", "/metrics", None, headers=from_proxy("root")).status_code == 200
    stats = {"jsonrpc": "2.0", "id": 1, "method": "admin.stats"}
    assert ask(http, "POST", "/rpc", stats, headers=from_proxy("alice")).json()["error"]["code"] == -32003
    assert "result" in ask(http, "POST", "/rpc", stats, headers=from_proxy("root")).json()


def test_health_is_open_to_anyone_in_every_mode(proxied):
    http = HTTP(proxied)
    assert http.request("GET", "/healthz").status_code == 200
    assert http.request("GET", "/readyz").status_code == 200


def test_the_echo_route_is_for_developers(proxied, hub):
    from websockets.sync.client import connect

    with pytest.raises(websockets.exceptions.InvalidStatus) as refusal:
        with connect(f"{proxied.websocket_url}/ws/echo", proxy=None):
            pass
    assert refusal.value.response.status_code == 404
    with connect(f"{hub.websocket_url}/ws/echo", proxy=None) as socket:
        socket.send("x" * 100_000)
        assert socket.recv() == "x" * 100_000


# --- jwt -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def issuer():
    with tempfile.TemporaryDirectory(prefix="martlet-issuer-") as directory:
        yield Issuer(Path(directory))


@pytest.fixture(scope="module")
def tokened(split, issuer):
    """A server that believes an issuer's tokens."""
    from conftest import QUICK
    from harness.process import Hub

    settings = {**QUICK, "limits.rates": True, "token_leeway": "0s", "limits.open_timeout_ms": 1500}
    arguments = [*issuer.arguments, "--allowed-hosts", "127.0.0.1"]
    hub = Hub(split=split, settings=settings, arguments=arguments)
    try:
        yield hub.start()
    finally:
        hub.close()


def bearer(token: str) -> dict:
    return {"Authorization": f"Bearer {token}"}


def me(hub, token: str) -> dict:
    return ask(HTTP(hub), *ROUTES[0], headers=bearer(token)).json()["result"]


def test_r3_22_in_jwt_mode_every_route_wants_a_good_token(tokened, issuer):
    http = HTTP(tokened)
    good = issuer.token("alice")
    head, payload, signature = good.split(".")
    other = Issuer(Path(tempfile.mkdtemp(prefix="martlet-issuer-")))
    bad = {
        "none": "",
        "noise": "abc.def.ghi",
        "unsigned": f"{head}.{payload}.",
        "changed": f"{head}.{payload[:-2]}AA.{signature}",
        "another key": other.token("alice"),
        "alg none": issuer.token("alice", header={"alg": "none"}),
        "other alg": issuer.token("alice", header={"alg": "HS512"}),
        "another issuer": issuer.token("alice", iss="https://evil.example/"),
        "another audience": issuer.token("alice", aud="someone-else"),
        "expired": issuer.token("alice", life=-100),
        "no expiry": issuer.token("alice", exp=None),
        "no subject": issuer.token("alice", sub=None),
        "not yet": issuer.token("alice", nbf=4_000_000_000),
    }
    assert ask(http, *ROUTES[0], headers=bearer(good)).status_code == 200
    for name, token in bad.items():
        for verb, path, body in ROUTES:
            answer = ask(http, verb, path, body, headers=bearer(token) if token else {})
            assert answer.status_code == 401, (name, path, answer.status_code)
            assert answer.json()["error"]["code"] == -32001
        if token:
            assert closed_with(tokened, 1, headers=bearer(token)).code in (4001, 3102), name


def test_r3_22_in_jwt_mode_the_path_must_be_the_caller(tokened, issuer):
    alice, bob = issuer.token("alice"), issuer.token("bob")
    with Socket(tokened, me(tokened, alice)["id"], headers=bearer(alice)) as socket:
        assert socket.call("user.me")["id"] == me(tokened, alice)["id"]
    assert closed_with(tokened, me(tokened, bob)["id"], headers=bearer(alice)).code == 4003


def test_a_token_in_the_url_is_not_looked_at(tokened, issuer):
    token = issuer.token("alice")
    user = me(tokened, token)["id"]
    for name in ("token", "access_token", "authorization"):
        assert closed_with(tokened, user, query=f"{name}={token}").code == 4001
    answer = HTTP(tokened).request("GET", f"/v1/events?token={token}")
    assert answer.status_code == 401


def test_a_socket_may_show_its_token_in_its_first_frame(tokened, issuer):
    token = issuer.token("carol")
    user = me(tokened, token)["id"]
    with Socket(tokened, user, hello=False) as socket:
        socket.send({"type": "open", "token": token})
        assert socket.wait_for(lambda frame: frame["type"] == "hello")["user_id"] == user
        assert socket.call("user.me")["id"] == user
    with Socket(tokened, user, hello=False) as socket:
        socket.send({"type": "open", "token": issuer.token("mallory")})
        assert socket.closed().code == 4003
    with Socket(tokened, user, hello=False) as socket:
        socket.send({"jsonrpc": "2.0", "id": 1, "method": "user.me"})
        assert socket.closed().code == 4001
    with Socket(tokened, user, hello=False) as socket:
        assert socket.closed(timeout=8).code == 4001, "nothing within the time for it"


def test_a_token_that_ends_on_a_live_socket_closes_it_and_a_newer_one_keeps_it(tokened, issuer):
    short = issuer.token("dora", life=4)
    user = me(tokened, short)["id"]
    left, renewed = (Socket(tokened, user, headers=bearer(short)) for _ in range(2))
    warning = left.wait_for(lambda frame: frame.get("type") == "token_expiring")
    assert 0 < warning["in_ms"] <= 4000
    assert renewed.call("auth.refresh", token=issuer.token("dora"))["user_id"] == user
    assert left.closed().code == 3102
    assert renewed.call("user.me")["id"] == user
    with pytest.raises(Exception) as refusal:
        renewed.call("auth.refresh", token=issuer.token("mallory"))
    assert "32003" in str(refusal.value)
    renewed.close()


def test_who_is_shut_out_is_put_out_everywhere(tokened, issuer):
    root, token = issuer.token("root"), issuer.token("eve")
    user = me(tokened, token)["id"]
    socket = Socket(tokened, user, headers=bearer(token))
    http = HTTP(tokened)

    def admin(method: str, **params) -> dict:
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        return ask(http, "POST", "/rpc", body, headers=bearer(root)).json()

    assert "result" in admin("admin.user_disable", user_id=user)
    assert socket.closed().code == 4010
    assert ask(http, *ROUTES[0], headers=bearer(token)).status_code == 401
    assert closed_with(tokened, user, headers=bearer(token)).code == 4010
    assert "result" in admin("admin.user_enable", user_id=user)
    assert ask(http, *ROUTES[0], headers=bearer(issuer.token("eve"))).status_code == 200


def test_a_page_signs_in_with_a_cookie_that_scripts_cannot_read_and_signs_out(tokened, issuer):
    http = HTTP(tokened)
    answer = ask(http, "POST", "/v1/session", {"token": issuer.token("finn")}, headers={"Origin": tokened.url})
    assert answer.status_code == 200, answer.text
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    pair = cookie.split(";")[0]
    headers = {"Cookie": pair, "Origin": tokened.url}
    user = ask(http, *ROUTES[0], headers=headers).json()["result"]["id"]
    assert ask(http, *ROUTES[0], headers={**headers, "Origin": "https://evil.example"}).status_code == 403
    socket = Socket(tokened, user, headers={"Cookie": pair}, origin=tokened.url)
    assert ask(http, "DELETE", "/v1/session", None, headers=headers).status_code in (200, 204)
    assert socket.closed().code == 4010
    http.session.cookies.clear()
    assert ask(http, *ROUTES[0], headers=headers).status_code == 401


def test_a_sign_in_holds_on_every_edge_and_signing_out_ends_it_there(tokened, issuer, split):
    if not split:
        pytest.skip("there is one edge")
    arguments = [*issuer.arguments, "--allowed-hosts", "127.0.0.1"]
    second = tokened.another_edge(arguments)
    try:
        second.edge.start()
        second.wait_until_ready()
        answer = ask(HTTP(tokened), "POST", "/v1/session", {"token": issuer.token("gwen")}, headers={"Origin": tokened.url})
        pair = answer.headers["Set-Cookie"].split(";")[0]
        here, there = ({"Cookie": pair, "Origin": hub.url} for hub in (tokened, second))
        user = ask(HTTP(second), *ROUTES[0], headers=there).json()["result"]["id"]
        sockets = [Socket(hub, user, headers={"Cookie": pair}, origin=hub.url) for hub in (tokened, second)]
        assert ask(HTTP(tokened), "DELETE", "/v1/session", None, headers=here).status_code in (200, 204)
        assert [socket.closed().code for socket in sockets] == [4010, 4010]
        assert ask(HTTP(second), *ROUTES[0], headers=there).status_code == 401
    finally:
        second.close()


# --- Never -----------------------------------------------------------------------------------------------------------


def test_r3_31_no_token_and_no_message_is_in_the_log(tokened, issuer):
    token = issuer.token("gina")
    user = me(tokened, token)["id"]
    with Socket(tokened, user, headers=bearer(token)) as socket:
        workspace = socket.call("workspace.create", name="unloggable-name")["id"]
        channel = socket.call("channel.create", workspace_id=workspace, kind="public", name="talk")["id"]
        socket.call("message.send", channel_id=channel, body="unloggable-body")
        socket.send("unloggable-noise")
        socket.call("user.me")
    with sockets.create_connection(("127.0.0.1", tokened.port)) as raw:
        raw.sendall(b"unloggable-garbage\r\n\r\n")
        raw.recv(1000)
    log = tokened.log
    assert "unloggable" not in log and token not in log and token.split(".")[2] not in log
