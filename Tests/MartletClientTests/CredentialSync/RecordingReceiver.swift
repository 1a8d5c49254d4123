// SPDX-License-Identifier: Apache-2.0

import MartletClient
import Synchronization

/// A receiver that writes down what it is told, and can be made to refuse or to hang.
final class RecordingReceiver: CredentialReceiver {
    enum Manner: Hashable, Sendable {
        case keeps, refuses, hangs
    }

    struct Refusal: Error {}

    private let manner: Manner
    private let continuation: AsyncStream<String>.Continuation
    /// What it was told, one line each.
    let heard: AsyncStream<String>

    init(_ manner: Manner = .keeps) {
        self.manner = manner
        (self.heard, self.continuation) = AsyncStream.makeStream()
    }

    func keep(_ delivery: CredentialDelivery) async throws {
        self.continuation.yield("keep \(delivery.owner.user) \(delivery.token) \(delivery.generation)")
        switch self.manner {
        case .keeps: break
        case .refuses: throw Refusal()
        case .hangs: try await Task.sleep(for: .seconds(3600))
        }
    }

    func forget(_ owner: CredentialOwner, generation: UInt64) async throws {
        self.continuation.yield("forget \(owner.user) \(generation)")
    }

    /// The next thing it is told.
    func next() async -> String? {
        for await line in self.heard { return line }
        return nil
    }
}
