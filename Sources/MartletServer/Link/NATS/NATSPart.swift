// SPDX-License-Identifier: Apache-2.0

#if NATS
    /// Says which part a message is of something larger than a message may be: a header, `NAME INDEX COUNT`.
    package struct NATSPart: Hashable, Sendable, LosslessStringConvertible {
        /// The header's name.
        package static let header = "Martlet-Part"

        /// Names the whole, as nobody else does.
        package var whole: String
        /// Which part it is, from 0.
        package var index: Int
        /// How many there are.
        package var count: Int

        package init(of whole: String, index: Int, count: Int) {
            self.whole = whole
            self.index = index
            self.count = count
        }

        package init?(_ description: String) {
            let words = description.split(separator: " ")
            guard words.count == 3, let index = Int(words[1]), let count = Int(words[2]), index >= 0, index < count
            else {
                return nil
            }
            self.init(of: String(words[0]), index: index, count: count)
        }

        package var description: String { "\(self.whole) \(self.index) \(self.count)" }
    }

    /// Puts parts together, each speaker's in the order in which it sent them.
    ///
    /// What a speaker that died left unfinished is dropped when room is needed.
    package struct NATSPartAssembly: Sendable {
        private struct Unfinished: Sendable {
            var whole: String
            var bytes: [UInt8]
            var next: Int
        }

        private let limit: Int
        private let sizeLimit: Int
        /// The oldest first.
        private var unfinished: [Unfinished] = []

        /// Creates an assembly that holds so many wholes at once, each of so many bytes.
        package init(limit: Int = 64, sizeLimit: Int = LinkFrame.sizeLimit) {
            self.limit = limit
            self.sizeLimit = sizeLimit
        }

        /// Takes a part; returns the whole with its last.
        ///
        /// A part whose predecessor is missing is no use, nor is its whole.
        package mutating func take(_ bytes: [UInt8], _ part: NATSPart) -> [UInt8]? {
            var whole = Unfinished(whole: part.whole, bytes: [], next: 0)
            if let known = self.unfinished.firstIndex(where: { $0.whole == part.whole }) {
                whole = self.unfinished.remove(at: known)
            }
            guard part.index == whole.next, whole.bytes.count + bytes.count <= self.sizeLimit else { return nil }
            whole.bytes += bytes
            whole.next += 1
            if whole.next == part.count { return whole.bytes }
            if self.unfinished.count >= self.limit { self.unfinished.removeFirst() }
            self.unfinished.append(whole)
            return nil
        }
    }
#endif
