// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import MartletTesting
import Synchronization

/// One open file of a volume, as one connection of SQLite has it.
final class DiskFile: Sendable {
    private let volume: DiskVolume
    private let name: String
    private let vanishes: Bool
    private let lock = Mutex<Int32>(SQLITE_LOCK_NONE)

    init(_ name: String, on volume: DiskVolume, vanishes: Bool) {
        self.name = name
        self.volume = volume
        self.vanishes = vanishes
        volume.disk.create(name)
        volume.sharing.withLock { files in
            if files[name] == nil { files[name] = DiskVolume.Sharing() }
        }
    }

    func close() {
        _ = self.unlock(to: SQLITE_LOCK_NONE)
        if self.vanishes { self.volume.disk.remove(self.name) }
    }

    // MARK: - Bytes

    func read(_ count: Int, at offset: Int, into buffer: UnsafeMutableRawPointer) -> Int32 {
        let bytes = self.volume.disk.read(count, at: offset, of: self.name)
        bytes.withUnsafeBytes { if let base = $0.baseAddress { buffer.copyMemory(from: base, byteCount: $0.count) } }
        guard bytes.count < count else { return SQLITE_OK }
        (buffer + bytes.count).initializeMemory(as: UInt8.self, repeating: 0, count: count - bytes.count)
        return SQLITE_IOERR | (2 << 8)  // SQLITE_IOERR_SHORT_READ, which is how the end of a file is told
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        self.volume.disk.write(Array(bytes), at: offset, of: self.name)
    }

    func truncate(to size: Int) { self.volume.disk.truncate(self.name, to: size) }
    func sync() { self.volume.disk.sync(self.name) }
    var size: Int { self.volume.disk.size(of: self.name) }

    // MARK: - Locks on the file

    func lock(to level: Int32) -> Int32 {
        let held = self.lock.withLock { $0 }
        guard held < level else { return SQLITE_OK }
        let me = ObjectIdentifier(self)
        let isGranted = self.share { sharing in
            switch level {
            case SQLITE_LOCK_SHARED:
                guard sharing.writer == nil else { return false }
                sharing.readers += 1
            case SQLITE_LOCK_RESERVED:
                guard sharing.reserver == nil else { return false }
                sharing.reserver = me
            default:
                guard sharing.reserver == nil || sharing.reserver == me, sharing.readers <= 1 else { return false }
                sharing.reserver = me
                sharing.writer = me
            }
            return true
        }
        guard isGranted else { return SQLITE_BUSY }
        self.lock.withLock { $0 = level }
        return SQLITE_OK
    }

    func unlock(to level: Int32) -> Int32 {
        let held = self.lock.withLock { lock in
            defer { lock = min(lock, level) }
            return lock
        }
        let me = ObjectIdentifier(self)
        self.share { sharing in
            if sharing.writer == me { sharing.writer = nil }
            if sharing.reserver == me { sharing.reserver = nil }
            if held >= SQLITE_LOCK_SHARED, level < SQLITE_LOCK_SHARED { sharing.readers -= 1 }
        }
        return SQLITE_OK
    }

    var isReserved: Bool { self.share { $0.reserver != nil } }

    // MARK: - Shared memory

    /// A block of the memory that all connections share; nil if it is not there and is not to be made.
    func memory(_ number: Int, size: Int, mayExtend: Bool) -> UnsafeMutableRawPointer? {
        let address = self.share { sharing -> Int in
            while mayExtend, sharing.memory.count <= number {
                let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
                block.initializeMemory(as: UInt8.self, repeating: 0, count: size)
                sharing.memory.append(block)
            }
            return number < sharing.memory.count ? Int(bitPattern: sharing.memory[number]) : 0
        }
        return UnsafeMutableRawPointer(bitPattern: address)
    }

    func lockMemory(_ slots: Range<Int>, flags: Int32) -> Int32 {
        let me = ObjectIdentifier(self)
        return self.share { sharing in
            if flags & SQLITE_SHM_UNLOCK != 0 {
                for slot in slots {
                    sharing.slots[slot].readers.remove(me)
                    if sharing.slots[slot].writer == me { sharing.slots[slot].writer = nil }
                }
                return SQLITE_OK
            }
            let isExclusive = flags & SQLITE_SHM_EXCLUSIVE != 0
            for slot in slots {
                let (readers, writer) = sharing.slots[slot]
                guard writer == nil || writer == me else { return SQLITE_BUSY }
                guard !isExclusive || readers.subtracting([me]).isEmpty else { return SQLITE_BUSY }
            }
            for slot in slots {
                if isExclusive { sharing.slots[slot].writer = me } else { sharing.slots[slot].readers.insert(me) }
            }
            return SQLITE_OK
        }
    }

    @discardableResult
    private func share<Answer: Sendable>(_ body: (inout DiskVolume.Sharing) -> Answer) -> Answer {
        self.volume.sharing.withLock { files in body(&files[self.name, default: DiskVolume.Sharing()]) }
    }
}
