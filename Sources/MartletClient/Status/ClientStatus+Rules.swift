// SPDX-License-Identifier: Apache-2.0

import MartletRules

extension ClientStatus.Mode {
    init(_ mode: ConnectionMode) {
        switch mode {
        case .streaming: self = .streaming
        case .polling: self = .polling
        case .background: self = .background
        case .offline: self = .offline
        }
    }

    var connectionMode: ConnectionMode {
        switch self {
        case .streaming: .streaming
        case .polling: .polling
        case .background: .background
        case .offline: .offline
        }
    }
}

extension ClientStatus.Cause {
    init(_ decision: ModeDecision) {
        switch (decision.mode, decision.authority) {
        case (_, .request): self = .requested
        case (.offline(.setOffline), _), (_, .offlineSwitch): self = .setOffline
        case (.offline(.networkUnavailable), .circumstances): self = .networkUnavailable
        case (.offline(.backgroundDisabled), .circumstances): self = .backgroundDisabled
        case (.streaming, .circumstances), (.polling, .circumstances), (.background, .circumstances):
            self = .circumstances
        }
    }
}

extension ClientStatus.Freshness {
    init(_ state: FeedState) {
        switch state {
        case .initializing: self = .initializing
        case .valid: self = .valid
        case .interrupted: self = .interrupted
        case .offline: self = .offline
        case .shutdown: self = .shutdown
        }
    }
}
