// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Reads what a client sends, as it comes, and refuses what RFC 6455 forbids as soon as it can be seen.
///
/// A value without I/O: bytes in, events out. Between messages it holds no buffer. A client's declared length is
/// never believed for more than ``trustedReservation`` bytes of memory.
struct FrameParser: ~Copyable {
    enum Event: Equatable {
        /// The bytes given are used up.
        case needsMore
        /// Whole messages; text is valid UTF-8.
        case text(ByteBuffer)
        case binary(ByteBuffer)
        case ping(ByteBuffer)
        case pong
        /// The peer's close frame; anything after it is not to be read.
        case close(code: UInt16?)
        /// Nothing can be read after this.
        case violation(ProtocolViolation)
    }

    /// What the next byte is.
    private enum Step {
        case opcode
        case length
        case longLength(missing: UInt8)
        case maskingKey(missing: UInt8)
        case payload
    }

    private static let trustedReservation = 2 * 1024

    private let limit: UInt32
    private var step = Step.opcode
    private var isFinal = false
    private var opcode = Opcode.continuation
    private var key = MaskingKey()
    /// Bytes that the current frame's payload still lacks.
    private var missing: UInt64 = 0
    /// The opcode of the message whose fragments are arriving.
    private var unfinished: Opcode?
    private var validator = UTF8Validator()
    /// What has arrived of a message and of a control frame, while there is some.
    private var pending: Pending?

    private final class Pending {
        var message = ByteBuffer()
        var control = ByteBuffer()
    }

    /// Begins a connection whose messages have at most so many bytes, their fragments summed.
    init(limit: Int) {
        self.limit = UInt32(clamping: limit)
    }

    /// Reads on to the next event: to be called until it needs more, or until an event that is the last.
    mutating func next(in bytes: inout ByteBuffer) -> Event {
        do {
            while true {
                if case .payload = self.step {
                    if let event = try self.readPayload(from: &bytes) { return event }
                    if bytes.readableBytes == 0 { return .needsMore }
                } else {
                    guard let byte = bytes.readInteger(as: UInt8.self) else { return .needsMore }
                    try self.readHeader(byte)
                }
            }
        } catch {
            return .violation(error)
        }
    }
}

extension FrameParser {
    private mutating func readHeader(_ byte: UInt8) throws(ProtocolViolation) {
        switch self.step {
        case .opcode:
            try self.readOpcode(byte)
        case .length:
            guard byte & 0x80 != 0 else { throw .notMasked }
            guard !self.opcode.isControl || byte & 0x7F <= 125 else { throw .longControl }
            switch byte & 0x7F {
            case 126: self.step = .longLength(missing: 2)
            case 127: self.step = .longLength(missing: 8)
            case let length:
                self.missing = UInt64(length)
                try self.lengthRead()
            }
        case .longLength(let missing):
            self.missing = self.missing << 8 | UInt64(byte)
            self.step = .longLength(missing: missing - 1)
            guard missing == 1 else { return }
            guard self.missing <= UInt64(Int64.max) else { throw .lengthOverflow }
            try self.lengthRead()
        case .maskingKey(let missing):
            self.key.append(byte)
            self.step = missing == 1 ? .payload : .maskingKey(missing: missing - 1)
        case .payload:
            preconditionFailure("FrameParser.readHeader was called between a header and its payload's end")
        }
    }

    private mutating func readOpcode(_ byte: UInt8) throws(ProtocolViolation) {
        guard byte & 0x70 == 0 else { throw .reservedBits }
        guard let opcode = Opcode(rawValue: byte & 0x0F) else { throw .unknownOpcode }
        self.isFinal = byte & 0x80 != 0
        switch opcode {
        case .continuation:
            guard self.unfinished != nil else { throw .nothingToContinue }
        case .text, .binary:
            guard self.unfinished == nil else { throw .messageUnfinished }
        case .close, .ping, .pong:
            guard self.isFinal else { throw .fragmentedControl }
        }
        self.opcode = opcode
        self.missing = 0
        self.step = .length
    }

