// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import MartletClient
import MartletWire

/// A command whose call is kept when the server does not have it, and sent by a later command.
protocol DurableCommand: CallCommand where Call: MutatingMethod, Call.Result: Sendable {
    /// Where it is kept.
    var state: StateOptions { get }

    /// What the server says of the call when it has it much later: when it was meant.
    func stamped(_ call: Call, at now: Timestamp) -> Call

    /// What else to say of a call that is kept, for scripts.
    func names(of call: Call) -> [String: String]
}

extension DurableCommand {
    mutating func run() async throws {
        var call = self.stamped(try self.call(), at: Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000)))
        let key = call.idempotencyKey ?? UUID().uuidString.lowercased()
        call.idempotencyKey = key
        try call.validate(within: .standard)
        let martlet = try await self.state.martlet(self.client)
        var durability = Durability(lane: Call.name.rawValue, patience: self.client.timeout.duration)
        durability.awaitsRetries = false
        switch try await self.post(call, durability, on: martlet) {
        case .done(let answer):
            try self.show(answer)
        case .queued(let obstacle):
            try self.tell(call, key, Self.words(for: obstacle))
        case .duplicate:
            // Under its key it is asked once more, for the answer.
            switch await Self.asked(call, of: martlet) {
            case .success(let answer): try self.show(answer)
            case .failure(let error):
                guard error.code == .unavailable else { throw error }
                try self.tell(call, key, "was queued before")
            }
        case .refused(let reason):
            throw try await self.failure(of: key, reason, on: martlet)
        }
    }

    /// What to say of a call that was given up: in words of our own, since what a server writes may hold anything.
    private func failure(of key: String, _ reason: String, on martlet: Martlet) async throws -> CommandFailure {
        let letter = try await martlet.deadLetters.list().first { $0.key == key }
        let code = letter?.code.map { RPCError.Code(rawValue: $0) } ?? .internalError
        var failure = CommandFailure(RPCError(code, "\(Call.name) was given up (\(reason))"))
        if let letter, reason.hasPrefix("refused") {
            // Somebody is there to be told, so it need not be kept.
            try await martlet.deadLetters.discard(letter.id)
        } else {
            failure.message += "\nit is kept: martlet outbox list"
        }
        return failure
    }

    /// Sends what waits, this call with it, until the server has it or there is no hope of that now.
    private func post(
        _ call: Call,
        _ durability: Durability,
        on martlet: Martlet
    ) async throws -> Posting<Call.Result> {
        try await Progress.showing("calling \(Call.name)") { _ in
            try await martlet.sending {
                try await martlet.flush()
                return try await martlet.call(call, durability)
            }
        }
    }

    private static func asked(_ call: Call, of martlet: Martlet) async -> Result<Call.Result, RPCError> {
        do {
            return .success(try await martlet.call(call))
        } catch {
            return .failure(error)
        }
    }

    private static func words(for obstacle: String?) -> String {
        switch obstacle {
        case "signed_out": "nobody is signed in"
        case "held_elsewhere": "another process is sending"
        case "asked_to_wait": "the server asks to be left alone for a while"
        default: "the server cannot be reached now"
        }
    }

    private func show(_ answer: Call.Result) throws {
        guard self.client.json else { return try Terminal.standard.show(answer.report) }
        try Terminal.standard.write(String(decoding: try WireEncoder().encode(answer), as: UTF8.self))
    }

    private func tell(_ call: Call, _ key: String, _ words: String) throws {
        Terminal.standard.note(
            "martlet: \(Call.name) is queued (\(words)); it is sent once, by the next such command or by martlet outbox flush"
        )
        guard self.client.json else { return }
        let told = QueuedNotice(method: Call.name.rawValue, key: key, names: self.names(of: call))
        try Terminal.standard.write(String(decoding: try WireEncoder().encode(told), as: UTF8.self))
    }
}

/// What a script is told of a call that is kept.
private struct QueuedNotice: Encodable {
    let method: String
    let key: String
    let names: [String: String]

    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { self.stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Name.self)
        try fields.encode(true, forKey: Name("queued"))
        try fields.encode(self.method, forKey: Name("method"))
        try fields.encode(self.key, forKey: Name("idempotency_key"))
        for (name, text) in self.names.sorted(by: { $0.key < $1.key }) { try fields.encode(text, forKey: Name(name)) }
    }
}
