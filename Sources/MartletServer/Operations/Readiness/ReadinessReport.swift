// SPDX-License-Identifier: Apache-2.0

/// What `/readyz` answers.
package struct ReadinessReport: Hashable, Sendable, Codable {
    /// Whether to send traffic here.
    package var isReady: Bool
    /// Why not.
    package var reasons: [ReadinessObstacle]

    private enum CodingKeys: String, CodingKey {
        case isReady = "ready"
        case reasons
    }

    package init(_ obstacles: [ReadinessObstacle]) {
        self.isReady = obstacles.isEmpty
        self.reasons = obstacles
    }
}
