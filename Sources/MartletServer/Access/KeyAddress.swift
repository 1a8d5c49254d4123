// SPDX-License-Identifier: Apache-2.0

package import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// An issuer's keys at the address where it publishes them.
package struct KeyAddress: KeySource {
    private static let sizeLimit = 1 << 20
    private static let patience = TimeAmount.seconds(5)

    /// How to fetch keys: no redirects, which could lead to anyone, and no trying again behind our back.
    package static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(3), read: Self.patience)
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private let url: String
    private let client: HTTPClient

    /// Uses an address.
    ///
    /// - Parameters:
    ///   - url: The address: `https`, or on this machine.
    ///   - client: What fetches it, made with ``clientConfiguration``.
    package init(url: String, client: HTTPClient) {
        self.url = url
        self.client = client
    }

    package func load() async throws -> KeyDocument? {
        let request = try HTTPClient.Request(url: self.url, headers: ["Accept": "application/json"])
        let answer = self.client.execute(
            request: request,
            delegate: ResponseAccumulator(request: request, maxBodySize: Self.sizeLimit),
            deadline: self.client.eventLoopGroup.any().now + Self.patience
        )
        // A future and not the client's own async call, which a cancelled caller would take down for all who wait.
        let response = try await answer.futureResult.get()
        guard response.status == .ok, let body = response.body else {
            throw KeyDocument.Fault(description: "was answered with status \(response.status.code)")
        }
        return try KeyDocument(json: Array(body.readableBytesView), mayHoldSecrets: false)
    }
}
