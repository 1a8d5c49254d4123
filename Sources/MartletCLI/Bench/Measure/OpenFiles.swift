// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How many files this process, and what it starts, may have open.
enum OpenFiles {
    /// Files besides the sockets: the store's, the loops' and the terminal's.
    static let spare = 200

    /// Raises the limit as far as it goes.
    /// - Throws: A failure naming the limit if so many sockets do not fit.
    static func allow(sockets: Int) throws {
        var limit = rlimit()
        #if canImport(Glibc)
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let files = RLIMIT_NOFILE
        #endif
        guard getrlimit(files, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(files, &limit)
        guard let problem = Self.problem(sockets: sockets, limit: UInt64(limit.rlim_cur)) else { return }
        throw CommandFailure(.configuration, problem)
    }

    /// Why so many sockets cannot be opened; nil if they can.
    static func problem(sockets: Int, limit: UInt64) -> String? {
        let needed = sockets + Self.spare
        guard UInt64(needed) > limit else { return nil }
        return """
            connections: \(sockets) need \(needed) open files, and the limit is \(limit) \
            (raise it with ulimit -Hn, or ask for \(max(0, Int(limit) - Self.spare)) at most)
            """
    }
}
