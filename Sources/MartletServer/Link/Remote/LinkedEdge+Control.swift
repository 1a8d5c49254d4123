// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// An edge in another process answers operators over its link; one that is lost meanwhile has nothing to say.
extension LinkedEdge: EdgeControl {
    var standing: EdgeStanding {
        get async { await self.ask(.standing) ?? EdgeStanding(connections: 0, isDraining: false) }
    }

    func connections(_ query: ConnectionQuery) async -> [ConnectionReport] {
        await self.ask(.connections(query)) ?? []
    }

    func carryOut(_ command: EdgeCommand) async -> Int {
        await self.ask(.carryOut(command)) ?? 0
    }

    private func ask<Answer: Decodable>(_ question: EdgeQuestion) async -> Answer? {
        let json: RawJSON? = await withCheckedContinuation { continuation in
            guard let id = self.noteAsked(continuation) else {
                continuation.resume(returning: nil)
                return
            }
            if !self.line.send(CoreMessage.ask(id, question)) { self.takeAsked(id)?.resume(returning: nil) }
        }
        return json.flatMap { try? $0.decode(as: Answer.self) }
    }
}
