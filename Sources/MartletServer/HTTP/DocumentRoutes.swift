// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import MartletWire

/// `/openrpc.json` and `/config.json`: what a client may read before it knows anything.
struct DocumentRoutes: Sendable {
    private let openRPC: [UInt8]
    private let configuration: ClientDocument

    init(configuration: ClientDocument) {
        self.openRPC = (try? WireEncoder().encode(OpenRPCDocument(version: Version.current).json)) ?? []
        self.configuration = configuration
    }

    func add(to router: Router<RouteContext>) {
        router.get("/openrpc.json") { [openRPC] _, _ in Response.json(openRPC, status: .ok) }
        router.get("/config.json") { [configuration] _, _ in Response.json(configuration.bytes, status: .ok) }
    }
}
