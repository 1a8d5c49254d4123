// SPDX-License-Identifier: Apache-2.0

/// Which sources each mode runs: the first one it can, and the others while that one cannot.
///
/// Offline runs none. A source that is named twice counts once.
package struct SourcePlan: Hashable, Sendable {
    package var streaming: [Source]
    package var polling: [Source]
    package var background: [Source]

    package init(
        streaming: [Source] = [.streaming, .polling],
        polling: [Source] = [.polling],
        background: [Source] = [.backgroundPolling]
    ) {
        self.streaming = streaming
        self.polling = polling
        self.background = background
    }

    /// The sources for a mode, the most wanted first.
    package func sources(for mode: ResolvedMode) -> [Source] {
        let sources =
            switch mode {
            case .streaming: self.streaming
            case .polling: self.polling
            case .background: self.background
            case .offline: [Source]()
            }
        return sources.enumerated().filter { !sources[..<$0.offset].contains($0.element) }.map(\.element)
    }
}
