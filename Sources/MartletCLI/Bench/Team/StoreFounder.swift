// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Logging
import MartletServer
import MartletStore
import MartletWire

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Carries calls out on a data directory that no server has open, by the same rules and through the same commits.
struct StoreFounder: Founder {
    /// How many calls share one change, and with the others that wait one fsync.
    private static let group = 2000

    let store: SQLiteStore

    /// Opens a data directory, creating it when absent.
    init(data: String) throws {
        self.store = try SQLiteStore(
            SQLiteConfiguration(directory: data),
            epoch: Epoch(rawValue: Entropy.system.text(12)),
            clock: { Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000)) },
            stop: {
                Terminal.standard.note("the disk failed while the store was filled")
                exit(70)
            },
            logger: Logger(label: "martlet.bench") { _ in SwiftLogNoOpLogHandler() },
            committed: { _ in }
        )
    }

    func call<Call: Mutation>(_ calls: [Call], as user: UserID) async throws -> [Call.Result] {
        let caller = Caller.developer(user)
        var answers: [Call.Result] = []
        var rest = calls[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(Self.group))
            rest = rest.dropFirst(part.count)
            answers += try await self.store.commit { transaction in
                try part.map { try $0.perform(in: transaction, for: caller) }
            }
        }
        return answers
    }

    /// Closes the directory, so that a server can open it.
    func close() async {
        await self.store.close()
    }
}