    private mutating func lengthRead() throws(ProtocolViolation) {
        if !self.opcode.isControl {
            let total = UInt64(self.pending?.message.readableBytes ?? 0) + self.missing
            guard total <= UInt64(self.limit) else { throw .tooLong(limit: Int(self.limit)) }
        }
        self.step = .maskingKey(missing: 4)
    }

    /// An event, or nil when the payload is unfinished or ends no message.
    private mutating func readPayload(from bytes: inout ByteBuffer) throws(ProtocolViolation) -> Event? {
        if self.opcode.isControl {
            return try self.readControl(from: &bytes)
        }
        let isText = (self.unfinished ?? self.opcode) == .text
        let isWhole = self.missing <= UInt64(bytes.readableBytes)
        // What is whole needs no place to wait in.
        var message = ByteBuffer()
        if let pending = self.pending {
            swap(&message, &pending.message)
        }
        let start = message.readableBytes
        self.take(from: &bytes, into: &message)
        if isText {
            let isValid = message.withUnsafeReadableBytes { self.validator.accept(.init(rebasing: $0[start...])) }
            guard isValid, !(isWhole && self.isFinal) || self.validator.isComplete else { throw .notUTF8 }
        }
        guard isWhole, self.isFinal else {
            self.keep { $0.message = message }
            if isWhole {
                self.unfinished = self.unfinished ?? self.opcode
                self.step = .opcode
            }
            return nil
        }
        self.unfinished = nil
        self.pending = nil
        self.step = .opcode
        return isText ? .text(message) : .binary(message)
    }

    private mutating func readControl(from bytes: inout ByteBuffer) throws(ProtocolViolation) -> Event? {
        let isWhole = self.missing <= UInt64(bytes.readableBytes)
        var payload = ByteBuffer()
        if let pending = self.pending {
            swap(&payload, &pending.control)
        }
        self.take(from: &bytes, into: &payload)
        guard isWhole else {
            self.keep { $0.control = payload }
            return nil
        }
        self.step = .opcode
        if self.unfinished == nil {
            self.pending = nil
        }
        switch self.opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong
        case .close: return .close(code: try Self.closeCode(in: payload))
        case .continuation, .text, .binary:
            preconditionFailure("FrameParser.readControl was called for a data frame")
        }
    }

    /// Moves what there is of the payload, unmasked.
    private mutating func take(from bytes: inout ByteBuffer, into target: inout ByteBuffer) {
        let count = Int(min(self.missing, UInt64(bytes.readableBytes)))
        guard count > 0 else { return }
        if target.capacity == 0 {
            // Room for the whole if it is short; else it doubles as it comes.
            target.reserveCapacity(Int(min(self.missing, UInt64(max(count, Self.trustedReservation)))))
        }
        var key = self.key
        bytes.readWithUnsafeReadableBytes { source in
            target.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { free in
                key.unmask(.init(rebasing: source.prefix(count)), into: .init(rebasing: free.prefix(count)))
                return count
            }
        }
        self.key = key
        self.missing -= UInt64(count)
    }

    private mutating func keep(_ body: (Pending) -> Void) {
        let pending = self.pending ?? Pending()
        body(pending)
        self.pending = pending
    }

    private static func closeCode(in payload: ByteBuffer) throws(ProtocolViolation) -> UInt16? {
        guard payload.readableBytes > 0 else { return nil }
        guard let code = payload.getInteger(at: payload.readerIndex, as: UInt16.self) else { throw .closeTooShort }
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: throw .closeCode
        }
        var validator = UTF8Validator()
        let isValid = payload.withUnsafeReadableBytes { validator.accept(.init(rebasing: $0[2...])) }
        guard isValid, validator.isComplete else { throw .notUTF8 }
        return code
    }
}
