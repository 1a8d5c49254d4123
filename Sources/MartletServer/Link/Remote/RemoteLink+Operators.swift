// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension RemoteLink.Asked {
    /// Has the edge answer, over the line on which it was asked.
    func answer(by edge: any EdgeControl) async {
        switch self.question {
        case .standing: self.send(await edge.standing)
        case .connections(let query): self.send(await edge.connections(query))
        case .carryOut(let command): self.send(await edge.carryOut(command))
        }
    }

    private func send(_ answer: some Encodable) {
        guard let json = try? RawJSON(answer) else { return }
        self.line.send(EdgeMessage.answer(self.id, json))
    }
}
