// SPDX-License-Identifier: Apache-2.0

import NIOCore

extension LoadField {
    /// Sends messages at a pace; done when all that must be heard was heard and all calls are answered.
    /// - Parameters:
    ///   - talkers: Who speaks; one alone unless each has a loop of its own.
    ///   - pace: How fast.
    ///   - listeners: How many counted listeners each message has.
    /// - Returns: How many messages were sent.
    func speak(_ talkers: [Talker], at pace: Pace, to listeners: Int) -> EventLoopFuture<Int> {
        self.beginPhase(messages: pace.count ?? 0)
        let speech = Speech(field: self, talkers: talkers, pace: pace, listeners: listeners)
        speech.begin()
        return self.until(within: pace.patience) { speech.isOver }
            .assumeIsolated().map { speech.said }.nonisolated()
    }
}

/// One phase of sending.
private final class Speech {
    /// How many messages were sent.
    private(set) var said = 0
    private var isDone = false
    private let field: LoadField
    private let talkers: [Talker]
    private let pace: Pace
    private let listeners: Int

    init(field: LoadField, talkers: [Talker], pace: Pace, listeners: Int) {
        self.field = field
        self.talkers = talkers
        self.pace = pace
        self.listeners = listeners
    }

    /// Whether everything was sent, heard and answered.
    var isOver: Bool {
        self.isDone && self.field.answers >= self.said && self.field.delivered >= self.said * self.listeners
    }

    func begin() {
        switch self.pace {
        case .rate(let perSecond, let count):
            let now = NIODeadline.now().uptimeNanoseconds
            self.tick(SendSchedule(perSecond: perSecond, count: count, from: now))
        case .window(let window, let count):
            self.field.onProgress = { [unowned self] in self.fill(window, upTo: count) }
            self.fill(window, upTo: count)
        case .closedLoop(let time):
            let end = NIODeadline.now() + time
            for talker in self.talkers {
                talker.socket.answered = { [self] _ in self.sayNext(talker, until: end) }
                self.sayNext(talker, until: end)
            }
        }
    }

    private func tick(_ schedule: SendSchedule) {
        var schedule = schedule
        for _ in 0..<schedule.due(at: NIODeadline.now().uptimeNanoseconds) { self.say(self.talkers[0]) }
        guard !schedule.isDone else {
            self.isDone = true
            return
        }
        self.field.schedule(at: .uptimeNanoseconds(schedule.next)) { [schedule] in self.tick(schedule) }
    }

    /// Sends as many as the window has room for.
    private func fill(_ window: Int, upTo count: Int) {
        while self.said < min(count, self.field.delivered / self.listeners + window) { self.say(self.talkers[0]) }
        guard self.said == count else { return }
        self.isDone = true
        self.field.onProgress = nil
    }

    private func sayNext(_ talker: Talker, until end: NIODeadline) {
        guard NIODeadline.now() < end else {
            self.isDone = true
            talker.socket.answered = nil
            return
        }
        self.say(talker)
    }

    private func say(_ talker: Talker) {
        talker.say(self.said)
        self.said += 1
        self.field.asked += 1
    }
}
