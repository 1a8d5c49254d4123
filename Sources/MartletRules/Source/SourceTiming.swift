// SPDX-License-Identifier: Apache-2.0

/// How patient a client is with its sources.
package struct SourceTiming: Hashable, Sendable {
    /// How long a source may be interrupted before the next one takes over.
    package var fallback: Duration
    /// How long another source runs before the most wanted is tried again.
    package var recovery: Duration
    /// How long a source that was told to stop is left alone while another one runs.
    package var reprieve: Duration

    package init(
        fallback: Duration = .seconds(120),
        recovery: Duration = .seconds(300),
        reprieve: Duration = .seconds(3600)
    ) {
        precondition(fallback > .zero && recovery > .zero && reprieve > .zero, "a source gets some time")
        self.fallback = fallback
        self.recovery = recovery
        self.reprieve = reprieve
    }
}
