// SPDX-License-Identifier: Apache-2.0

extension Limits {
    /// Refuses a name or title that is blank, too long or has control characters.
    package func check(name: String?, field: String) throws(RPCError) {
        guard let name else { return }
        try self.check(scalars: name, atMost: self.name, field: field)
        guard !name.unicodeScalars.allSatisfy(\.properties.isWhitespace) else {
            throw .invalid(field, "must not be blank")
        }
        guard !name.unicodeScalars.contains(where: Self.isControl) else {
            throw .invalid(field, "must not contain control characters")
        }
    }

    /// Refuses a person's short name that could not be written after an @.
    package func check(userName: String?, field: String) throws(RPCError) {
        guard let name = userName else { return }
        try self.check(scalars: name, atMost: self.userName, field: field)
        let isMentionable = name.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.isWhitespace && !Self.isControl(scalar) && scalar != "@"
        }
        guard isMentionable else { throw .invalid(field, "must not contain white space, control characters or @") }
    }

    /// Refuses an identity that no issuer gives out.
    package func check(subject: String?) throws(RPCError) {
        guard let subject else { return }
        try self.check(bytes: subject, in: 1...255, field: "subject")
    }

    /// Refuses a topic that is too long.
    package func check(topic: String?) throws(RPCError) {
        guard let topic, topic.unicodeScalars.count > self.topic else { return }
        throw .invalid("topic", "at most \(self.topic) Unicode scalars", limit: Int64(self.topic))
    }

    /// Refuses a search for nothing, or for too much.
    package func check(query: String) throws(RPCError) {
        try self.check(scalars: query, atMost: self.query, field: "query")
    }

    /// Refuses a body that is too long, or empty when it must not be.
    package func check(body: String, mayBeEmpty: Bool) throws(RPCError) {
        guard !body.isEmpty || mayBeEmpty else {
            throw .invalid("body", "may be empty only with an attachment")
        }
        guard body.utf8.count <= self.messageBody else {
            throw .invalid("body", "at most \(self.messageBody) bytes of UTF-8", limit: Int64(self.messageBody))
        }
    }

    /// Refuses a canvas that is too long.
    package func check(canvasBody: String?) throws(RPCError) {
        guard let body = canvasBody, body.utf8.count > self.canvasBody else { return }
        throw .invalid("body", "at most \(self.canvasBody) bytes of UTF-8", limit: Int64(self.canvasBody))
    }

    /// Refuses an emoji that is empty, too long, or more than one word.
    package func check(emoji: String) throws(RPCError) {
        try self.check(bytes: emoji, in: 1...self.emoji, field: "emoji")
        guard !emoji.unicodeScalars.contains(where: { $0.properties.isWhitespace || Self.isControl($0) }) else {
            throw .invalid("emoji", "must not contain white space")
        }
    }

    /// Refuses a key that is empty or too long.
    package func check(idempotencyKey: String?) throws(RPCError) {
        guard let key = idempotencyKey else { return }
        try self.check(bytes: key, in: 1...self.idempotencyKey, field: "idempotency_key")
    }

    /// Refuses a credential that no issuer gives out.
    package func check(credential: String) throws(RPCError) {
        try self.check(bytes: credential, in: 1...16 * 1024, field: "token")
    }

    /// Refuses a status text that is too long however it is normalised.
    ///
    /// The limit counts scalars in NFC, which this module cannot make. Scalars that may merge with the one before
    /// are not counted here; ``check(normalizedStatusText:)`` counts all.
    package func check(statusText: String?) throws(RPCError) {
        guard let text = statusText else { return }
        try self.check(status: text.unicodeScalars.count(where: { !Self.mayMerge($0) }))
    }

    /// Refuses a status text, given in NFC, that is too long.
    package func check(normalizedStatusText text: String) throws(RPCError) {
        try self.check(status: text.unicodeScalars.count)
    }

    private func check(status count: Int) throws(RPCError) {
        guard count > self.statusText else { return }
        throw .invalid("status_text", "at most \(self.statusText) Unicode scalars", limit: Int64(self.statusText))
    }

    private func check(scalars text: String, atMost limit: Int, field: String) throws(RPCError) {
        guard !text.isEmpty, text.unicodeScalars.count <= limit else {
            throw .invalid(field, "1 to \(limit) Unicode scalars", limit: Int64(limit))
        }
    }

    func check(bytes text: String, in range: ClosedRange<Int>, field: String) throws(RPCError) {
        guard range.contains(text.utf8.count) else {
            throw .invalid(field, "\(range.lowerBound) to \(range.upperBound) bytes", limit: Int64(range.upperBound))
        }
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control
    }

    /// Whether normalisation may make one scalar of this and the one before: marks, and the inner parts of Hangul.
    private static func mayMerge(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: (0x1160...0x11FF).contains(scalar.value)
        }
    }
}
