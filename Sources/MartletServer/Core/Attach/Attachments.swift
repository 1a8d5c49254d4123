// SPDX-License-Identifier: Apache-2.0

import Dispatch
import MartletRules
import MartletStore
import MartletWire
import Synchronization

/// Answers attaches; a storm of them shares a few snapshots of the store instead of taking one each.
///
/// On a queue of their own, because a task would change threads several times for each of those snapshots.
final class Attachments: Sendable {
    private struct Waiting: Sendable {
        var request: AttachRequest
        var answer: LinkAnswer<Attachment>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isReading = false
    }

    private let store: any Store
    private let queue = DispatchQueue(label: "martlet.attach")
    private let limit = 256
    private let state = Mutex(State())

    init(store: any Store) {
        self.store = store
    }

    func attach(_ request: AttachRequest, _ answer: @escaping LinkAnswer<Attachment>) {
        let mustStart = self.state.withLock { state in
            state.waiting.append(Waiting(request: request, answer: answer))
            defer { state.isReading = true }
            return !state.isReading
        }
        if mustStart { self.queue.async { self.read() } }
    }

    private func read() {
        while let batch = self.nextBatch() {
            let requests = batch.map(\.request)
            do {
                let span = self.store.extent
                let answers = try self.store.readWaiting { try Attachment.answers(to: requests, in: $0, span: span) }
                for (waiting, answer) in zip(batch, answers) { waiting.answer(.success(answer)) }
            } catch {
                let failure = RPCError(.unavailable, "the store cannot be read now", data: .init(isRetryable: true))
                for waiting in batch { waiting.answer(.failure(failure)) }
            }
        }
    }

    private func nextBatch() -> ArraySlice<Waiting>? {
        self.state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.isReading = false
                return nil
            }
            let batch = state.waiting.prefix(self.limit)
            state.waiting.removeFirst(batch.count)
            return batch
        }
    }
}

extension Attachment {
    /// What each asker is told, all from one snapshot.
    fileprivate static func answers(
        to requests: [AttachRequest],
        in snapshot: any StoreReading,
        span: LogSpan
    ) throws -> [Attachment] {
        var span = span
        let head = try snapshot.head()
        if head != span.head {
            // Another core may have begun a term that this one has yet to hear of.
            span.head = head
            span.terms = try snapshot.terms()
        }
        let decisions = requests.map { ResumeDecision(epoch: $0.epoch, from: $0.from, in: span) }
        let reaches = decisions.map { decision in
            if case .resume(let seq) = decision { seq } else { span.head }
        }
        let memberships = try snapshot.memberships(of: requests.map(\.user), reachingPast: reaches.min() ?? span.head)
        return zip(zip(requests, decisions), reaches).map { asked, reach in
            Attachment(
                head: span.head,
                decision: asked.1,
                memberships: memberships[asked.0.user, default: []].filter { $0.end > reach }
            )
        }
    }
}
