// SPDX-License-Identifier: Apache-2.0

/// Every size, count, rate and default that a client or an operator may run into.
///
/// The server's own are configurable and travel in ``Hello/limits``; what is not configured, or not known to an older
/// server, is as in ``standard``.
public struct Limits: Hashable, Sendable, Encodable {
    /// What holds unless configured otherwise.
    public static let standard = Self()

    /// The longest message body, in bytes of UTF-8.
    public var messageBody: Int = 16 * 1024
    /// The most attachments of one message.
    public var attachments: Int = 20
    /// The longest emoji, in bytes of UTF-8.
    public var emoji: Int = 64
    /// The most different emoji on one message.
    public var reactions: Int = 50
    /// How many people one reaction names; its count goes on.
    public var reactionUsers: Int = 100
    /// The longest status text, in Unicode scalars after normalisation to NFC.
    public var statusText: Int = 100
    /// The longest name or title of anything but a person, in Unicode scalars.
    public var name: Int = 80
    /// The longest short name of a person, in Unicode scalars.
    public var userName: Int = 64
    /// The longest topic, in Unicode scalars.
    public var topic: Int = 250
    /// The longest search, in Unicode scalars.
    public var query: Int = 200
    /// The longest text of a canvas, in bytes of UTF-8.
    public var canvasBody: Int = 512 * 1024
    /// The largest upload, in bytes.
    public var media: Int64 = 25 * 1024 * 1024
    /// The most people that open a DM can name beside the caller.
    public var directPeers: Int = 50
    /// The longest idempotency key, in bytes of UTF-8.
    public var idempotencyKey: Int = 64
    /// The largest page of any list.
    public var page: Int = 200
    /// How large a page is if the call does not say.
    public var defaultPage: Int = 50
    /// How many channels one page of `sync.catch_up` holds.
    public var catchUpPage: Int = 200
    /// The most people in one presence frame, list or watch; workspaces above it need a watch.
    public var presenceEntries: Int = 500
    /// The highest exact unread count.
    public var unreadCount: Int = 999
    /// The largest encoded event, in bytes.
    public var entry: Int = 256 * 1024
    /// The largest body of `POST /rpc`, in bytes.
    public var rpcBody: Int = 1024 * 1024
    /// The most calls in one batch.
    public var rpcBatch: Int = 50
    /// The largest message a client may send on a socket, in bytes, fragments summed.
    public var socketMessage: Int = 64 * 1024
    /// How many connections one person may hold.
    public var connectionsPerUser: Int = 20
    /// How many sockets of one address may wait for their `open`.
    public var awaitingOpenPerAddress: Int = 100
    /// How long a socket may wait for its `open`.
    public var openTimeout: Milliseconds = 10_000
    /// How often the server pings.
    public var heartbeat: Milliseconds = 25_000
    /// How long the server waits for any frame after a ping.
    public var heartbeatTimeout: Milliseconds = 10_000
    /// How many missed events a socket replays before it says `too_many`.
    public var resumeEvents: Int = 500
    /// How many events one long poll answers.
    public var pollEvents: Int = 500
    /// How many entitled events back a long poll may begin.
    public var pollReach: Int = 10_000
    /// How long a long poll may wait.
    public var pollWait: Milliseconds = 55_000
    /// How long the log is kept.
    public var logKept: Milliseconds = 604_800_000
    /// How long the log is kept even when it is over its size.
    public var logKeptAtLeast: Milliseconds = 3_600_000
    /// How large the log may grow, in bytes, before it is cut early.
    public var logSize: Int64 = 8 * 1024 * 1024 * 1024
    /// How many calls a person may make each second.
    public var rpcRate: Int = 50
    /// How many calls a person may make at once.
    public var rpcBurst: Int = 100
    /// How many typing signals pass at once in one channel.
    public var typingBurst: Int = 5
    /// How often one more typing signal passes in one channel.
    public var typingInterval: Milliseconds = 2_000
    /// How many typing signals of one person pass in each window.
    public var typingPerWindow: Int = 20
    /// How long that window is.
    public var typingWindow: Milliseconds = 10_000
    /// How long a client shows that somebody types.
    public var typingLasts: Milliseconds = 5_000
    /// How long somebody whose last connection was lost still counts as there.
    public var presenceGrace: Milliseconds = 15_000
    /// Activities in one call.
    public var activities: Int = 100
    /// How long nothing is heard of a work session before it counts as over.
    public var sessionSilence: Milliseconds = 180_000
    /// The longest time over which clients are asked to go elsewhere.
    public var drain: Milliseconds = 20_000

    enum CodingKeys: String, CodingKey {
        case messageBody = "message_body_bytes"
        case attachments
        case emoji = "emoji_bytes"
        case reactions
        case reactionUsers = "reaction_users"
        case statusText = "status_text_scalars"
        case name = "name_scalars"
        case userName = "user_name_scalars"
        case topic = "topic_scalars"
        case query = "query_scalars"
        case canvasBody = "canvas_body_bytes"
        case media = "media_bytes"
        case directPeers = "dm_peers"
        case idempotencyKey = "idempotency_key_bytes"
        case page
        case defaultPage = "default_page"
        case catchUpPage = "catch_up_page"
        case presenceEntries = "presence_entries"
        case unreadCount = "unread_count"
        case entry = "entry_bytes"
        case rpcBody = "rpc_body_bytes"
        case rpcBatch = "rpc_batch"
        case socketMessage = "socket_message_bytes"
        case connectionsPerUser = "connections_per_user"
        case awaitingOpenPerAddress = "awaiting_open_per_address"
        case openTimeout = "open_timeout_ms"
        case heartbeat = "heartbeat_ms"
        case heartbeatTimeout = "heartbeat_timeout_ms"
        case resumeEvents = "resume_events"
        case pollEvents = "poll_events"
        case pollReach = "poll_reach"
        case pollWait = "poll_wait_ms"
        case logKept = "log_kept_ms"
        case logKeptAtLeast = "log_kept_at_least_ms"
        case logSize = "log_bytes"
        case rpcRate = "rpc_per_second"
        case rpcBurst = "rpc_burst"
        case typingBurst = "typing_burst"
        case typingInterval = "typing_interval_ms"
        case typingPerWindow = "typing_per_window"
        case typingWindow = "typing_window_ms"
        case typingLasts = "typing_lasts_ms"
        case presenceGrace = "presence_grace_ms"
        case activities
        case sessionSilence = "session_silence_ms"
        case drain = "drain_ms"
    }

    /// Creates the standard limits.
    public init() {}
}
