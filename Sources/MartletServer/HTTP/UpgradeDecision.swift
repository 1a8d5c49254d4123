// SPDX-License-Identifier: Apache-2.0

package import NIOCore
package import NIOHTTP1

/// What to do with a request that asks, in due form, to become a WebSocket.
package enum UpgradeDecision: Sendable {
    /// Answer 101 and hand the socket to a delegate.
    case accept(Acceptance)
    /// Answer 101, send the close frame and end: the refusal that a browser's script can read.
    case acceptAndClose(code: UInt16, reason: String, subprotocol: String? = nil)
    /// Answer with an HTTP error and end.
    case refuse(Refusal)
    /// This path takes no WebSockets: the router answers, as if the request had not asked.
    case notAnUpgrade

    /// How an accepted upgrade is answered, and who owns the socket.
    package struct Acceptance: Sendable {
        /// The subprotocol to confirm: one of those the request offered.
        package var subprotocol: String?
        /// Further fields of the answer, `Set-Cookie` for one.
        package var headers: HTTPHeaders
        /// The longest message the peer may send, its fragments summed, in bytes.
        package var maximumMessageSize: Int
        /// Called once, on the socket's event loop.
        package var makeDelegate: @Sendable () -> any SocketDelegate

        package init(
            subprotocol: String? = nil,
            headers: HTTPHeaders = [:],
            maximumMessageSize: Int = 64 * 1024,
            makeDelegate: @escaping @Sendable () -> any SocketDelegate
        ) {
            self.subprotocol = subprotocol
            self.headers = headers
            self.maximumMessageSize = maximumMessageSize
            self.makeDelegate = makeDelegate
        }
    }

    /// An HTTP answer in place of an upgrade; the connection ends after it.
    package struct Refusal: Sendable {
        package var status: HTTPResponseStatus
        package var headers: HTTPHeaders
        /// JSON, as the other errors of HTTP routes.
        package var body: ByteBuffer

        package init(status: HTTPResponseStatus, headers: HTTPHeaders = [:], body: ByteBuffer = ByteBuffer()) {
            self.status = status
            self.headers = headers
            self.body = body
        }
    }

    /// A decision, at once or to come; while it is to come, nothing more is read from the connection.
    package enum Answer: Sendable {
        case now(UpgradeDecision)
        case later(EventLoopFuture<UpgradeDecision>)
    }

    /// Decides, on the event loop of the channel; a failed future is answered 500.
    package typealias Decider = @Sendable (HTTPRequestHead, any Channel) -> Answer
}
