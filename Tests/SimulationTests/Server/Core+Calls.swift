// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// What clients ask for, each call once.
extension Core {
    /// Carries out the calls of one request, in order, and answers each.
    func call(
        _ items: [(key: String, params: RawJSON)],
        by user: UserID,
        _ answer: @escaping (ShipmentAnswer) -> Void
    ) {
        guard self.isUp else { return answer(.whole(.fault(.unreachable))) }
        if self.isSick, let failure = self.failure() { return answer(failure) }
        var answers: [DeliveryAnswer] = []
        self.submit { books in
            answers = items.map { self.carryOut($0.key, $0.params, of: user, in: &books) }
            return { answer(.each(answers)) }
        }
    }

    func failure() -> ShipmentAnswer? {
        switch Int.random(in: 0..<10, using: &self.world.chance) {
        case 0, 1: .whole(.status(503))
        case 2:
            .whole(.status(429, retryAfter: .seconds(Int.random(in: 1...20, using: &self.world.chance))))
        case 3: .whole(.status(502, retryAfter: .seconds(3)))
        default: nil
        }
    }

    func carryOut(
        _ key: String,
        _ params: RawJSON,
        of user: UserID,
        in books: inout Books
    )
        -> DeliveryAnswer
    {
        guard let intent = self.world.intents[key] else { return .error(RPCError(.methodNotFound, "")) }
        if intent == .poison {
            return .error(RPCError(.internalError, "", data: .init(isRetryable: true)))
        }
        let name = "\(user)/\(intent.method)/\(key)"
        switch IdempotencyDecision(stored: books.replies[name], digest: params.bytes) {
        case .conflict: return .error(RPCError(.conflict, ""))
        case .replay(let reply): return .accepted(reply)
        case .first: break
        }
        let outcome = self.perform(intent, under: key, for: user, in: &books)
        guard case .accepted(let reply) = outcome else {
            self.world.judge.refused(key)
            return outcome
        }
        books.replies[name] = Books.Reply(digest: params.bytes, reply: reply)
        books.effects.append(key)
        return outcome
    }

    func perform(
        _ intent: Intent,
        under key: String,
        for user: UserID,
        in books: inout Books
    )
        -> DeliveryAnswer
    {
        switch intent {
        case .say(let channel, let text):
            guard books.isMember(user, of: channel) else { return .error(RPCError(.forbidden, "")) }
            let message = Books.Message(channel: channel, user: user, text: text)
            let seq = books.append(to: .channel(channel)) { self.world.event(saying: message, at: $0) }
            books.add(message, at: seq)
            return .accepted(RawJSON(trusted: Array("\(seq)".utf8)))
        case .delete(let seq):
            guard let message = books.messages[seq], message.redactedBy == nil else {
                return .error(RPCError(.notFound, ""))
            }
            books.append(to: .channel(message.channel), redacts: [seq]) {
                self.world.event("message.deleted", at: $0)
            }
            return .accepted(.emptyObject)
        case .start(let local):
            return self.startWork(local, of: user, in: &books)
        case .end(let local, let seconds, let endedAt):
            guard let work = books.work[local.rawValue] else { return .error(RPCError(.notFound, "")) }
            let end = WorkEnd(
                of: work.session.startedAt,
                endedAt: endedAt,
                duration: seconds,
                reason: .ended,
                at: self.date
            )
            self.end(local.rawValue, with: end, in: &books)
            return .accepted(.emptyObject)
        case .poison, .forbidden:
            return .error(RPCError(.forbidden, ""))
        }
    }

    func startWork(_ local: LocalID, of user: UserID, in books: inout Books) -> DeliveryAnswer {
        if books.work[local.rawValue] == nil {
            let session = WorkSession(
                id: WorkSessionID(rawValue: Int64(books.work.count + 1)),
                localID: local,
                userID: user,
                repositoryOwner: "o",
                repositoryName: "r",
                pullRequest: 1,
                startedAt: WorkEnd.start(nil, at: self.date)
            )
            books.work[local.rawValue] = Books.Work(session: session, lastSign: self.date)
            books.append(to: self.audience(of: user)) { self.world.event("work_session.started", at: $0) }
        }
        return .accepted(.emptyObject)
    }
}
