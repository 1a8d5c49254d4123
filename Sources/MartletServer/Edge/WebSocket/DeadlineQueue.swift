// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// Deadlines that are all equally far off when they are set, so that the first set is the first due.
///
/// One timer for any number of connections, and O(1) to set and to cancel, where NIO's own timers search a heap.
/// Confined to its event loop.
final class DeadlineQueue {
    /// A place in the queue, kept by whoever set it, to cancel it.
    final class Entry {
        fileprivate let due: NIODeadline
        fileprivate var expired: (() -> Void)?
        fileprivate var next: Entry?
        fileprivate unowned(unsafe) var previous: Entry?

        fileprivate init(due: NIODeadline, expired: @escaping () -> Void) {
            self.due = due
            self.expired = expired
        }
    }

    private let eventLoop: any EventLoop
    private let delay: TimeAmount
    private var first: Entry?
    private var last: Entry?
    private var isTimerSet = false

    init(eventLoop: any EventLoop, after delay: TimeAmount) {
        self.eventLoop = eventLoop
        self.delay = delay
    }

    deinit {
        // Entry by entry: a long chain let go at once would recurse as deep as it is long.
        while let entry = self.first {
            self.first = entry.next
            entry.next = nil
        }
    }

    func set(_ expired: @escaping () -> Void) -> Entry {
        self.eventLoop.assertInEventLoop()
        let entry = Entry(due: self.eventLoop.now + self.delay, expired: expired)
        entry.previous = self.last
        if let last = self.last {
            last.next = entry
        } else {
            self.first = entry
        }
        self.last = entry
        self.startTimer()
        return entry
    }

    /// Takes the entry out; nothing happens if it has expired or was cancelled before.
    func cancel(_ entry: Entry) {
        guard entry.expired != nil else { return }
        entry.expired = nil
        if let previous = entry.previous {
            previous.next = entry.next
        } else {
            self.first = entry.next
        }
        if let next = entry.next {
            next.previous = entry.previous
        } else {
            self.last = entry.previous
        }
        entry.previous = nil
        entry.next = nil
    }

    private func startTimer() {
        guard !self.isTimerSet, let first = self.first else { return }
        self.isTimerSet = true
        self.eventLoop.assumeIsolated().scheduleTask(deadline: first.due) { [weak self] in
            self?.timerFired()
        }
    }

    private func timerFired() {
        self.isTimerSet = false
        let now = self.eventLoop.now
        while let entry = self.first, entry.due <= now {
            let expired = entry.expired
            self.cancel(entry)
            expired?()
        }
        self.startTimer()
    }
}
