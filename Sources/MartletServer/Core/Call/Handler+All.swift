// SPDX-License-Identifier: Apache-2.0

extension Handler {
    /// Every method that is served; a test compares it with the registry.
    package static let all: [Handler] = Self.people + Self.talk + Self.work + Self.operations
}
