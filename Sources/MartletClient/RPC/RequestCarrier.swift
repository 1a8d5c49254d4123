// SPDX-License-Identifier: Apache-2.0

/// Carries requests to one server, and brings their answers.
package protocol RequestCarrier: Sendable {
    /// Carries one; ends with the task.
    /// - Throws: ``CarriageFailure`` if there is no answer.
    func carry(_ request: CarriedRequest, within timeout: Duration) async throws(CarriageFailure) -> HTTPAnswer
}

/// One request: a GET of a route, or a POST of JSON to it.
package struct CarriedRequest: Sendable {
    /// The route with its query.
    package var route: String
    package var headers: [(name: String, value: String)]
    /// The JSON to post; nil to get.
    package var body: [UInt8]?
}

/// Why a request got no answer.
package struct CarriageFailure: Error, Sendable {
    /// In a few words, after the server's name.
    package var reason: String
    /// Whether it may have reached the server.
    package var mayHaveArrived: Bool

    package init(_ reason: String, mayHaveArrived: Bool) {
        self.reason = reason
        self.mayHaveArrived = mayHaveArrived
    }
}
