// SPDX-License-Identifier: Apache-2.0

/// Why a delivery failed: a category and a number, and nothing that the server or the system wrote.
///
/// So it can be stored, logged and shown without care: no message of anybody's is in it.
package struct DeliveryFault: Hashable, Sendable {
    /// The kind of failure; the text is what storage and reports use.
    package enum Category: String, Hashable, Sendable, CaseIterable {
        /// The network did not carry the request: the server never saw it.
        case unreachable
        /// The connection ended before the answer.
        case connectionLost = "connection_lost"
        /// No answer came in time.
        case timeout
        /// The answer is not one of our server's: a captive portal, a proxy.
        case foreignAnswer = "foreign_answer"
        /// Too many requests.
        case throttled
        /// The server cannot answer now.
        case unavailable
        /// The server failed over this request.
        case serverError = "server_error"
        /// The request is not acceptable.
        case invalid
        /// The caller may not do this.
        case forbidden
        /// There is no such thing.
        case notFound = "not_found"
        /// The thing has moved on, or the key was used for something else.
        case conflict
        /// The request is too large.
        case tooLarge = "too_large"
        /// Nobody is signed in.
        case unauthenticated
    }

    /// The kind of failure.
    package var category: Category
    /// The HTTP status or JSON-RPC code, if there was an answer.
    package var code: Int?
    /// How long the server asked to be left alone.
    package var retryAfter: Duration?

    package init(_ category: Category, code: Int? = nil, retryAfter: Duration? = nil) {
        self.category = category
        self.code = code
        self.retryAfter = retryAfter
    }

    /// Whether the item itself may be to blame, so that the attempts must end some time.
    package var countsAgainstItem: Bool { self.category == .serverError }

    /// Whether the server, or the way to it, is what failed: what the circuit breaker counts.
    ///
    /// Too many requests are among it: who keeps sending first attempts to a server that says so makes it worse.
    package var isOutage: Bool {
        switch self.category {
        case .unreachable, .connectionLost, .timeout, .foreignAnswer, .unavailable, .serverError, .throttled: true
        case .invalid, .forbidden, .notFound, .conflict, .tooLarge, .unauthenticated: false
        }
    }
}

extension DeliveryFault: CustomStringConvertible {
    /// The category and the number.
    package var description: String {
        self.code.map { "\(self.category.rawValue) (\($0))" } ?? self.category.rawValue
    }
}
