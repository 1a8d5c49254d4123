// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix

/// A server that takes connections and never says a word.
struct SilentServer: Sendable {
    private let channel: any NIOCore.Channel

    static func start() async throws -> SilentServer {
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        return SilentServer(channel: channel)
    }

    var url: String { "http://127.0.0.1:\(self.channel.localAddress?.port ?? 0)" }

    func stop() async throws {
        try await self.channel.close()
    }
}
