// SPDX-License-Identifier: Apache-2.0

/// What Prometheus takes a metric's numbers for.
package enum MetricKind: String, Hashable, Sendable {
    /// Only ever grows, until the process restarts.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts values by size.
    case histogram
}
