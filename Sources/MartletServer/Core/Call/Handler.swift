// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import MartletRules
import MartletStore
package import MartletWire

/// How the core carries out one method, with its types erased.
package struct Handler: Sendable {
    /// The encoded result, or why there is none.
    package typealias Answer = @Sendable (Result<[UInt8], RPCError>) -> Void

    /// The method's name.
    package let name: MethodName
    private let carryOut: @Sendable (any Method, Caller, String?, Core, @escaping Answer) -> Void

    /// Runs a call; `answer` is called once, on any thread.
    ///
    /// A change without a key of its own takes effect once under `key`, which nobody is told as a cause.
    package func handle(
        _ call: any Method,
        for caller: Caller,
        under key: String?,
        by core: Core,
        _ answer: @escaping Answer
    ) {
        self.carryOut(call, caller, key, core, answer)
    }
}

extension Handler {
    /// Carries out a method that changes something.
    package init<Call: Mutation>(_: Call.Type) {
        self.name = Call.name
        self.carryOut = { call, caller, key, core, answer in
            guard let call = call as? Call else {
                preconditionFailure("the registry handed a call to another's handler")
            }
            var keyed = call
            keyed.idempotencyKey = call.idempotencyKey ?? key
            let change = Change(cause: call.idempotencyKey) { [keyed] transaction in
                try keyed.performOnce(in: transaction, for: caller)
            } completion: { outcome in
                switch outcome {
                case .success(.fresh(let result, let bytes)):
                    call.committed(result, in: core, for: caller)
                    answer(.success(bytes))
                case .success(.stored(let bytes)):
                    answer(.success(bytes))
                case .failure(let error):
                    answer(.failure(RPCError(carryingOut: error, logger: core.logger)))
                }
            }
            core.store.submit(change)
        }
    }

    /// Carries out a method that reads the store.
    package init<Call: Query>(_: Call.Type) {
        self.name = Call.name
        self.carryOut = { call, caller, _, core, answer in
            guard let call = call as? Call else {
                preconditionFailure("the registry handed a call to another's handler")
            }
            core.tasks.run {
                do {
                    let bytes = try await core.store.read { snapshot in
                        try WireEncoder().encode(try call.answer(from: snapshot, for: caller))
                    }
                    answer(.success(bytes))
                } catch {
                    answer(.failure(RPCError(carryingOut: error, logger: core.logger)))
                }
            }
        }
    }

    /// Carries out a method that is about more than the store.
    package init<Call: Request>(_: Call.Type) {
        self.name = Call.name
        self.carryOut = { call, caller, _, core, answer in
            guard let call = call as? Call else {
                preconditionFailure("the registry handed a call to another's handler")
            }
            core.tasks.run {
                do {
                    answer(.success(try WireEncoder().encode(try await call.answer(by: core, for: caller))))
                } catch {
                    answer(.failure(RPCError(carryingOut: error, logger: core.logger)))
                }
            }
        }
    }
}

/// What a keyed change came to.
private enum Performed<Result: Sendable>: Sendable {
    case fresh(Result, [UInt8])
    case stored([UInt8])
}

extension Mutation {
    /// Carries the call out unless its key already had its effect.
    fileprivate func performOnce(in transaction: any StoreWriting, for caller: Caller) throws -> Performed<Result> {
        guard let key = self.idempotencyKey, !Self.remembersItself else {
            let result = try self.perform(in: transaction, for: caller)
            return .fresh(result, try WireEncoder().encode(result))
        }
        let digest = try self.paramsHash()
        let method = Self.name.rawValue
        let record = try transaction.idempotencyRecord(of: caller.userID, method: method, key: key)
        let stored = record.map { IdempotencyDecision.Stored(digest: $0.paramsHash, reply: $0.reply) }
        switch IdempotencyDecision(stored: stored, digest: digest) {
        case .conflict: throw RPCError.keyReused
        case .replay(let reply): return .stored(reply)
        case .first: break
        }
        let result = try self.perform(in: transaction, for: caller)
        let reply = try WireEncoder().encode(result)
        let new = IdempotencyRecord(paramsHash: digest, reply: reply, message: Self.carriedMessage(in: result))
        try transaction.remember(new, of: caller.userID, method: method, key: key)
        return .fresh(result, reply)
    }

    /// A hash of the parameters, decoded and encoded again, without the key.
    package func paramsHash() throws -> [UInt8] {
        Array(SHA256.hash(data: try self.canonicalParams()))
    }
}

extension RPCError {
    /// The key had its one effect, and it was another.
    package static var keyReused: Self {
        Self(
            .conflict,
            "idempotency_key was used with other parameters",
            data: Detail(field: "idempotency_key")
        )
    }
}
