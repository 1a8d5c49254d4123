// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire

/// Turns what happens to a stream into lines.
struct TailOutput: Sendable {
    /// What goes where.
    enum Line: Hashable, Sendable {
        /// Part of the answer.
        case output(String)
        /// For whoever watches.
        case note(String)
    }

    private struct Resync: Encodable {
        let type = "resync"
        var reason: ResyncReason?
        var epoch: Epoch
        var seq: Seq

        private enum CodingKeys: String, CodingKey {
            case type, reason, epoch, seq
        }
    }

    private let isJSON: Bool
    private let loggedOnly: Bool
    private var left: Int?
    /// Where a later tail would begin.
    private(set) var position: Position?
    private var wasInterrupted = false

    init(isJSON: Bool, loggedOnly: Bool, limit: Int?) {
        self.isJSON = isJSON
        self.loggedOnly = loggedOnly
        self.left = limit
    }

    /// Prints what happened.
    /// - Throws: ``Tail/Enough`` after the last event that was asked for.
    mutating func print(_ update: StreamUpdate) throws {
        for line in try self.lines(for: update) {
            switch line {
            case .output(let text): try Terminal.standard.write(text)
            case .note(let text): Terminal.standard.note(text)
            }
        }
        if self.left == 0 { throw Tail.Enough() }
    }

    /// What to print.
    mutating func lines(for update: StreamUpdate) throws -> [Line] {
        switch update {
        case .connected(let hello):
            defer { self.wasInterrupted = false }
            self.position = Position(epoch: hello.epoch, seq: hello.isResumed ? hello.from : hello.seq)
            let missed = hello.isResumed && hello.replayed > 0 ? ", \(hello.replayed) missed" : ""
            return self.wasInterrupted || !missed.isEmpty ? [.note("connected\(missed)")] : []
        case .resync(let reason):
            return try self.resync(reason)
        case .event(let frame):
            return try self.event(frame)
        case .advanced(let position):
            self.position = position
            return []
        case .interrupted(let reason, let delay):
            self.wasInterrupted = true
            let seconds = (delay / .seconds(1) * 10).rounded() / 10
            return [.note("\(TerminalText(reason).string); trying again in \(seconds) s")]
        }
    }

    private func resync(_ reason: ResyncReason?) throws -> [Line] {
        let words =
            switch reason {
            case .expired: "the log does not reach back that far"
            case .epoch: "the log is another one now"
            case .ahead: "the log has lost what was there"
            case .tooMany: "too much was missed"
            case .invalid: "that is no position"
            case nil: "the server does not say why"
            }
        let note = Line.note("events may be missing before this (\(words)); going on live")
        guard self.isJSON, let position = self.position else { return [note] }
        let line = Resync(reason: reason, epoch: position.epoch, seq: position.seq)
        return [.output(try Self.json(line)), note]
    }

    private mutating func event(_ frame: EventFrame) throws -> [Line] {
        if let seq = frame.seq {
            self.position?.seq = seq
            self.left = self.left.map { $0 - 1 }
        } else if self.loggedOnly {
            return []
        }
        guard !self.isJSON else { return [.output(try Self.json(frame))] }
        let number = frame.seq.map(String.init) ?? "-"
        let padding = String(repeating: " ", count: max(0, 8 - number.count))
        let name = frame.event.name.rawValue
        let gap = String(repeating: " ", count: max(1, 24 - name.count))
        return [.output(TerminalText("\(padding)\(number)  \(name)\(gap)\(frame.event.summary)").string)]
    }

    private static func json(_ value: some Encodable) throws -> String {
        String(decoding: try WireEncoder().encode(value), as: UTF8.self)
    }
}
