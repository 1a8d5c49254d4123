// SPDX-License-Identifier: Apache-2.0

/// What a metric is broken down by.
///
/// Each has few values, known beforehand: never a person, a channel or a key.
package enum MetricLabel: String, Hashable, Sendable, CaseIterable {
    /// A WebSocket close code; `other` for one that is not ours.
    case code
    /// What sort of thing: see the metric.
    case kind
    /// A method's name; `unknown` for one that is not served.
    case method
    /// How it ended: see the metric.
    case outcome
    /// Where something came from: see the metric.
    case source
    /// What something became: see the metric.
    case to
    /// How a client listens: `socket`, `stream` or `poll`.
    case transport
    /// The version of the program.
    case version
}
