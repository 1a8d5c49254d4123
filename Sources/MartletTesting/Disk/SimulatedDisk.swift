// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// A disk that keeps what was synced and, when its power fails, an arbitrary part of what was not.
///
/// Files come and go at once and for good; their bytes are safe only after ``sync(_:)``.
public final class SimulatedDisk: Sendable {
    private struct Write {
        var offset: Int
        var bytes: [UInt8]
    }

    private struct File {
        /// What a reader sees.
        var bytes: [UInt8] = []
        /// What is safe.
        var safe: [UInt8] = []
        /// What was written since, in its order.
        var unsynced: [Write] = []
    }

    /// What a disk writes as a whole.
    private static let sector = 512

    /// A power failure that lies ahead, or has left its copy.
    private enum Failure {
        case none
        case due(after: Int, SeededGenerator)
        case happened(SimulatedDisk)
    }

    private let files: Mutex<[String: File]>
    private let failure = Mutex(Failure.none)

    /// Creates an empty disk.
    public init() {
        self.files = Mutex([:])
    }

    private init(_ files: [String: File]) {
        self.files = Mutex(files)
    }

    /// Lets the power fail right before one of the next writes, syncs, cuts and removals.
    ///
    /// Whoever uses this disk goes on as if nothing had happened; ``remains`` is what is found afterwards.
    public func failPower(afterOperations count: Int, seed: UInt64) {
        self.failure.withLock { $0 = .due(after: count, SeededGenerator(seed: seed)) }
    }

    /// What the power failure has left; nil before it.
    public var remains: SimulatedDisk? {
        self.failure.withLock { failure in
            if case .happened(let disk) = failure { disk } else { nil }
        }
    }

    /// Counts an operation that changes something.
    private func operate() {
        self.failure.withLock { failure in
            guard case .due(let count, var generator) = failure else { return }
            if count > 0 {
                failure = .due(after: count - 1, generator)
            } else {
                failure = .happened(self.afterPowerFailure(using: &generator))
            }
        }
    }

    /// A disk with the same files, as a computer that boots finds it after the power failed here: each write that was
    /// not synced is there, is not, or is there in part, whatever became of those before it.
    public func afterPowerFailure(using generator: inout some RandomNumberGenerator) -> SimulatedDisk {
        let files = self.files.withLock { $0 }
        var left: [String: File] = [:]
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            var bytes = file.safe
            for write in file.unsynced {
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: continue
                case 1: Self.put(write, into: &bytes)
                default:
                    let sectors = write.bytes.count / Self.sector
                    let kept = Int.random(in: 0...max(sectors, 0), using: &generator) * Self.sector
                    Self.put(Write(offset: write.offset, bytes: Array(write.bytes.prefix(kept))), into: &bytes)
                }
            }
            left[name] = File(bytes: bytes, safe: bytes)
        }
        return SimulatedDisk(left)
    }

    /// A disk with the same files, as they are seen now.
    public func copy() -> SimulatedDisk {
        SimulatedDisk(self.files.withLock { $0 })
    }

    /// Whether there is such a file.
    public func has(_ name: String) -> Bool {
        self.files.withLock { $0[name] != nil }
    }

    /// Creates a file unless it is there.
    public func create(_ name: String) {
        self.files.withLock { files in
            if files[name] == nil { files[name] = File() }
        }
    }

    /// Removes a file.
    public func remove(_ name: String) {
        self.operate()
        self.files.withLock { _ = $0.removeValue(forKey: name) }
    }

    /// How many bytes a file has; 0 if there is none.
    public func size(of name: String) -> Int {
        self.files.withLock { $0[name]?.bytes.count ?? 0 }
    }

    /// Reads up to so many bytes; fewer at the end of the file.
    public func read(_ count: Int, at offset: Int, of name: String) -> [UInt8] {
        self.files.withLock { files in
            guard let bytes = files[name]?.bytes, offset < bytes.count else { return [] }
            return Array(bytes[offset..<min(bytes.count, offset + count)])
        }
    }

    /// Writes bytes, which everyone sees and a power failure may take back.
    public func write(_ bytes: [UInt8], at offset: Int, of name: String) {
        self.operate()
        self.files.withLock { files in
            let write = Write(offset: offset, bytes: bytes)
            Self.put(write, into: &files[name, default: File()].bytes)
            files[name]?.unsynced.append(write)
        }
    }

    /// Cuts a file off, for good.
    public func truncate(_ name: String, to size: Int) {
        self.operate()
        self.files.withLock { files in
            guard var file = files[name], file.bytes.count > size else { return }
            file.bytes.removeSubrange(size...)
            file.safe = file.bytes
            file.unsynced = []
            files[name] = file
        }
    }

    /// Makes everything safe that was written to a file.
    public func sync(_ name: String) {
        self.operate()
        self.files.withLock { files in
            guard var file = files.removeValue(forKey: name) else { return }
            for write in file.unsynced { Self.put(write, into: &file.safe) }
            file.unsynced = []
            files[name] = file
        }
    }

    private static func put(_ write: Write, into bytes: inout [UInt8]) {
        guard !write.bytes.isEmpty else { return }
        let end = write.offset + write.bytes.count
        if bytes.count < end { bytes += [UInt8](repeating: 0, count: end - bytes.count) }
        // As one copy: an element at a time takes most of a simulation's time in a debug build.
        bytes.withUnsafeMutableBytes { target in
            write.bytes.withUnsafeBytes { source in
                UnsafeMutableRawBufferPointer(rebasing: target[write.offset..<end]).copyMemory(from: source)
            }
        }
    }
}
