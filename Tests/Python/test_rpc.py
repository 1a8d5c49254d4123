# SPDX-License-Identifier: Apache-2.0
"""JSON-RPC over HTTP and on the socket: R3-25, R3-26, R3-27, R3-32; DESIGN 4.1 and 4.5."""

import json
import os

import jsonschema
import pytest
import referencing

from harness.client import HTTP
from harness.refusal import CODES, refused

JSON = {"Content-Type": "application/json"}


def request(method: str = "user.me", number=1, **more) -> dict:
    return {"jsonrpc": "2.0", "id": number, "method": method, **more}


def error_of(team, body, **more) -> dict:
    answer = team.http.post(body, user=team.ann, **more).json()
    assert answer["jsonrpc"] == "2.0"
    error = answer["error"]
    assert error["code"] in CODES and isinstance(error["data"]["retryable"], bool)
    return {**error, "id": answer["id"]}


@pytest.mark.parametrize("body", ["", "{", "nonsense", '{"jsonrpc":"2.0","id":1,', "[", b"\xff\xfe", '{"a":1}{'])
def test_r3_25_what_is_not_json_is_a_parse_error(team, body):
    error = error_of(team, body)
    assert (error["code"], error["id"]) == (-32700, None)


@pytest.mark.parametrize(
    "body",
    [
        "1", '"text"', "null", "[]", "{}",
        {"id": 1, "method": "user.me"},
        {"jsonrpc": "1.0", "id": 1, "method": "user.me"},
        {"jsonrpc": "2.0", "id": 1},
        {"jsonrpc": "2.0", "id": 1, "method": 7},
        {"jsonrpc": "2.0", "id": {}, "method": "user.me"},
        {"jsonrpc": "2.0", "id": 1.5, "method": "user.me"},
    ],
)
def test_r3_25_what_is_not_a_request_is_invalid(team, body):
    assert error_of(team, body)["code"] == -32600


@pytest.mark.parametrize("method", ["no.such", "", "user.me ", "USER.ME", "presence.mark_connection", "__proto__"])
def test_r3_25_an_unknown_method_is_said_to_be_unknown(team, method):
    error = error_of(team, request(method, "x"))
    assert (error["code"], error["id"]) == (-32601, "x")


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("message.send", {}, "channel_id"),
        ("message.send", {"channel_id": 1}, "body"),
        ("message.send", {"channel_id": "1", "body": "x"}, "channel_id"),
        ("message.send", {"channel_id": 1.5, "body": "x"}, "channel_id"),
        ("message.send", {"channel_id": None, "body": "x"}, "channel_id"),
        ("message.send", {"channel_id": 1, "body": ["x"]}, "body"),
        ("channel.create", {"workspace_id": 1, "kind": "secret", "name": "x"}, "kind"),
        ("workspace.create", {"name": ""}, "name"),
        ("workspace.create", {"name": "x" * 81}, "name"),
        ("typing.relay", {"channel_id": 1, "state": "maybe"}, "state"),
    ],
)
def test_r3_25_a_bad_parameter_is_named(team, method, params, field):
    with refused(-32602, field=field):
        team.call(team.ann, method, **params)


@pytest.mark.parametrize("params", [[1, 2], "text", 7, True])
def test_params_are_an_object(team, params):
    assert error_of(team, request("user.get", params=params))["code"] == -32602


def test_r3_32_a_large_id_is_not_rounded(team):
    large = 2**53 - 1
    with refused(-32004):
        team.call(team.ann, "message.get", message_id=large)
    answer = team.http.post('{"jsonrpc":"2.0","id":9007199254740993,"method":"user.me"}', user=team.ann)
    assert answer.json()["id"] == 9007199254740993
    with refused(-32602, field="message_id"):
        team.call(team.ann, "message.get", message_id=2**64)


