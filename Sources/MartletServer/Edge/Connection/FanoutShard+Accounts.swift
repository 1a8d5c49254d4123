// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// Who is no longer let in goes at once, not with their next call.
extension FanoutShard {
    /// Judges the connections that some news is about.
    func judge(after news: AccountNews) {
        switch news {
        case .added: break
        case .changed(let user, _), .signedOut(_, let user, _, _): self.judge(user)
        case .everyone: for user in Array(self.people.keys) { self.judge(user, endsPolls: false) }
        }
    }

    private func judge(_ user: UserID, endsPolls: Bool = true) {
        guard let person = self.people[user] else { return }
        for session in person.sessions {
            if let connection = session.outlet as? SocketConnection {
                connection.judge()
            } else if endsPolls {
                // It is asked again at once, and then judged as every request is.
                self.close(session, .signedOut, reason: "")
            }
        }
    }
}
