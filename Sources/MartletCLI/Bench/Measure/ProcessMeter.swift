// SPDX-License-Identifier: Apache-2.0

import MartletServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a process of this machine has used.
struct ProcessMeter: Hashable, Sendable {
    private let process: Int32

    /// Finds a process.
    /// - Throws: A failure if it cannot be read here.
    init(process: Int32) throws {
        self.process = process
        _ = try self.processorNanoseconds()
        _ = try self.residentBytes()
    }

    /// The processor time of all its threads, user and system.
    func processorNanoseconds() throws -> UInt64 {
        #if os(Linux)
            guard let time = ProcessReading.processorNanoseconds(of: self.process) else {
                throw CommandFailure(.notFound, "server-pid: no process \(self.process) whose time can be read")
            }
            return time
        #else
            throw CommandFailure(.configuration, "bench reads the server's time and memory as Linux tells them")
        #endif
    }

    /// How much of its memory is resident.
    func residentBytes() throws -> Int {
        let file = open("/proc/\(self.process)/statm", O_RDONLY)
        defer { if file >= 0 { close(file) } }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = file < 0 ? 0 : read(file, &buffer, buffer.count)
        let fields = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int(fields[1]) else {
            throw CommandFailure(.notFound, "server-pid: no process \(self.process) whose memory can be read")
        }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
