// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What a connecting reader is owed.
package enum ResumeDecision: Hashable, Sendable, Codable {
    /// It asked for nothing: what comes from now on.
    case live
    /// Everything it is entitled to after this seq, unless that turns out to be too much: see
    /// ``counted(_:limit:)``.
    case resume(after: Seq)
    /// The log cannot tell exactly what it missed.
    case resync(ResyncReason)

    /// Decides from what the reader asked for, word for word, and what the store's log holds.
    ///
    /// A position means something only in a life of the log that is known, and before the life after it began: what
    /// follows there was written by someone who had not seen the rest. Without an epoch the current life is assumed.
    package init(epoch: String?, from text: String?, in span: LogSpan) {
        guard let text else {
            self = .live
            return
        }
        guard let seq = Self.seq(text) else {
            self = .resync(.invalid)
            return
        }
        self.init(epoch: epoch.map(Epoch.init(rawValue:)), from: seq, in: span)
    }

    /// Decides from a position that has been read already.
    package init(epoch: Epoch?, from seq: Seq, in span: LogSpan) {
        if !Self.seqs.contains(seq) {
            self = .resync(.invalid)
        } else if let epoch, !Self.names(epoch, seq, in: span.terms) {
            self = .resync(.epoch)
        } else if seq > span.head {
            self = .resync(.ahead)
        } else if seq < span.floor - 1 {
            self = .resync(.expired)
        } else {
            self = .resume(after: seq)
        }
    }

    /// Decides anew once it is known how many entries the reader is owed; counting one past the limit is enough.
    package func counted(_ count: Int, limit: Int = 500) -> Self {
        switch self {
        case .resume where count > limit: .resync(.tooMany)
        case .live, .resume, .resync: self
        }
    }

    private static func names(_ epoch: Epoch, _ seq: Seq, in terms: [Term]) -> Bool {
        guard let term = terms.lastIndex(where: { $0.epoch == epoch }) else { return false }
        let next = term + 1
        return next == terms.count || seq < terms[next].firstSeq
    }

    /// What a log can count to: a client that names more has read its position through a Double, or made it up.
    private static let seqs = 0..<(Seq(1) << 53)

    /// Reads decimal digits.
    private static func seq(_ text: String) -> Seq? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return Seq(text).flatMap { Self.seqs.contains($0) ? $0 : nil }
    }
}
