// SPDX-License-Identifier: Apache-2.0

package import MartletStore

/// Whether a server should get traffic, asked of its parts whenever somebody looks.
///
/// A process without a store or a link (an edge, a core alone) leaves that part out. The closures are called from any
/// thread and must not wait.
package struct Readiness: Sendable {
    private let isStarted: @Sendable () -> Bool
    private let isDraining: @Sendable () -> Bool
    private let store: (@Sendable () -> StoreHealth)?
    private let isLinked: (@Sendable () -> Bool)?

    package init(
        isStarted: @escaping @Sendable () -> Bool = { true },
        isDraining: @escaping @Sendable () -> Bool,
        store: (@Sendable () -> StoreHealth)? = nil,
        isLinked: (@Sendable () -> Bool)? = nil
    ) {
        self.isStarted = isStarted
        self.isDraining = isDraining
        self.store = store
        self.isLinked = isLinked
    }

    /// What stands in the way now; empty when ready.
    package var obstacles: [ReadinessObstacle] {
        var obstacles: [ReadinessObstacle] = []
        if !self.isStarted() { obstacles.append(.starting) }
        if self.isDraining() { obstacles.append(.draining) }
        if let store = self.store, store() != .writable { obstacles.append(.storeNotWritable) }
        if let isLinked = self.isLinked, !isLinked() { obstacles.append(.linkDown) }
        return obstacles
    }

    /// Shows the same as gauges.
    package func show(in registry: PrometheusRegistry) {
        registry.observe(.draining) { [isDraining] in isDraining() ? 1 : 0 }
        if let store = self.store { registry.observe(.storeWritable) { store() == .writable ? 1 : 0 } }
        if let isLinked = self.isLinked { registry.observe(.linkUp) { isLinked() ? 1 : 0 } }
    }
}
