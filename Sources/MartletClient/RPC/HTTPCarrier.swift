// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Carries requests over the network.
struct HTTPCarrier: RequestCarrier {
    /// One for the whole process, so that no client needs closing.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(timeout: .init(connect: .seconds(10)))
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// The largest answer that is read.
    private static let answerLimit = 64 * 1024 * 1024

    let address: ServerAddress
    let tls: TLSTrust?

    func carry(_ request: CarriedRequest, within timeout: Duration) async throws(CarriageFailure) -> HTTPAnswer {
        do {
            let deadline = NIODeadline.now() + TimeAmount(timeout)
            let response = try await Self.client.execute(self.message(request), deadline: deadline)
            let body = try await response.body.collect(upTo: Self.answerLimit)
            return HTTPAnswer(
                status: Int(response.status.code),
                body: Array(body.readableBytesView),
                retryAfter: response.headers.first(name: "Retry-After")
            )
        } catch {
            throw Self.failure(error)
        }
    }

    private func message(_ request: CarriedRequest) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: self.address.url(of: request.route))
        message.tlsConfiguration = self.tls?.configuration
        for header in request.headers { message.headers.add(name: header.name, value: header.value) }
        if let body = request.body {
            message.method = .POST
            message.headers.add(name: "Content-Type", value: "application/json")
            message.body = .bytes(ByteBuffer(bytes: body))
        }
        return message
    }

    private static func failure(_ error: any Error) -> CarriageFailure {
        if error is CancellationError { return CarriageFailure("was given up", mayHaveArrived: true) }
        switch error as? HTTPClientError {
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            return CarriageFailure("did not answer in time", mayHaveArrived: true)
        case .connectTimeout:
            return CarriageFailure("cannot be reached: no answer", mayHaveArrived: false)
        default:
            break
        }
        if let dial = DialFailure(unreached: error) {
            return CarriageFailure("cannot be reached: \(dial.reason)", mayHaveArrived: false)
        }
        return CarriageFailure("gave no answer: the connection was lost or is not HTTP", mayHaveArrived: true)
    }
}