@pytest.mark.parametrize("number", [0, -1, 7, "text", "", None])
def test_the_id_comes_back_as_it_was(team, number):
    answer = team.http.post(request(number=number), user=team.ann).json()
    assert answer["id"] == number and type(answer["id"]) is type(number)
    assert ("result" in answer) != ("error" in answer)


def test_a_notification_is_carried_out_and_not_answered(team):
    ben = team.socket(team.ben)
    note = {"jsonrpc": "2.0", "method": "message.send", "params": {"channel_id": team.channel, "body": "quiet"}}
    answer = team.http.post(note, user=team.ann)
    assert answer.status_code == 204 and answer.content == b""
    assert ben.message("quiet")
    assert team.http.post([note, note], user=team.ann).content == b""
    assert team.http.post({**note, "method": "no.such"}, user=team.ann).content == b""


def test_a_batch_is_answered_in_order_and_one_failure_does_not_spoil_it(team):
    def send(number: int, body) -> dict:
        return request("message.send", number, params={"channel_id": team.channel, "body": body})

    answers = team.http.post([send(1, "a"), send(2, 7), 8, send(3, "b"), request("no.such", 4)], user=team.ann).json()
    assert [answer["id"] for answer in answers] == [1, 2, None, 3, 4]
    assert [answer.get("error", {}).get("code") for answer in answers] == [None, -32602, -32600, None, -32601]
    assert answers[0]["result"]["id"] < answers[3]["result"]["id"]


def test_a_batch_has_at_most_fifty_calls(team):
    assert len(team.http.post([request(number=number) for number in range(50)], user=team.ann).json()) == 50
    answer = team.http.post([request(number=number) for number in range(51)], user=team.ann).json()
    error = answer["error"] if isinstance(answer, dict) else answer[0]["error"]
    assert error["code"] in (-32600, -32013) and error["data"]["limit"] == 50


def test_a_body_has_at_most_one_mebibyte(team):
    body = json.dumps(request("message.send", params={"channel_id": team.channel, "body": "x" * (1 << 20)}))
    answer = team.http.post(body, user=team.ann)
    assert answer.status_code == 413 and answer.json()["error"]["code"] == -32013


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_call_says_that_it_is_json(team, kind):
    headers = {"Content-Type": kind} if kind else {"Content-Type": None}
    answer = team.http.request("POST", "/rpc", user=team.ann, data=json.dumps(request()), headers=headers)
    assert answer.status_code in (400, 403, 415)
    assert answer.json()["error"]["code"] in CODES


def test_the_socket_answers_calls_like_http(team):
    socket = team.socket(team.ann)
    for method, params in [("channel.get", {"channel_id": team.channel}), ("workspace.list", {})]:
        assert socket.call(method, **params) == team.call(team.ann, method, **params)
    with refused(-32601):
        socket.call("no.such")
    with refused(-32602, field="body"):
        socket.call("message.send", channel_id=team.channel)
    socket.send("nonsense")
    assert socket.wait_for(lambda frame: "jsonrpc" in frame and frame["id"] is None)["error"]["code"] == -32700
    assert socket.call("user.me")["id"] == team.ann


def test_calls_on_one_socket_take_effect_in_the_order_in_which_they_came(team):
    socket, ben = team.socket(team.ann), team.socket(team.ben)
    for number in range(100):
        socket.send(request("message.send", f"c{number}", params={"channel_id": team.channel, "body": f"m{number}"}))
    for number in range(100):
        socket.answer(f"c{number}")
    team.fence(ben)
    bodies = [frame["data"]["message"]["body"] for frame in ben.seen("message.created")]
    assert [body for body in bodies if body.startswith("m")] == [f"m{number}" for number in range(100)]


def test_r3_30_fields_that_nobody_knows_are_ignored(team):
    answer = team.http.post(
        request("message.send", params={"channel_id": team.channel, "body": "x", "colour": "blue"}, extra=1),
        user=team.ann,
    ).json()
    assert answer["result"]["body"] == "x"


