// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MartletWire

/// `/openrpc.json` and `/config.json`: what a client may read before it knows anything.
struct DocumentRoutes: Sendable {
    private struct Configuration: Encodable {
        enum CodingKeys: String, CodingKey {
            case version
            case heartbeat = "heartbeat_ms"
            case limits
        }

        var version = Version.current
        var heartbeat: Milliseconds
        var limits: Limits
    }

    private let openRPC: [UInt8]
    private let configuration: [UInt8]

    init(limits: Limits) {
        self.openRPC = (try? WireEncoder().encode(OpenRPCDocument(version: Version.current).json)) ?? []
        let configuration = Configuration(heartbeat: limits.heartbeat, limits: limits)
        self.configuration = (try? WireEncoder().encode(configuration)) ?? []
    }

    func add(to router: Router<RouteContext>) {
        router.get("/openrpc.json") { [openRPC] _, _ in Response.json(openRPC, status: .ok) }
        router.get("/config.json") { [configuration] _, _ in Response.json(configuration, status: .ok) }
    }
}
