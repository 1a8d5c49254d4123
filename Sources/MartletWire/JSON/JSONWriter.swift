// SPDX-License-Identifier: Apache-2.0

/// Bytes of compact JSON in the making, in the order in which they are said.
///
/// Whoever opens an object or array does not close it: the next write at a shallower depth does. The state is behind a
/// pointer because every access to a class's own fields is checked at run time, and there are dozens in one event.
final class JSONWriter {
    private struct State {
        var bytes: UnsafeMutablePointer<UInt8>
        var count = 0
        var capacity: Int
        var depth = 0
    }

    /// How deep objects and arrays may be nested: beyond all that is read.
    private static let deepest = 4 * JSONTape.deepest

    private let state: UnsafeMutablePointer<State>
    /// What closes each open object or array, outermost first.
    private let closers: UnsafeMutablePointer<UInt8>
    /// Whether a member that is nil is not said at all.
    let leavesNilOut: Bool

    init(reserving capacity: Int, leavesNilOut: Bool = false) {
        self.leavesNilOut = leavesNilOut
        self.state = .allocate(capacity: 1)
        self.state.initialize(to: State(bytes: .allocate(capacity: capacity), capacity: capacity))
        self.closers = .allocate(capacity: Self.deepest)
    }

    deinit {
        self.state.pointee.bytes.deallocate()
        self.state.deallocate()
        self.closers.deallocate()
    }

    var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: self.state.pointee.bytes, count: self.state.pointee.count))
    }
    var count: Int { self.state.pointee.count }
    var depth: Int { self.state.pointee.depth }

    private func reserve(_ count: Int) {
        let needed = self.state.pointee.count + count
        guard needed > self.state.pointee.capacity else { return }
        let capacity = max(needed, 2 * self.state.pointee.capacity)
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        bytes.update(from: self.state.pointee.bytes, count: self.state.pointee.count)
        self.state.pointee.bytes.deallocate()
        self.state.pointee.bytes = bytes
        self.state.pointee.capacity = capacity
    }

    private func append(_ byte: UInt8) {
        self.reserve(1)
        self.state.pointee.bytes[self.state.pointee.count] = byte
        self.state.pointee.count += 1
    }

    private func append(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress, !text.isEmpty else { return }
        self.reserve(text.count)
        self.state.pointee.bytes.advanced(by: self.state.pointee.count).update(from: start, count: text.count)
        self.state.pointee.count += text.count
    }

    private func append(_ text: StaticString) {
        self.append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private func open(_ opener: UInt8, _ closer: UInt8) {
        precondition(self.depth < Self.deepest, "a value of ours is nested without end")
        self.append(opener)
        self.closers[self.state.pointee.depth] = closer
        self.state.pointee.depth += 1
    }

    func openObject() {
        self.open(UInt8(ascii: "{"), UInt8(ascii: "}"))
    }

    func openArray() {
        self.open(UInt8(ascii: "["), UInt8(ascii: "]"))
    }

    /// Closes whatever is open beyond a depth.
    func close(to depth: Int) {
        while self.state.pointee.depth > depth {
            self.state.pointee.depth -= 1
            self.append(self.closers[self.state.pointee.depth])
        }
    }

    /// Begins the next member of the object at that depth.
    func key(_ name: String, at depth: Int) {
        self.element(at: depth)
        self.string(name)
        self.append(UInt8(ascii: ":"))
    }

    /// Begins the next element of the object or array at that depth.
    func element(at depth: Int) {
        self.close(to: depth)
        // Nothing but an opening ends in one of these two: text ends in a quote.
        let last = self.state.pointee.bytes[self.state.pointee.count - 1]
        guard last != UInt8(ascii: "{"), last != UInt8(ascii: "[") else { return }
        self.append(UInt8(ascii: ","))
    }

    func null() {
        self.append("null")
    }

    func bool(_ value: Bool) {
        self.append(value ? "true" : "false")
    }

    func raw(_ json: [UInt8]) {
        json.withUnsafeBufferPointer { self.append($0) }
    }

    func integer(_ value: some FixedWidthInteger) {
        guard let value = Int64(exactly: value) else { return self.raw(Array(value.description.utf8)) }
        self.reserve(20)
        var rest = value.magnitude
        var length = value < 0 ? 2 : 1
        while rest > 9 {
            rest /= 10
            length += 1
        }
        let start = self.state.pointee.bytes + self.state.pointee.count
        var position = length
        rest = value.magnitude
        repeat {
            position -= 1
            start[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        if value < 0 { start[0] = UInt8(ascii: "-") }
        self.state.pointee.count += length
    }

    func string(_ value: String) {
        self.append(UInt8(ascii: "\""))
        var value = value
        value.withUTF8 { self.escape($0) }
        self.append(UInt8(ascii: "\""))
    }

    private func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in text.indices {
            let byte = text[index]
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
            self.append(UnsafeBufferPointer(rebasing: text[start..<index]))
            self.escape(byte)
            start = index + 1
        }
        self.append(UnsafeBufferPointer(rebasing: text[start...]))
    }

    private func escape(_ byte: UInt8) {
        self.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): self.append(byte)
        case 0x08: self.append(UInt8(ascii: "b"))
        case 0x09: self.append(UInt8(ascii: "t"))
        case 0x0A: self.append(UInt8(ascii: "n"))
        case 0x0C: self.append(UInt8(ascii: "f"))
        case 0x0D: self.append(UInt8(ascii: "r"))
        default:
            self.append("u00")
            self.append(Self.hexadecimal(byte >> 4))
            self.append(Self.hexadecimal(byte & 15))
        }
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8 {
        digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
}