# --- The document ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def document(hub) -> dict:
    """The OpenRPC document as it is served."""
    return HTTP(hub).call(1, "rpc.discover")


def test_r3_26_every_method_of_the_document_is_served(team, document):
    for method in document["methods"]:
        answer = team.http.post(request(method["name"], params={}), user=team.ann).json()
        code = answer.get("error", {}).get("code")
        assert code not in (-32601, -32603), f"{method['name']}: {answer}"


def test_r3_26_the_document_is_the_same_on_every_way(team, document):
    assert team.http.request("GET", "/openrpc.json").json() == document


def schema_of_schemas() -> referencing.Registry:
    """What the meta-schema refers to by an address, at hand: JSON Schema's own draft 7, so that no test asks a network."""
    draft = dict(jsonschema.Draft7Validator.META_SCHEMA)
    rules = {key: value for key, value in draft.items() if key not in ("$id", "$schema", "definitions")}
    resource = {
        "$schema": draft["$schema"],
        **rules,
        "definitions": {**draft["definitions"], "JSONSchemaObject": {"properties": draft["properties"]}},
    }
    found = referencing.Resource.from_contents(resource)
    return referencing.Registry().with_resources(
        [(address, found) for address in ("https://meta.json-schema.tools", "https://meta.json-schema.tools/")]
    )


def test_r3_26_the_document_is_an_openrpc_document(document):
    path = os.environ.get("MARTLET_OPENRPC_META_SCHEMA")
    if not path:
        pytest.skip("MARTLET_OPENRPC_META_SCHEMA names no file")
    with open(path, encoding="utf-8") as file:
        meta = json.load(file)
    # Its source says no version; a release of it fills one in.
    meta["properties"]["openrpc"] = {"const": "1.3.2"}
    jsonschema.Draft7Validator(meta, registry=schema_of_schemas()).validate(document)


def test_r3_26_answers_are_as_the_document_says(team, document):
    methods = {method["name"]: method for method in document["methods"]}
    sent = team.say(team.ann, "as documented")
    for method, params in [
        ("user.me", {}),
        ("message.list", {"channel_id": team.channel}),
        ("channel.list", {"workspace_id": team.workspace}),
        ("sync.catch_up", {}),
        ("message.react", {"message_id": sent["id"], "emoji": "👍"}),
        ("rpc.health", {}),
    ]:
        schema = {**methods[method]["result"]["schema"], "components": document.get("components", {})}
        jsonschema.validate(team.call(team.ann, method, **params), schema)


def test_r3_27_the_old_name_of_a_method_is_marked_and_served(team, document):
    [old] = [method for method in document["methods"] if method["name"] == "presence.update"]
    assert old["deprecated"] is True
    answer = team.call(team.ann, "presence.update", status="offline", status_text="old ways")
    assert answer["status_text"] == "old ways"


def test_health_is_told_to_anyone_who_may_call(team):
    health = team.call(team.ann, "rpc.health")
    assert health["status"] == "ok" and health["epoch"]


def test_an_error_tells_nothing_of_the_inside(team):
    for body in ["{", request("no.such"), request("message.get", params={"message_id": 2**62})]:
        text = team.http.post(body, user=team.ann).text
        for word in ("SELECT", "sqlite", "Sources/", ".swift", "Error(", "/tmp", "stack"):
            assert word not in text


def test_an_unknown_route_is_not_found(team):
    for verb, path in [("GET", "/nowhere"), ("POST", "/rpc/more"), ("GET", "/v1/nothing")]:
        assert team.http.request(verb, path, user=team.ann, headers=JSON).status_code == 404
    assert team.http.request("GET", "/rpc", user=team.ann).status_code in (404, 405)


def test_a_client_that_offers_compression_is_served_without(team):
    socket = team.socket(team.ann, compression="deflate")
    assert socket.call("user.me")["id"] == team.ann
