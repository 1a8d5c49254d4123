// SPDX-License-Identifier: Apache-2.0

/// What `GET /v1/events` answers: everything after a position, or a reason to load afresh.
public struct LongPollPage: Hashable, Sendable {
    /// The log's current life.
    public var epoch: Epoch
    /// What to ask from next, whether or not there were events.
    public var seq: Seq
    /// What happened, in order; at most 500.
    public var events: [EventFrame]
    /// Whether to ask again at once.
    public var hasMore: Bool
    /// Why the client must load everything afresh, if it must: see ``SyncCatchUp``.
    public var resync: ResyncReason?

    /// Creates a page.
    public init(epoch: Epoch, seq: Seq, events: [EventFrame], hasMore: Bool = false, resync: ResyncReason? = nil) {
        self.epoch = epoch
        self.seq = seq
        self.events = events
        self.hasMore = hasMore
        self.resync = resync
    }

    /// The page of events that are already framed.
    package static func encode(
        position: Position,
        frames: [[UInt8]],
        hasMore: Bool = false,
        resync: ResyncReason? = nil
    ) throws -> [UInt8] {
        let page = Page(
            epoch: position.epoch,
            seq: position.seq,
            events: frames.map(RawJSON.init(trusted:)),
            hasMore: hasMore,
            resync: resync
        )
        return try WireEncoder().encode(page)
    }
}

extension LongPollPage: Codable {
    /// Decodes a page.
    public init(from decoder: any Decoder) throws {
        let page = try Page<EventFrame>(from: decoder)
        self.init(epoch: page.epoch, seq: page.seq, events: page.events, hasMore: page.hasMore, resync: page.resync)
    }

    /// Encodes a page; `resync` is said even when it is null.
    public func encode(to encoder: any Encoder) throws {
        try Page(
            epoch: self.epoch,
            seq: self.seq,
            events: self.events,
            hasMore: self.hasMore,
            resync: self.resync
        ).encode(to: encoder)
    }
}

/// The page's shape, whether its events are read or only carried.
private struct Page<Event: Codable>: Codable {
    var epoch: Epoch
    var seq: Seq
    var events: [Event]
    var hasMore: Bool
    var resync: ResyncReason?

    private enum CodingKeys: String, CodingKey {
        case epoch, seq, events
        case hasMore = "more"
        case resync
    }

    init(epoch: Epoch, seq: Seq, events: [Event], hasMore: Bool, resync: ResyncReason?) {
        self.epoch = epoch
        self.seq = seq
        self.events = events
        self.hasMore = hasMore
        self.resync = resync
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.epoch, forKey: .epoch)
        try fields.encode(self.seq, forKey: .seq)
        try fields.encode(self.events, forKey: .events)
        try fields.encode(self.hasMore, forKey: .hasMore)
        try fields.encode(self.resync, forKey: .resync)
    }
}
