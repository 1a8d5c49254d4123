// SPDX-License-Identifier: Apache-2.0

import MartletRules
public import MartletWire

extension Martlet {
    /// Calls a method so that it happens once, whether or not there is a network now.
    ///
    /// The call is on disk when this returns (see ``Storage``), and goes out while something is followed or ``run()``
    /// runs, in this process or a later one. It gets an idempotency key unless it has one.
    /// - Parameters:
    ///   - call: The method with its parameters.
    ///   - durability: In what order, and how long to wait for the answer.
    /// - Returns: The server's answer if it came in time; that it is queued if not.
    /// - Throws: ``/MartletWire/RPCError/Code/tooLarge`` or ``/MartletWire/RPCError/Code/unavailable`` if there is no
    ///   room for it, or why nobody knows yet who calls.
    public func call<Call: MutatingMethod>(
        _ call: Call,
        _ durability: Durability
    ) async throws(RPCError) -> Posting<Call.Result> {
        try await self.call(call, durability, for: self.account(), isWatched: false)
    }

    /// Calls a method durably for somebody who need not be the one who uses the client now.
    ///
    /// What is watched and begins something is ended by whoever finds that this process is gone.
    func call<Call: MutatingMethod>(
        _ call: Call,
        _ durability: Durability,
        for account: Account,
        isWatched: Bool
    ) async throws(RPCError) -> Posting<Call.Result> {
        var call = call
        let key = call.idempotencyKey ?? self.draw()
        call.idempotencyKey = key
        let placement = OutboxPlacement(call)
        let delivery: Delivery
        do {
            let draft = OutboxDraft(
                key: key,
                lane: placement?.lane ?? durability.lane,
                method: Call.name.rawValue,
                params: try call.params,
                role: placement?.role ?? .standalone,
                urgency: durability.isBatched ? .batched : .critical,
                isWatched: isWatched
            )
            delivery = try await self.outbox(of: account).deliver(
                draft,
                within: durability.patience,
                awaitingRetries: durability.awaitsRetries
            )
        } catch let error as OutboxError {
            throw RPCError(error)
        } catch {
            throw RPCError(.invalidParams, "the parameters cannot be written as JSON")
        }
        switch delivery {
        case .synced(let answer):
            guard let result = try? answer?.decode(as: Call.Result.self) else {
                throw RPCError(.internalError, "the server's answer is not one that this client understands")
            }
            return .done(result)
        case .queued(let skip): return .queued(obstacle: skip?.rawValue)
        case .duplicate: return .duplicate
        case .dead(let reason): return .refused(reason: reason.description)
        }
    }

    /// Sends what waits, until the task is cancelled; for an application that follows nothing.
    /// - Throws: Why nobody knows who calls.
    public func run() async throws(RPCError) {
        let outbox = self.outbox(of: try await self.account())
        await withDiscardingTaskGroup { group in
            group.addTask { await self.desk.run(for: self) }
            await outbox.run()
            group.cancelAll()
        }
    }

    /// Sends what waits now, without waiting for others or for the end of a pause.
    public func flush() async throws(RPCError) {
        await self.outbox(of: try await self.account()).flush()
    }
}
