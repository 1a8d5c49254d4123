// SPDX-License-Identifier: Apache-2.0

/// Counts what the caller has not read in each of their channels.
public struct ReadUnreadCounts: Method {
    /// `read.unread_counts`.
    public static let name = MethodName("read.unread_counts")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Counts what the caller has not read in each of their channels.",
        callers: "anyone signed in"
    )

    /// What the server answers.
    public struct Result: Hashable, Sendable, Codable {
        /// One entry a channel.
        public var counts: [UnreadCount]

        private enum CodingKeys: String, CodingKey {
            case counts
        }

        /// Creates an answer.
        public init(counts: [UnreadCount]) {
            self.counts = counts
        }
    }

    /// Creates the call.
    public init() {}
}
