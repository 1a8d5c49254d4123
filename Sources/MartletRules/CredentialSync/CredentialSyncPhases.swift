// SPDX-License-Identifier: Apache-2.0

/// Which parts of the credential sync run.
package struct CredentialSyncPhases: Hashable, Sendable {
    /// The experiment that chooses.
    package static let experiment = "sessionSyncStrategy"
    /// The variant with the first two phases.
    package static let heartbeatVariant = "session-sync-heartbeat"
    /// The variant with all three.
    package static let adaptiveVariant = "session-sync-adaptive"

    /// Phase 1: a push whenever somebody comes back to the application.
    package var foregroundResync = false
    /// Phase 2: pushes again and again while somebody looks.
    package var visibleHeartbeat = false
    /// Phase 3: the pushes of phase 2 are apart by chance, and further apart after failures.
    package var adaptiveBackoff = false

    package init() {}

    /// Decides for one user.
    ///
    /// - Parameters:
    ///   - settings: The direct switches, and for whom they count.
    ///   - experiment: The experiment ``experiment``, if there is one.
    ///   - subject: The user.
    package init(settings: CredentialSyncSettings, experiment: Experiment?, subject: String?) {
        let selection = experiment?.selection(for: subject)
        if let selection, selection.inExperiment {
            self.adaptiveBackoff = selection.variant == Self.adaptiveVariant
            self.visibleHeartbeat = self.adaptiveBackoff || selection.variant == Self.heartbeatVariant
            self.foregroundResync = self.visibleHeartbeat
        } else if selection?.isEnabled != true || settings.directConfiguration == .always {
            self = settings.phases
        }
    }
}
