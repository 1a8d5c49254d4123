// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import Dispatch
    import FoundationEssentials
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Darwin)
        import Darwin
    #endif

    /// Stands between a store and its database's socket, and can fail just before the answer to a commit.
    final class LossyProxy: Sendable {
        private let directory: String
        private let server: String
        private let listener: CInt
        private let next = Mutex(Failure.none)
        private let hasStopped = Atomic(false)

        /// What becomes of the next commit's answer, which the database has given.
        private enum Failure {
            case none
            /// The connection ends before it.
            case loss
            /// Nothing comes any more, and nobody is let in.
            case standstill
        }
        private static let name = ".s.PGSQL.5432"

        /// Listens in a directory of its own for connections to the server whose socket is in another.
        init(to server: String) throws {
            self.server = server + "/" + Self.name
            self.directory = FileManager.default.temporaryDirectory.path + "/p\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: self.directory, withIntermediateDirectories: true)
            self.listener = socket(AF_UNIX, Self.stream, 0)
            let isBound = Self.withAddress(self.directory + "/" + Self.name) { bind(self.listener, $0, $1) }
            guard isBound == 0, listen(self.listener, 8) == 0 else { throw DatabaseRefusal(message: "no proxy") }
            Thread.detach { self.accept() }
        }

        /// Where the database seems to be.
        var address: String { "postgres://martlet@/postgres?host=\(self.directory)" }

        /// The next commit succeeds, and nobody is told.
        func loseNextCommit() {
            self.next.withLock { $0 = .loss }
        }

        /// The next commit succeeds; nobody is told, and no connection ends.
        func standStillAtNextCommit() {
            self.next.withLock { $0 = .standstill }
        }

        /// Takes no more connections.
        ///
        /// Whoever accepts closes the socket: a number that is closed twice is somebody else's the second time, and the whole
        /// process is their victim.
        func stop() {
            guard !self.hasStopped.exchange(true, ordering: .relaxed) else { return }
            shutdown(self.listener, CInt(SHUT_RDWR))
            try? FileManager.default.removeItem(atPath: self.directory)
        }

        private func accept() {
            defer { close(self.listener) }
            while true {
                #if canImport(Glibc)
                    let client = Glibc.accept(self.listener, nil, nil)
                #else
                    let client = Darwin.accept(self.listener, nil, nil)
                #endif
                guard client >= 0 else { return }
                let server = socket(AF_UNIX, Self.stream, 0)
                _ = Self.withAddress(self.server) { connect(server, $0, $1) }
                Thread.detach { self.pump(from: client, to: server) { _ in .none } }
                Thread.detach {
                    self.pump(from: server, to: client) { bytes in
                        guard bytes.firstRange(of: Array("COMMIT\0".utf8)) != nil else { return .none }
                        return self.next.withLock { next in
                            defer { next = .none }
                            return next
                        }
                    }
                }
            }
        }

        /// Passes bytes on until either side ends, or until something fails.
        private func pump(from source: CInt, to target: CInt, failing failure: ([UInt8]) -> Failure) {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(source, &buffer, buffer.count)
                guard count > 0 else { break }
                switch failure(Array(buffer[..<count])) {
                case .none: break
                case .loss: return Self.end(source, target)
                case .standstill: return self.stop()
                }
                guard send(target, buffer, count, Self.quietly) == count else { break }
            }
            Self.end(source, target)
        }

        private static func end(_ sockets: CInt...) {
            for socket in sockets { shutdown(socket, CInt(SHUT_RDWR)) }
        }

        #if canImport(Glibc)
            private static let stream = CInt(SOCK_STREAM.rawValue)
            private static let quietly = CInt(MSG_NOSIGNAL)
        #else
            private static let stream = SOCK_STREAM
            private static let quietly: CInt = 0
        #endif

        private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            return withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }

        /// Threads that wait for the kernel, which Swift's own must not.
        private enum Thread {
            static func detach(_ body: @escaping @Sendable () -> Void) {
                DispatchQueue(label: "martlet.test.proxy").async(execute: body)
            }
        }
    }
#endif
