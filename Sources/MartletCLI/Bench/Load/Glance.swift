// SPDX-License-Identifier: Apache-2.0

/// As much of a frame as must be known to count it: a few comparisons in place of a decoder.
///
/// It relies on the order in which our server writes fields.
enum Glance: Hashable, Sendable {
    /// A logged event, with the mark of the message that it tells of.
    case event(seq: Int, MessageMark?)
    /// The answer to a call, with the mark of the message that was sent.
    case answer(isError: Bool, MessageMark?)
    /// Where the connection stands.
    case hello(seq: Int, epoch: String, isResumed: Bool)
    /// A question whether somebody is there.
    case ping
    /// Anything else.
    case other

    init(at frame: UnsafeRawBufferPointer) {
        var rest = frame
        if rest.take("{\"seq\":") {
            self = rest.takeNumber().map { .event(seq: $0, MessageMark(in: rest)) } ?? .other
        } else if rest.begins(with: "{\"jsonrpc\":") {
            let mark = MessageMark(in: rest)
            self = .answer(isError: mark == nil && rest.rest(after: "\"error\":") != nil, mark)
        } else if rest.begins(with: "{\"type\":\"ping\"") {
            self = .ping
        } else if rest.begins(with: "{\"type\":\"hello\"") {
            self = Self.hello(in: rest) ?? .other
        } else {
            self = .other
        }
    }

    private static func hello(in frame: UnsafeRawBufferPointer) -> Self? {
        guard var seq = frame.rest(after: "\"seq\":"), let number = seq.takeNumber(),
            let epoch = frame.rest(after: "\"epoch\":\"")
        else { return nil }
        return .hello(
            seq: number,
            epoch: String(decoding: epoch.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self),
            isResumed: frame.rest(after: "\"resumed\":true") != nil
        )
    }
}
