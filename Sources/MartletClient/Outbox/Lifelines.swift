// SPDX-License-Identifier: Apache-2.0

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// Tells owners of a lease that live from those whose process has ended, however it ended.
///
/// Each living owner has locked one byte of a file, the one that its name comes to; the kernel lets go of it with the
/// process. The locks belong to the open file and not to the process, so that two outboxes in one process see each
/// other. Where there are no such locks nobody counts as gone, and leases end with their time.
final class Lifelines: Sendable {
    /// The file's name in its directory.
    private static let name = "outbox.lock"

    // The numbers, since the C headers hide the names behind feature macros.
    #if canImport(Darwin)
        private static let take: CInt = 90  // F_OFD_SETLK
        private static let look: CInt = 92  // F_OFD_GETLK
    #else
        private static let take: CInt = 37  // F_OFD_SETLK
        private static let look: CInt = 36  // F_OFD_GETLK
    #endif

    private struct State {
        /// Negative where there is no file.
        var descriptor: CInt
        /// Whose bytes this has locked: its own locks are in nobody's way, and so not seen.
        var held: Set<Int64> = []
    }

    private let state: Mutex<State>

    init(in directory: String) {
        self.state = Mutex(State(descriptor: open("\(directory)/\(Self.name)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)))
    }

    deinit {
        self.cut()
    }

    /// Says that an owner lives, from now until ``cut()``.
    func hold(_ owner: String) {
        let place = Self.place(of: owner)
        self.state.withLock { state in
            guard state.descriptor >= 0, !state.held.contains(place) else { return }
            var byte = Self.byte(at: place)
            if fcntl(state.descriptor, Self.take, &byte) == 0 { state.held.insert(place) }
        }
    }

    /// Says no more of whom it held.
    func cut() {
        self.state.withLock { state in
            if state.descriptor >= 0 { close(state.descriptor) }
            state = State(descriptor: -1)
        }
    }

    /// Whether it is certain that an owner's process has ended.
    func isGone(_ owner: String) -> Bool {
        let place = Self.place(of: owner)
        return self.state.withLock { state in
            guard state.descriptor >= 0, !state.held.contains(place) else { return false }
            var byte = Self.byte(at: place)
            return fcntl(state.descriptor, Self.look, &byte) == 0 && CInt(byte.l_type) == CInt(F_UNLCK)
        }
    }

    private static func byte(at place: Int64) -> flock {
        var byte = flock()
        byte.l_type = Int16(F_WRLCK)
        byte.l_whence = Int16(SEEK_SET)
        byte.l_start = off_t(place)
        byte.l_len = 1
        return byte
    }

    /// Two of a few owners out of 2^62 places have the same one never.
    private static func place(of owner: String) -> Int64 {
        let hash = owner.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        return Int64(hash >> 2)
    }
}
