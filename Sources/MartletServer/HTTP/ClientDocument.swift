// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletWire
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// What clients are told at `/config.json`: the operator's file, if there is one, and in it this server's own fields.
///
/// The file is looked at every second. One that cannot be read or is no JSON object is told in the log once, and the
/// last good one stays.
final class ClientDocument: Service {
    private struct Own: Encodable {
        enum CodingKeys: String, CodingKey {
            case version
            case heartbeat = "heartbeat_ms"
            case limits
        }

        var version = Version.current
        var heartbeat: Milliseconds
        var limits: Limits
    }

    private struct State {
        var file: [UInt8]?
        var bytes: [UInt8]
    }

    private static let interval = Duration.seconds(1)

    private let path: String?
    private let own: [JSONValue.Member]
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let state: Mutex<State>

    init(limits: Limits, file path: String?, clock: any Clock<Duration>, logger: Logger) {
        self.path = path
        self.clock = clock
        self.logger = logger
        let own = try? RawJSON(Own(heartbeat: limits.heartbeat, limits: limits)).decode(as: JSONValue.self)
        if case .object(let members) = own { self.own = members } else { self.own = [] }
        self.state = Mutex(State(bytes: Self.document(of: [], with: self.own)))
    }

    /// The document as it is now.
    var bytes: [UInt8] { self.state.withLock { $0.bytes } }

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.load()
                try await self.clock.sleep(for: Self.interval)
            }
        }
    }

    /// Takes the file up if it says something else than last time.
    func load() async {
        guard let path = self.path else { return }
        let read = NIOThreadPool.singleton.runIfActive(eventLoop: MultiThreadedEventLoopGroup.singleton.any()) {
            Array(try Data(contentsOf: URL(filePath: path)))
        }
        let file = (try? await read.get()) ?? []
        guard self.state.withLock({ $0.file != file }) else { return }
        let document = try? WireDecoder().decode(JSONValue.self, from: file)
        self.state.withLock { state in
            state.file = file
            if case .object(let members) = document { state.bytes = Self.document(of: members, with: self.own) }
        }
        if case .object = document { return }
        self.logger.error("client configuration cannot be used", metadata: ["setting": "client_config"])
    }

    private static func document(of members: [JSONValue.Member], with own: [JSONValue.Member]) -> [UInt8] {
        let others = members.filter { member in !own.contains { $0.name == member.name } }
        return (try? WireEncoder().encode(JSONValue.object(others + own))) ?? []
    }
}
