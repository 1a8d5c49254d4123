// SPDX-License-Identifier: Apache-2.0

package import CoreMetrics
package import MartletWire
import Metrics

/// How connections come, lag and go, for an operator.
///
/// Safe to use from any thread, without a lock.
package struct ConnectionMetrics: Sendable {
    private let open: [Transport: Meter]
    private let opened: [Transport: Counter]
    private let closes: [UInt16: Counter]
    private let otherCloses: Counter
    private let behind: Meter

    package init(factory: any MetricsFactory = MetricsSystem.factory) {
        self.open = Dictionary(
            uniqueKeysWithValues: Transport.allCases.map {
                ($0, factory.gauge(.connectionsOpen, [(.transport, $0.rawValue)]))
            }
        )
        self.opened = factory.counters(.connectionsOpened, by: .transport, Transport.self)
        self.closes = Dictionary(
            uniqueKeysWithValues: Self.codes.map {
                ($0.rawValue, factory.counter(.connectionCloses, [(.code, "\($0.rawValue)")]))
            }
        )
        self.otherCloses = factory.counter(.connectionCloses, [(.code, "other")])
        self.behind = factory.gauge(.connectionsBehind)
    }

    /// A connection was attached.
    package func opened(_ transport: Transport) {
        self.open[transport]?.increment()
        self.opened[transport]?.increment()
    }

    /// An attached connection ended.
    package func ended(_ transport: Transport) {
        self.open[transport]?.decrement()
    }

    /// A socket ended, attached or not, from either side.
    package func closed(_ code: CloseCode) {
        (self.closes[code.rawValue] ?? self.otherCloses).increment()
    }

    /// A connection has to be brought up to the log's head.
    package func fellBehind() { self.behind.increment() }

    /// A connection that was behind is live again, or gone.
    package func caughtUp() { self.behind.decrement() }

    private static let codes: [CloseCode] = [
        .normal, .goingAway, .protocolError, .unsupportedData, .noStatus, .lost, .invalidPayload, .policyViolation,
        .messageTooBig, .internalError, .serviceRestart, .tryAgainLater, .heartbeatLost, .fellBehind, .tokenExpired,
        .rebalanced, .notAuthenticated, .notYou, .unknownUser, .tooManyConnections, .signedOut, .unsupportedVersion,
    ]
}
