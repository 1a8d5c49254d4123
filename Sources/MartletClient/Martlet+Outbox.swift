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
        var call = call
        let key = call.idempotencyKey ?? self.draw()
        call.idempotencyKey = key
        let delivery: Delivery
        do {
            let draft = OutboxDraft(
                key: key,
                lane: durability.lane,
                method: Call.name.rawValue,
                params: try call.params,
                urgency: durability.isBatched ? .batched : .critical
            )
            delivery = try await self.outbox(of: self.account()).deliver(draft, within: durability.patience)
        } catch let error as RPCError {
            throw error
        } catch let error as OutboxError {
            throw RPCError(
                error.code == .full && !error.isTemporary ? .tooLarge : .unavailable,
                error.message,
                data: .init(isRetryable: error.isTemporary, outcome: RPCError.Outcome.none)
            )
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
        await self.outbox(of: try await self.account()).run()
    }

    /// Sends what waits now, without waiting for others or for the end of a pause.
    public func flush() async throws(RPCError) {
        await self.outbox(of: try await self.account()).flush()
    }
}
