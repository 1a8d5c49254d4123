// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// How credentials are kept in step: a client configuration's `sessionSync`.
package struct CredentialSyncSettings: Hashable, Sendable {
    /// For whom the three direct switches count, beside clients that no experiment runs for.
    package enum DirectConfiguration: String, Hashable, Sendable, CaseIterable {
        /// Whoever takes no part in the experiment, its control group included.
        case always
        /// Nobody while the experiment runs, so that its control group stays clean.
        case outsideExperimentOnly
    }

    /// The longest that any of the times may be.
    package static let longest = Duration.seconds(365 * 86_400)
    /// The shortest interval and the shortest delay.
    package static let shortestInterval = Duration.seconds(1)

    /// The direct switches; default: all off.
    package var phases = CredentialSyncPhases()
    /// For whom they count; default: whoever takes no part.
    package var directConfiguration = DirectConfiguration.always
    /// How long after a confirmed push for a return to the foreground the next one is left out; default: 1.5 s.
    package var foregroundDebounce = Duration.milliseconds(1500)
    /// How often credentials are pushed while somebody looks; default: 10 min.
    package var heartbeatInterval = Duration.seconds(600)
    /// How long after a return to the foreground no heartbeat is needed; default: 60 s.
    package var resumeHeartbeatSuppress = Duration.seconds(60)
    /// The longest that heartbeats are apart, jitter included; default: 30 min.
    package var heartbeatMaxBackoff = Duration.seconds(1800)

    package init() {}

    /// Reads a configuration; what is wrong is noted and stays as it is by default, what is too small is raised.
    init(reading value: JSONValue, noting findings: inout [ConfigurationFinding]) {
        var fields = ConfigurationFields(value, at: "sessionSync")
        self.phases.foregroundResync = fields.flag("phase1ForegroundResync")
        self.phases.visibleHeartbeat = fields.flag("phase2VisibleHeartbeat")
        self.phases.adaptiveBackoff = fields.flag("phase3AdaptiveBackoffJitter")
        if let name = fields.text("directConfig") {
            if let choice = DirectConfiguration(rawValue: name) {
                self.directConfiguration = choice
            } else {
                let known = DirectConfiguration.allCases.map(\.rawValue).joined(separator: " or ")
                fields.note(.problem, "directConfig", "expected \(known): it is \(self.directConfiguration.rawValue)")
            }
        }
        self.foregroundDebounce = fields.time("foregroundDebounceMs", self.foregroundDebounce, atLeast: .zero)
        self.heartbeatInterval =
            fields.time("heartbeatIntervalMs", self.heartbeatInterval, atLeast: Self.shortestInterval)
        self.resumeHeartbeatSuppress =
            fields.time("resumeHeartbeatSuppressMs", self.resumeHeartbeatSuppress, atLeast: .zero)
        self.heartbeatMaxBackoff =
            fields.time("heartbeatMaxBackoffMs", self.heartbeatMaxBackoff, atLeast: self.heartbeatInterval)
        findings += fields.findings
    }

    /// What does not do what it seems to, beside the experiment that chooses between the phases.
    func warnings(beside experiment: Experiment?) -> [ConfigurationFinding] {
        var warnings: [ConfigurationFinding] = []
        if self.phases.adaptiveBackoff, !self.phases.visibleHeartbeat {
            let text = "does nothing unless phase2VisibleHeartbeat is true too"
            warnings.append(ConfigurationFinding(.warning, "sessionSync.phase3AdaptiveBackoffJitter", text))
        }
        if let experiment, experiment.isEnabled, self.phases != CredentialSyncPhases() {
            let key = CredentialSyncPhases.experiment
            let text =
                switch self.directConfiguration {
                case .always: "the phases that are true also hold for the control group of experiments.\(key)"
                case .outsideExperimentOnly: "the phases that are true hold for nobody while experiments.\(key) is on"
                }
            warnings.append(ConfigurationFinding(.warning, "sessionSync", text))
        }
        return warnings
    }
}

extension ConfigurationFields {
    /// A time in milliseconds, held to what is possible.
    fileprivate mutating func time(_ field: String, _ standard: Duration, atLeast least: Duration) -> Duration {
        guard let milliseconds = self.number(field) else { return max(standard, least) }
        let longest = CredentialSyncSettings.longest
        guard milliseconds <= longest / .milliseconds(1) else {
            self.note(.warning, field, "is too large: \(longest.milliseconds) holds")
            return longest
        }
        guard milliseconds >= least / .milliseconds(1) else {
            self.note(.warning, field, "is too small: \(least.milliseconds) holds")
            return least
        }
        return .milliseconds(Int64(milliseconds.rounded()))
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64((self / .milliseconds(1)).rounded()) }
}
