// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletTesting
import MartletWire

/// The end of a history, at which nothing is under way any more.
extension Judge {
    /// Judges the end, at which nothing is under way any more.
    func conclude() {
        self.concludeReaders()
        self.concludePresence()
        self.concludeOutboxes()
        self.concludeWork()
        self.concludeBooks()
    }

    func concludeReaders() {
        for client in self.world.clients where client.isRunning {
            guard !self.hasEverything(client.id, of: client.user) else { continue }
            let last = self.readers[client.id]?.last.map(String.init) ?? "nothing"
            self.blame(.everythingComesToRest, "client \(client.id) has \(last) of \(self.history.head)")
        }
    }

    func concludePresence() {
        let books = self.world.core.books
        for user in self.world.users {
            let isThere = self.world.clients.contains { $0.user == user && $0.isConnected }
            guard books.online.contains(user) != isThere else { continue }
            self.blame(
                .presenceIsReality,
                "user \(user) is \(isThere ? "there" : "gone"), and the server says otherwise"
            )
        }
        for client in self.world.clients where client.isConnected && !client.isLeaky {
            for user in self.world.users where client.shown[user] != books.online.contains(user) {
                self.blame(
                    .presenceIsReality,
                    "client \(client.id) is shown something else of user \(user)"
                )
            }
        }
    }

    func concludeOutboxes() {
        // What a restored backup has forgotten did happen.
        guard self.histories.count == 1 else { return }
        let effects = self.world.core.books.effects
        var count: [String: Int] = [:]
        for key in effects { count[key, default: 0] += 1 }
        for (key, number) in count.sorted(by: { $0.key < $1.key }) where number > 1 {
            self.blame(.everyEffectOnce, "\(key) happened \(number) times")
        }
        let lost = Set(self.world.clients.filter(\.isLost).map(\.id))
        for key in self.queued {
            guard let item = self.items[key], !lost.contains(item.client) else { continue }
            switch item.fate {
            case .synced:
                if count[key] == nil {
                    self.blame(.everyEffectOnce, "\(key) is settled and never happened")
                }
            case .dead(.refused) where !item.wasRefused:
                self.blame(.everyEffectOnce, "\(key) was given up, and the server never refused it")
            case .dead(.refused), .dead(.inherited), .dead(.expired):
                if count[key] != nil, !item.wasOnItsWay {
                    self.blame(.everyEffectOnce, "\(key) was given up, and happened")
                }
            case .dead: break
            case .pending, nil: self.blame(.everythingComesToRest, "\(key) still waits")
            }
            if item.intent == .poison, item.failures != 5 {
                self.blame(.failuresEnd, "\(key) was given up after \(item.failures) attempts")
            }
        }
        self.concludeLanes(effects)
    }

    func concludeLanes(_ effects: [String]) {
        let order = Dictionary(uniqueKeysWithValues: self.queued.enumerated().map { ($1, $0) })
        var last: [String: Int] = [:]
        for key in effects {
            guard let place = order[key], let item = self.items[key], !item.wasRefused else { continue }
            let lane = item.lane
            if let before = last[lane], before > place {
                self.blame(.everyEffectOnce, "\(key) overtook others of its lane")
            }
            last[lane] = place
        }
    }

    func concludeWork() {
        let books = self.world.core.books
        guard self.histories.count == 1 else { return }
        var totals: [UserID: Int64] = [:]
        for (local, work) in books.work.sorted(by: { $0.key < $1.key }) {
            totals[work.session.userID, default: 0] += work.session.duration ?? 0
            guard work.session.status == .ended else {
                self.blame(.workEndsOnce, "\(local) goes on")
                continue
            }
            let events = (self.endEvents[local] ?? [:]).filter { $0.key <= books.head }.values.sorted()
            if events.filter({ $0 == "work_session.ended" }).count != 1 || events.count > 2 {
                self.blame(.workEndsOnce, "\(local) ended with \(events)")
            }
            guard let seconds = self.ends[local], books.effects.contains("end \(local)") else { continue }
            if work.session.duration != seconds {
                self.blame(
                    .workEndsOnce,
                    "\(local) took \(seconds) s, and counts as \(work.session.duration ?? -1) s"
                )
            }
        }
        for user in self.world.users where books.totals[user] ?? 0 != totals[user] ?? 0 {
            self.blame(
                .workEndsOnce,
                "user \(user) worked \(totals[user] ?? 0) s, in all \(books.totals[user] ?? 0) s"
            )
        }
    }

    func concludeBooks() {
        let books = self.world.core.books
        for (seq, message) in books.messages where self.history[seq] == nil {
            self.blame(.noChangeWithoutEvent, "the message \(seq) in \(message.channel) has no entry")
        }
    }
}
