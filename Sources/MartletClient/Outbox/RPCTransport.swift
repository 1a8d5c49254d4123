// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Carries one account's items to `POST /rpc`, several as a batch; each item's parameters hold its key.
struct RPCTransport: OutboxTransport {
    /// How many calls the server takes in one batch.
    static let batchLimit = 50

    private struct Call: Encodable {
        private enum CodingKeys: String, CodingKey {
            case version = "jsonrpc"
            case id, method, params
        }

        let version = "2.0"
        var id: RPCID
        var method: String
        var params: RawJSON
    }

    let account: Account
    /// Under which name it reports what it gave up.
    let installation: String
    let caller: HTTPCaller
    /// Who uses the client now.
    let identity: @Sendable () -> Identity
    let date: @Sendable () -> Timestamp

    func send(_ items: [OutboxItem]) async -> ShipmentAnswer {
        let identity = self.identity()
        guard identity.user == self.account.user else { return .whole(.skipped(.frozen)) }
        let answer: HTTPAnswer
        do throws(RPCError) {
            _ = try await identity.user(askedOf: self.caller)
            let headers = try await identity.credentials.headers(for: .use)
            answer = try await self.caller.post(try Self.body(items), headers: headers)
        } catch {
            return .whole(Self.answer(error))
        }
        return self.read(answer, to: items)
    }

    func refreshCredentials() async -> CredentialRenewal {
        let credentials = self.identity().credentials
        guard credentials.canRefresh else { return .refused }
        do {
            _ = try await credentials.token(for: .refresh)
            return .renewed
        } catch {
            return .failed
        }
    }

    func report(_ tally: DeadLetterTally) async -> Bool {
        let identity = self.identity()
        guard identity.user == self.account.user else { return false }
        let call = ClientReportDeadLetters(
            client: LocalID(rawValue: self.installation),
            letters: tally.counts
        )
        do {
            let headers = try await identity.credentials.headers(for: .use)
            _ = try await self.caller.call(
                ClientReportDeadLetters.name.rawValue,
                params: try call.params,
                headers: headers
            )
            return true
        } catch {
            return false
        }
    }

    private static func body(_ items: [OutboxItem]) throws(RPCError) -> [UInt8] {
        let calls = items.enumerated().map { number, item in
            Call(id: .number(Int64(number)), method: item.entry.method, params: item.params)
        }
        do {
            return calls.count == 1 ? try WireEncoder().encode(calls[0]) : try WireEncoder().encode(calls)
        } catch {
            throw RPCError(.invalidParams, "the parameters cannot be written as JSON")
        }
    }

    /// What the failure of a call means that brought no answer of its own.
    private static func answer(_ error: RPCError) -> DeliveryAnswer {
        // A server that could not say who asks has not seen the item.
        if error.code == .internalError { return .fault(.unreachable) }
        guard error.code == .unavailable else { return .error(error) }
        return error.data.outcome == RPCError.Outcome.none ? .fault(.unreachable) : .fault(.lost)
    }

    private func read(_ answer: HTTPAnswer, to items: [OutboxItem]) -> ShipmentAnswer {
        guard answer.status == 200 else {
            // The header counts wherever the body has nothing to say of it.
            let hint = answer.hint(at: self.date())
            guard let error = answer.error, hint == nil || error.data.retryAfterMilliseconds != nil else {
                return .whole(.status(answer.status, retryAfter: hint))
            }
            return .whole(.error(error))
        }
        let decoder = WireDecoder()
        let single = (try? decoder.decode(RPCResponse.self, from: answer.body)).map { [$0] }
        guard let responses = (try? decoder.decode([RPCResponse].self, from: answer.body)) ?? single else {
            return .whole(.fault(.unreadable))
        }
        if responses.count == 1, responses[0].id == .null, case .failure(let error) = responses[0].outcome {
            return .whole(.error(error))
        }
        let byID = Dictionary(responses.map { ($0.id, $0.outcome) }, uniquingKeysWith: { first, _ in first })
        let answers = items.indices.compactMap { byID[.number(Int64($0))].map(Self.answer(_:)) }
        return answers.count == items.count ? .each(answers) : .whole(.fault(.unreadable))
    }

    private static func answer(_ outcome: Result<RawJSON, RPCError>) -> DeliveryAnswer {
        switch outcome {
        case .success(let result): .accepted(result)
        case .failure(let error): .error(error)
        }
    }
}
