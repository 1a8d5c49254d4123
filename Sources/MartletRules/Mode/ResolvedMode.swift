// SPDX-License-Identifier: Apache-2.0

/// The mode that circumstances and wishes come to; offline, with the reason.
package enum ResolvedMode: Hashable, Sendable {
    case streaming
    case polling
    case background
    case offline(OfflineReason)

    /// What a mode that was chosen comes to: offline by choice if it is that.
    package init(_ mode: ConnectionMode) {
        switch mode {
        case .streaming: self = .streaming
        case .polling: self = .polling
        case .background: self = .background
        case .offline: self = .offline(.setOffline)
        }
    }

    /// The mode without the reason.
    package var mode: ConnectionMode {
        switch self {
        case .streaming: .streaming
        case .polling: .polling
        case .background: .background
        case .offline: .offline
        }
    }
}
