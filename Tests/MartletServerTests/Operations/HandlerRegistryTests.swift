// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire
import Testing

struct HandlerRegistryTests {
    /// Carried out by the edge, which owns the connection.
    private static let byEdge: Set<String> = ["auth.refresh"]

    @Test func `every method of the registry is served, and nothing else (R3-26)`() {
        let served = Set(Handler.all.map { $0.name.rawValue }).union(Self.byEdge)
        let known = Set(MethodRegistry.standard.methods.map { $0.name.rawValue })
        #expect(known.subtracting(served).sorted() == [])
        #expect(served.subtracting(known).sorted() == [])
        #expect(Handler.all.count == Set(Handler.all.map { $0.name.rawValue }).count)
    }
}
