// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Tells whoever watches that something takes its time: from the first second on, on one line that is taken away again.
///
/// Nobody is told where notes are not read by a person.
final class Progress: Sendable {
    private static let barWidth = 20

    private let label: String
    private let fraction = Mutex<Double?>(nil)

    private init(_ label: String) {
        self.label = label
    }

    /// Notes how much is done, from 0 to 1.
    func advanced(to fraction: Double) {
        self.fraction.withLock { $0 = fraction }
    }

    /// Does something, and tells of it while it lasts.
    /// - Parameters:
    ///   - label: What is being done.
    ///   - terminal: Where to tell.
    ///   - body: What to do; it may say how far it is.
    /// - Returns: What came of it.
    static func showing<Answer: Sendable>(
        _ label: String,
        on terminal: Terminal = .standard,
        _ body: (Progress) async throws -> Answer
    ) async rethrows -> Answer {
        let progress = Progress(label)
        guard Terminal.Stream.notes.isInteractive else { return try await body(progress) }
        return try await withThrowingTaskGroup(of: Void.self, returning: Answer.self) { group in
            group.addTask { try await progress.tell(terminal, since: ContinuousClock.now) }
            defer { group.cancelAll() }
            return try await body(progress)
        }
    }

    private func tell(_ terminal: Terminal, since start: ContinuousClock.Instant) async throws {
        try await Task.sleep(for: .seconds(1))
        defer { try? terminal.write(Array("\r\u{1B}[K".utf8), to: .notes) }
        while !Task.isCancelled {
            let line = self.line(after: ContinuousClock.now - start)
            try? terminal.write(Array("\r\u{1B}[K\(line)".utf8), to: .notes)
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    /// What is told after some time.
    func line(after time: Duration) -> String {
        let seconds = time.components.seconds
        guard let fraction = self.fraction.withLock({ $0 }) else { return "\(self.label) … \(seconds) s" }
        let done = min(Self.barWidth, max(0, Int((fraction * Double(Self.barWidth)).rounded(.down))))
        let bar = String(repeating: "█", count: done) + String(repeating: "░", count: Self.barWidth - done)
        return "\(self.label) \(bar) \(Int((fraction * 100).rounded(.down))) % after \(seconds) s"
    }
}
