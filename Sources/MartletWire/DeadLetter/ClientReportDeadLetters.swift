// SPDX-License-Identifier: Apache-2.0

/// Tells operators what a client's outbox has given up, in place of what it told before.
public struct ClientReportDeadLetters: Method {
    /// What the server answers: nothing.
    public typealias Result = Empty

    /// `client.report_dead_letters`.
    public static let name = MethodName("client.report_dead_letters")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Tells operators what a client's outbox has given up, in place of what it told before.",
        callers: "anyone signed in",
        parameters: [
            "client": "what the client calls itself: 1 to 64 bytes, the same each time",
            "letters": "how many calls were given up, by method and reason: at most 50; none takes the report back",
        ]
    )

    /// What the client calls itself.
    public var client: LocalID
    /// What it has given up.
    public var letters: [DeadLetterCount]

    private enum CodingKeys: String, CodingKey {
        case client, letters
    }

    /// Creates the call.
    public init(client: LocalID, letters: [DeadLetterCount]) {
        self.client = client
        self.letters = letters
    }

    /// Checks sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(localID: self.client, field: "client")
        guard self.letters.count <= Self.letterLimit else {
            throw .invalid("letters", "at most \(Self.letterLimit)", limit: Int64(Self.letterLimit))
        }
        for (index, letter) in self.letters.enumerated() {
            try limits.check(bytes: letter.method, in: 1...64, field: "letters.\(index).method")
            guard letter.method.utf8.allSatisfy(Self.isOfName) else {
                throw .invalid("letters.\(index).method", "the name of a method, such as message.send")
            }
            try limits.check(letter.count, in: 1...Self.countLimit, field: "letters.\(index).count")
        }
    }

    private static let letterLimit = 50
    private static let countLimit = 1_000_000

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
