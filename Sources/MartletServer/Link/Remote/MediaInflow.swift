// SPDX-License-Identifier: Apache-2.0

import MartletWire
import NIOCore
import Synchronization

/// An upload that comes in over a link: the edge may send a part once the one before has been taken.
///
/// Read by one reader, fed by one connection.
final class MediaInflow: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    /// Told when a part has been taken, or why no more is.
    typealias Taken = @Sendable (Result<Empty, RPCError>) -> Void

    private struct State {
        /// A part that has not been taken.
        var part: (bytes: ByteBuffer, taken: Taken)?
        /// Who waits for the next part.
        var reader: CheckedContinuation<ByteBuffer?, any Error>?
        /// How it ended: with its last part, or with what went wrong.
        var end: Result<Empty, RPCError>?
    }

    private let state = Mutex(State())

    /// Hands over the next part.
    func offer(_ bytes: ByteBuffer, isLast: Bool, _ taken: @escaping Taken) {
        let (reader, outcome) = self.state.withLock { state -> (CheckedContinuation<ByteBuffer?, any Error>?, _) in
            if case .failure(let error) = state.end { return (nil, Result<Empty, RPCError>.failure(error) as Optional) }
            guard state.end == nil, state.part == nil else { return (nil, .failure(.lostOnLink)) }
            if isLast { state.end = .success(Empty()) }
            guard let reader = state.reader else {
                state.part = (bytes, taken)
                return (nil, nil)
            }
            state.reader = nil
            return (reader, .success(Empty()))
        }
        reader?.resume(returning: bytes)
        if let outcome { taken(outcome) }
    }

    /// Ends it: its rest does not come, or is not wanted.
    func fail(with error: RPCError) {
        let (reader, part) = self.state.withLock { state in
            defer {
                state.reader = nil
                state.part = nil
                state.end = .failure(error)
            }
            return (state.reader, state.part)
        }
        reader?.resume(throwing: error)
        part?.taken(.failure(error))
    }

    func makeAsyncIterator() -> Iterator { Iterator(inflow: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let inflow: MediaInflow

        func next() async throws -> ByteBuffer? { try await self.inflow.next() }
    }

    private func next() async throws -> ByteBuffer? {
        try await withCheckedThrowingContinuation { continuation in
            let (outcome, taken) = self.state.withLock { state -> (Result<ByteBuffer?, RPCError>?, Taken?) in
                if let part = state.part {
                    state.part = nil
                    return (.success(part.bytes), part.taken)
                }
                guard let end = state.end else {
                    state.reader = continuation
                    return (nil, nil)
                }
                return (end.map { _ in nil }, nil)
            }
            if let outcome { continuation.resume(with: outcome) }
            taken?(.success(Empty()))
        }
    }
}
