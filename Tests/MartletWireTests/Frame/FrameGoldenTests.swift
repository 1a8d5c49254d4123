// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

/// The exact bytes of every frame: a client that is not ours relies on them.
struct FrameGoldenTests {
    private static let limits =
        #"{"message_body_bytes":16384,"attachments":20,"emoji_bytes":64,"reactions":50,"reaction_users":100,"#
        + #""status_text_scalars":100,"name_scalars":80,"user_name_scalars":64,"topic_scalars":250,"#
        + #""query_scalars":200,"canvas_body_bytes":524288,"media_bytes":26214400,"dm_peers":50,"#
        + #""idempotency_key_bytes":64,"page":200,"default_page":50,"catch_up_page":200,"presence_entries":500,"#
        + #""unread_count":999,"entry_bytes":262144,"rpc_body_bytes":1048576,"rpc_batch":50,"#
        + #""socket_message_bytes":65536,"connections_per_user":20,"awaiting_open_per_address":100,"#
        + #""open_timeout_ms":10000,"heartbeat_ms":25000,"heartbeat_timeout_ms":10000,"resume_events":500,"#
        + #""poll_events":500,"poll_reach":10000,"poll_wait_ms":55000,"log_kept_ms":604800000,"#
        + #""log_kept_at_least_ms":3600000,"log_bytes":8589934592,"rpc_per_second":50,"rpc_burst":100,"#
        + #""typing_burst":5,"typing_interval_ms":2000,"typing_per_window":20,"typing_window_ms":10000,"#
        + #""typing_lasts_ms":5000,"presence_grace_ms":15000,"activities":100,"#
        + #""session_silence_ms":180000,"drain_ms":20000}"#

    private static let hello = Hello(
        userID: 7,
        connectionID: ConnectionID(rawValue: "c1"),
        position: Sample.position,
        serverTime: 1_700_000_000_000
    )

    private static func hello(_ change: (inout Hello) -> Void) -> ServerFrame {
        var hello = self.hello
        change(&hello)
        return .hello(hello)
    }

