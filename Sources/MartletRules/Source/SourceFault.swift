// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What went wrong with a source, as a fixed category: what a server or a system said in words is not kept, since it
/// may hold what nobody else shall read.
package enum SourceFault: Hashable, Sendable, CustomStringConvertible {
    /// Nobody was reached, or the connection was lost or silent.
    case network
    /// An HTTP status.
    case refused(RefusalStatus)
    /// A close frame.
    case closed(CloseCode)
    /// What arrived could not be understood, or was not all that was sent.
    case invalidData
    /// What arrived could not be stored.
    case store
    /// Anything else.
    case unknown

    package var description: String {
        switch self {
        case .network: "the network failed"
        case .refused(let status): "the server answered HTTP \(status.rawValue)"
        case .closed(let code): "the server closed the connection with \(code.rawValue)"
        case .invalidData: "the server sent something that is not understood"
        case .store: "the events could not be stored"
        case .unknown: "something failed"
        }
    }
}
