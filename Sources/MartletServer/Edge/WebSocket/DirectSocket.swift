// SPDX-License-Identifier: Apache-2.0

import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The operating system's socket beneath a channel, for bytes that the pipeline would hand on as they are.
///
/// The kernel takes a frame at once unless the peer is slow, and then the pipeline, which knows how to wait, has it.
/// Valid until the channel is inactive: whoever holds one lets go of it then, because the number may be another's soon.
struct DirectSocket {
    private let descriptor: NIOBSDSocket.Handle

    /// The socket of a channel that has one.
    init?(beneath context: ChannelHandlerContext) {
        let descriptor = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
        guard let descriptor = descriptor ?? nil else { return nil }
        self.descriptor = descriptor
    }

    /// Sends as much as the kernel takes now.
    ///
    /// - Returns: How many bytes it took; 0 as well if the socket is broken, which the pipeline is to find out.
    func send(_ bytes: ByteBuffer) -> Int {
        let sent = bytes.withUnsafeReadableBytes { bytes in
            #if canImport(Glibc)
                Glibc.send(self.descriptor, bytes.baseAddress, bytes.count, Self.flags)
            #elseif canImport(Musl)
                Musl.send(self.descriptor, bytes.baseAddress, bytes.count, Self.flags)
            #else
                Darwin.send(self.descriptor, bytes.baseAddress, bytes.count, Self.flags)
            #endif
        }
        return max(0, sent)
    }

    #if canImport(Darwin)
        /// The channel has set `SO_NOSIGPIPE`.
        private static let flags = Int32(MSG_DONTWAIT)
    #else
        private static let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
    #endif
}
