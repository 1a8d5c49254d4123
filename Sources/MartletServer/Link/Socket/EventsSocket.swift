// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The file through which core and edges meet, and who may use it: the user whom the core runs as, and nobody else.
enum EventsSocket {
    /// The socket cannot be had.
    struct Failure: Error, CustomStringConvertible {
        var path: String
        var reason: String

        var description: String { "events: \(self.path) \(self.reason)" }
    }

    /// Makes the socket, with mode 0600 before anybody can connect; one that a dead core has left is replaced.
    static func make(_ path: String) throws -> CInt {
        try Self.removeLeftover(path)
        let descriptor = socket(AF_UNIX, Self.stream, 0)
        guard descriptor >= 0 else { throw Failure(path: path, reason: "cannot be made: no descriptor is free") }
        let isBound = Self.withAddress(of: path) { bind(descriptor, $0, $1) == 0 }
        // Until it listens, nobody can connect.
        guard isBound, chmod(path, 0o600) == 0 else {
            close(descriptor)
            throw Failure(path: path, reason: "cannot be made: is the directory writable?")
        }
        return descriptor
    }

    /// Whether the process at the other end runs as the same user as this one.
    static func isOwn(_ channel: any NIOCore.Channel) -> EventLoopFuture<Bool> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededFuture(false)
        }
        return Self.user(of: options).map { $0 == geteuid() }.recover { _ in false }
    }

    private static func removeLeftover(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw Failure(path: path, reason: "is not a socket") }
        let probe = socket(AF_UNIX, Self.stream, 0)
        defer { close(probe) }
        let isInUse = Self.withAddress(of: path) { connect(probe, $0, $1) == 0 }
        guard !isInUse else { throw Failure(path: path, reason: "belongs to a core that is running") }
        unlink(path)
    }

    private static func withAddress<Answer>(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Answer
    ) -> Answer {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    #if os(Linux)
        private static let stream = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)

        /// What the kernel says of a peer.
        private struct Credentials: Sendable {
            var process: Int32 = 0
            var user: UInt32 = 0
            var group: UInt32 = 0
        }

        private static func user(of options: any SocketOptionProvider) -> EventLoopFuture<UInt32> {
            let credentials: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
                level: .socket,
                name: .init(rawValue: SO_PEERCRED)
            )
            return credentials.map(\.user)
        }
    #else
        private static let stream = SOCK_STREAM

        private static func user(of options: any SocketOptionProvider) -> EventLoopFuture<UInt32> {
            let credentials: EventLoopFuture<xucred> = options.unsafeGetSocketOption(
                level: .init(rawValue: 0),
                name: .init(rawValue: LOCAL_PEERCRED)
            )
            return credentials.map(\.cr_uid)
        }
    #endif
}
