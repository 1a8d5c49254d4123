// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

extension Setting {
    static let limits: [Setting] = Self.rates + Self.sizes + Self.counts + Self.requests + Self.connections + Self.log

    private static let rates: [Setting] = [
        .toggle("limits.rates", \.limitsRates, "Whether the rates hold; off in dev mode only"),
        .number("limits.rpc_per_second", \.limits.rpcRate, in: 1...1_000_000, "Calls a second and person"),
        .number("limits.rpc_burst", \.limits.rpcBurst, in: 1...1_000_000, "Calls at once and person"),
        .number("limits.typing_burst", \.limits.typingBurst, in: 1...1_000, "Typing signals at once and channel"),
        .milliseconds(
            "limits.typing_interval_ms",
            \.limits.typingInterval,
            in: 1...60_000,
            "How often one more typing signal passes in a channel"
        ),
        .number("limits.typing_per_window", \.limits.typingPerWindow, in: 1...10_000, "Typing signals a window"),
        .milliseconds("limits.typing_window_ms", \.limits.typingWindow, in: 1...600_000, "How long that window is"),
        .milliseconds(
            "limits.typing_lasts_ms",
            \.limits.typingLasts,
            in: 100...60_000,
            "How long a client shows that somebody types"
        ),
    ]

    private static let sizes: [Setting] = [
        .bytes("limits.message_body_bytes", \.limits.messageBody, in: 1...65_536, "The longest message"),
        .bytes("limits.canvas_body_bytes", \.limits.canvasBody, in: 1...(1 << 24), "The longest canvas"),
        .bytes("limits.media_bytes", \.limits.media, in: 1...(1 << 40), "The largest upload"),
        .bytes("limits.emoji_bytes", \.limits.emoji, in: 1...256, "The longest emoji or short name of one"),
        .bytes("limits.idempotency_key_bytes", \.limits.idempotencyKey, in: 1...64, "The longest idempotency key"),
        .number("limits.status_text_scalars", \.limits.statusText, in: 1...1_000, "The longest status text"),
        .number("limits.name_scalars", \.limits.name, in: 1...1_000, "The longest name or title"),
        .number("limits.user_name_scalars", \.limits.userName, in: 1...1_000, "The longest short name of a person"),
        .number("limits.topic_scalars", \.limits.topic, in: 1...10_000, "The longest topic"),
        .number("limits.query_scalars", \.limits.query, in: 1...10_000, "The longest search"),
        .bytes("limits.entry_bytes", \.limits.entry, in: 4_096...262_144, "The largest encoded event"),
    ]

    private static let counts: [Setting] = [
        .number("limits.attachments", \.limits.attachments, in: 0...20, "Attachments of one message"),
        .number("limits.reactions", \.limits.reactions, in: 1...50, "Different emoji on one message"),
        .number("limits.reaction_users", \.limits.reactionUsers, in: 0...100, "People whom one reaction names"),
        .number("limits.dm_peers", \.limits.directPeers, in: 1...1_000, "People that open a DM, beside the caller"),
        .number("limits.page", \.limits.page, in: 1...10_000, "The largest page of any list"),
        .number("limits.default_page", \.limits.defaultPage, in: 1...10_000, "A page, if the call does not say"),
        .number("limits.catch_up_page", \.limits.catchUpPage, in: 1...10_000, "Channels on a page of sync.catch_up"),
        .number("limits.presence_entries", \.limits.presenceEntries, in: 1...10_000, "People in one presence frame"),
        .number("limits.unread_count", \.limits.unreadCount, in: 1...1_000_000, "The highest exact unread count"),
    ]

    private static let requests: [Setting] = [
        .bytes("limits.rpc_body_bytes", \.limits.rpcBody, in: 1_024...(1 << 30), "The largest body of POST /rpc"),
        .number("limits.rpc_batch", \.limits.rpcBatch, in: 1...10_000, "Calls in one batch"),
        .number("limits.resume_events", \.limits.resumeEvents, in: 1...1_000_000, "Events that a socket replays"),
        .number("limits.poll_events", \.limits.pollEvents, in: 1...100_000, "Events that one long poll answers"),
        .number("limits.poll_reach", \.limits.pollReach, in: 1...10_000_000, "Events back that a long poll may begin"),
        .milliseconds("limits.poll_wait_ms", \.limits.pollWait, in: 0...300_000, "How long a long poll may wait"),
    ]

    private static let connections: [Setting] = [
        .bytes(
            "limits.socket_message_bytes",
            \.limits.socketMessage,
            in: 1_024...(1 << 24),
            "The largest message that a client may send on a socket"
        ),
        .number("limits.connections_per_user", \.limits.connectionsPerUser, in: 1...100_000, "Connections a person"),
        .number(
            "limits.awaiting_open_per_address",
            \.limits.awaitingOpenPerAddress,
            in: 1...1_000_000,
            "Sockets of one address that may wait for their open"
        ),
        .milliseconds("limits.open_timeout_ms", \.limits.openTimeout, in: 100...120_000, "How long one may wait"),
        .milliseconds("limits.heartbeat_ms", \.limits.heartbeat, in: 1_000...300_000, "How often the server pings"),
        .milliseconds(
            "limits.heartbeat_timeout_ms",
            \.limits.heartbeatTimeout,
            in: 100...300_000,
            "How long the server waits for any frame after a ping"
        ),
        .milliseconds(
            "limits.presence_grace_ms",
            \.limits.presenceGrace,
            in: 0...3_600_000,
            "How long somebody whose last connection was lost still counts as there"
        ),
        .number("limits.activities", \.limits.activities, in: 1...10_000, "Activities in one call"),
        .milliseconds(
            "limits.session_silence_ms",
            \.limits.sessionSilence,
            in: 1_000...86_400_000,
            "How long nothing is heard of a work session before it counts as over"
        ),
        .milliseconds("limits.drain_ms", \.limits.drain, in: 0...300_000, "How long a drain may take"),
    ]

    private static let log: [Setting] = [
        .milliseconds(
            "limits.log_kept_ms",
            \.limits.logKept,
            in: 60_000...31_536_000_000,
            "How long the log is kept; whoever was away longer loads afresh"
        ),
        .milliseconds(
            "limits.log_kept_at_least_ms",
            \.limits.logKeptAtLeast,
            in: 0...31_536_000_000,
            "How long it is kept even when it is over its size"
        ),
        .bytes("limits.log_bytes", \.limits.logSize, in: (1 << 20)...(1 << 50), "How large the log may grow"),
    ]
}