    static let server: [(ServerFrame, String)] = [
        (
            .hello(hello),
            #"{"type":"hello","v":1,"user_id":7,"connection_id":"c1","epoch":"e1","seq":42,"resumed":false,"#
                + #""from":42,"to":42,"replayed":0,"resync":null,"heartbeat_ms":25000,"#
                + #""server_time_ms":1700000000000,"limits":\#(limits)}"#
        ),
        (
            hello { $0.resume(from: 39, replaying: 3) },
            #"{"type":"hello","v":1,"user_id":7,"connection_id":"c1","epoch":"e1","seq":42,"resumed":true,"#
                + #""from":39,"to":42,"replayed":3,"resync":null,"heartbeat_ms":25000,"#
                + #""server_time_ms":1700000000000,"limits":\#(limits)}"#
        ),
        (
            hello { $0.resync = .tooMany },
            #"{"type":"hello","v":1,"user_id":7,"connection_id":"c1","epoch":"e1","seq":42,"resumed":false,"#
                + #""from":42,"to":42,"replayed":0,"resync":"too_many","heartbeat_ms":25000,"#
                + #""server_time_ms":1700000000000,"limits":\#(limits)}"#
        ),
        (
            hello { $0.serverVersion = "0.1.0" },
            #"{"type":"hello","v":1,"user_id":7,"connection_id":"c1","epoch":"e1","seq":42,"resumed":false,"#
                + #""from":42,"to":42,"replayed":0,"resync":null,"heartbeat_ms":25000,"#
                + #""server_time_ms":1700000000000,"server_version":"0.1.0","limits":\#(limits)}"#
        ),
        (
            .event(EventFrame(seq: 43, event: .known(ChannelRemoved(channelID: 3)))),
            #"{"seq":43,"type":"channel.removed","data":{"channel_id":3}}"#
        ),
        (
            .event(EventFrame(seq: 43, cause: .init(key: "k1"), event: .known(ChannelRemoved(channelID: 3)))),
            #"{"seq":43,"type":"channel.removed","cause":{"key":"k1"},"data":{"channel_id":3}}"#
        ),
        (
            .event(EventFrame(event: .known(Typing(channelID: 3, userID: 7, state: .stop)))),
            #"{"type":"typing","data":{"channel_id":3,"user_id":7,"state":"stop"}}"#
        ),
        (.ping(Ping(seq: 43, sent: 5)), #"{"type":"ping","seq":43,"sent":5}"#),
        (.draining(reconnectAfter: 1500), #"{"type":"draining","reconnect_after_ms":1500}"#),
        (.tokenExpiring(in: 60_000), #"{"type":"token_expiring","in_ms":60000}"#),
        (.epoch(Sample.position), #"{"type":"epoch","epoch":"e1","seq":42}"#),
        (
            .response(RPCResponse(id: .number(1), .success(.emptyObject))),
            #"{"jsonrpc":"2.0","id":1,"result":{}}"#
        ),
        (
            .response(RPCResponse(id: .string("a"), .failure(.invalid("limit", "1 to 200", limit: 200)))),
            #"{"jsonrpc":"2.0","id":"a","error":{"code":-32602,"message":"1 to 200","#
                + #""data":{"retryable":false,"field":"limit","limit":200}}}"#
        ),
        (
            .response(
                RPCResponse(
                    id: .null,
                    .failure(
                        RPCError(
                            .unavailable,
                            "try again",
                            data: .init(isRetryable: true, retryAfterMilliseconds: 20, outcome: .unknown)
                        )
                    )
                )
            ),
            #"{"jsonrpc":"2.0","id":null,"error":{"code":-32050,"message":"try again","#
                + #""data":{"retryable":true,"retry_after_ms":20,"outcome":"unknown"}}}"#
        ),
    ]

    @Test(arguments: FrameGoldenTests.server.indices)
    func `a frame from the server has these bytes and comes back from them`(index: Int) throws {
        let (frame, text) = Self.server[index]
        #expect(try json(frame) == text)
        #expect(try value(ServerFrame.self, text) == frame)
    }

    static let client: [(ClientFrame, String)] = [
        (.open(token: "t1"), #"{"type":"open","token":"t1"}"#),
        (.pong(43), #"{"type":"pong","seq":43}"#),
        (.pong(nil), #"{"type":"pong"}"#),
        (.activity(isActive: false), #"{"type":"activity","active":false}"#),
        (
            .request(RPCRequest(id: .number(1), MessageSend(channelID: 3, body: "Hi", idempotencyKey: "k1"))),
            #"{"jsonrpc":"2.0","id":1,"method":"message.send","#
                + #""params":{"channel_id":3,"body":"Hi","idempotency_key":"k1"}}"#
        ),
        (
            .request(RPCRequest(id: nil, TypingRelay(channelID: 3, state: .start))),
            #"{"jsonrpc":"2.0","method":"typing.relay","params":{"channel_id":3,"state":"start"}}"#
        ),
        (
            .request(RPCRequest(id: .string("a"), UserMe())),
            #"{"jsonrpc":"2.0","id":"a","method":"user.me","params":{}}"#
        ),
    ]

    @Test(arguments: FrameGoldenTests.client.indices)
    func `a frame from a client has these bytes and comes back from them`(index: Int) throws {
        let (frame, text) = Self.client[index]
        #expect(try json(frame) == text)
        #expect(try json(value(ClientFrame.self, text)) == text)
    }

    @Test func `an event that nobody knows keeps its place, name and data`() throws {
        let text = #"{"seq":44,"type":"zebra.born","data":{"weight":1.50,"id":9007199254740993}}"#
        guard case .event(let frame) = try value(ServerFrame.self, text) else {
            Issue.record("not an event")
            return
        }
        #expect(frame.seq == 44)
        #expect(frame.event.name.rawValue == "zebra.born")
        #expect(try json(frame) == text)
    }

    @Test func `an event whose data only a newer client can read keeps its place`() throws {
        let text = #"{"seq":44,"type":"typing","data":{"channel_id":3,"user_id":7,"state":"pondering"}}"#
        guard case .event(let frame) = try value(ServerFrame.self, text), case .unknown = frame.event else {
            Issue.record("not an unknown event")
            return
        }
        #expect(frame.seq == 44)
    }

    // R3-30
    @Test func `fields that nobody knows are ignored`() throws {
        let ping = try value(ServerFrame.self, #"{"type":"ping","new":{"a":[1]},"seq":1,"sent":0}"#)
        #expect(ping == .ping(Ping(seq: 1, sent: 0)))
        let limits = try value(Limits.self, #"{"page":100,"wings":2}"#)
        #expect(limits.page == 100)
        #expect(limits.attachments == Limits.standard.attachments)
    }
}
