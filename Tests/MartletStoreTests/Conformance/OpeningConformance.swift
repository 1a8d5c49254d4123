// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire
import Testing

@Suite struct OpeningConformance {
    @Test(arguments: StoreKind.all)
    func `a snapshot does not see what is committed while it is read`(_ kind: StoreKind) async throws {
        try await StoreBench.run(kind) { bench in
            try await bench.append(to: .user(1))
            let heads = try await bench.store.read { snapshot in
                let before = try snapshot.head()
                let outcome = OneShot<Result<Seq, any Error>>()
                bench.store.submit(
                    Change {
                        try $0.append(to: .user(1), ReadUpdated.note(0))
                    } completion: {
                        outcome.set($0)
                    }
                )
                _ = try outcome.wait().get()
                return [before, try snapshot.head()]
            }
            #expect(heads == [2, 2] && bench.store.extent.head == 3)
        }
    }
}
