// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Synchronization

/// What a fake server does next, as a test says.
final class FakeScript: Sendable {
    /// What to do with a request to upgrade.
    enum Answer: Sendable {
        case upgrade
        case refuse(HTTPResponseStatus, HTTPHeaders)
    }

    typealias Call = @Sendable (_ body: String, _ head: HTTPRequestHead) async -> (HTTPResponseStatus, String)

    private struct State: Sendable {
        var answers: [Answer] = []
        var headers = HTTPHeaders()
        var call: Call = { _, _ in (.ok, #"{"jsonrpc":"2.0","id":1,"result":{}}"#) }
    }

    private let state = Mutex(State())

    /// Refusals for the next dials; whoever comes after them is upgraded.
    func answer(_ answers: Answer...) {
        self.answer(answers)
    }

    /// The same for as many as there are.
    func answer(_ answers: [Answer]) {
        self.state.withLock { $0.answers = answers }
    }

    /// What anything that is not upgraded is answered, at once or when the test lets it.
    func call(_ call: @escaping Call) {
        self.state.withLock { $0.call = call }
    }

    /// What is said in each answer's head beside its own.
    func headers(_ headers: HTTPHeaders) {
        self.state.withLock { $0.headers = headers }
    }

    var headers: HTTPHeaders { self.state.withLock { $0.headers } }

    func nextAnswer() -> Answer {
        self.state.withLock { $0.answers.isEmpty ? .upgrade : $0.answers.removeFirst() }
    }

    func answer(to body: String, _ head: HTTPRequestHead) async -> (HTTPResponseStatus, String) {
        await self.state.withLock { $0.call }(body, head)
    }
}
