// SPDX-License-Identifier: Apache-2.0

/// Decides which of a mode's sources runs: the first that can, another one while it cannot.
///
/// The first source that may run is the wanted one. It gives way to the next one when it has been interrupted for too
/// long, when its server asks to be left alone, or when it was told to stop; any other gives it another chance after a
/// while, however well it does itself.
package struct SourceRotation<Instant: InstantProtocol>: Sendable where Instant.Duration == Duration {
    private enum Standing: Sendable {
        case open
        /// Its server asked to be left alone.
        case resting(until: Instant)
        /// It was told to stop.
        case blocked(until: Instant)
    }

    /// The sources, the most wanted first.
    package let sources: [Source]
    private let timing: SourceTiming
    private var standings: [Standing]
    private var index: Int?
    private var fallbackAt: Instant?
    private var recoveryAt: Instant?

    /// Starts with the first source that may run.
    /// - Parameters:
    ///   - sources: The sources, the most wanted first.
    ///   - timing: How patient to be with them.
    ///   - rests: Until when servers asked to be left alone: see ``rests``.
    package init(_ sources: [Source], timing: SourceTiming = SourceTiming(), rests: [Source: Instant] = [:]) {
        self.sources = sources
        self.timing = timing
        self.standings = sources.map { rests[$0].map(Standing.resting(until:)) ?? .open }
        self.index = self.open.first
    }

    /// Until when which sources' servers asked to be left alone; another mode does not change that.
    package var rests: [Source: Instant] {
        var rests: [Source: Instant] = [:]
        for (source, standing) in zip(self.sources, self.standings) {
            if case .resting(let until) = standing { rests[source] = until }
        }
        return rests
    }

    /// The source to run; nil if there is none, or none that may run now.
    package var current: Source? { self.index.map { self.sources[$0] } }

    /// Whether each source was told to stop: then only ``encouraged(at:)`` changes anything.
    package var isOver: Bool {
        !self.standings.isEmpty
            && self.standings.allSatisfy { standing in
                switch standing {
                case .blocked: true
                case .open, .resting: false
                }
            }
    }

    /// When to call ``timerFired(at:)``; nil while nothing is due.
    package var wakeAt: Instant? {
        guard !self.isOver else { return nil }
        let reopenings = self.standings.compactMap { standing -> Instant? in
            switch standing {
            case .open: nil
            case .resting(let until), .blocked(let until): until
            }
        }
        return ([self.fallbackAt, self.recoveryAt].compactMap(\.self) + reopenings).min()
    }

    /// Notes that the current source brought something, even if that was only that there is nothing new.
    package mutating func delivered() {
        self.fallbackAt = nil
    }

    /// Notes that the current source is interrupted, and tries by itself to come back.
    package mutating func interrupted(at now: Instant) {
        guard self.fallbackAt == nil, self.open.count > 1 else { return }
        self.fallbackAt = now.advanced(by: self.timing.fallback)
    }

    /// Notes that the current source's server asked to be left alone.
    ///
    /// Only the wanted source gives way for that: what stands in for it waits by itself, or the two would take turns.
    package mutating func directed(restFor rest: Duration, at now: Instant) {
        guard let index = self.index, index == self.open.first, self.open.count > 1 else {
            self.interrupted(at: now)
            return
        }
        self.standings[index] = .resting(until: now.advanced(by: rest))
        self.moveOn(at: now)
    }

    /// Notes that the current source was told to stop.
    package mutating func blocked(at now: Instant) {
        guard let index = self.index else { return }
        self.standings[index] = .blocked(until: now.advanced(by: self.timing.reprieve))
        self.moveOn(at: now)
    }

    /// Notes a reason to try again what was told to stop.
    package mutating func encouraged(at now: Instant) {
        for index in self.standings.indices {
            if case .blocked = self.standings[index] { self.standings[index] = .open }
        }
        self.returnToWanted(at: now)
    }

    /// Decides what the passing of time calls for: look at ``current`` afterwards.
    package mutating func timerFired(at now: Instant) {
        guard !self.isOver else { return }
        for index in self.standings.indices {
            switch self.standings[index] {
            case .resting(let until) where now >= until, .blocked(let until) where now >= until:
                self.standings[index] = .open
                self.returnToWanted(at: now)
            case .open, .resting, .blocked:
                break
            }
        }
        let isRecovery = self.recoveryAt.map { now >= $0 } ?? false
        let isFallback = self.fallbackAt.map { now >= $0 } ?? false
        if isRecovery {
            self.returnToWanted(at: now)
        } else if isFallback {
            self.moveOn(at: now)
        }
    }

    /// Which sources may run.
    private var open: [Int] {
        self.standings.indices.filter { index in
            switch self.standings[index] {
            case .open: true
            case .resting, .blocked: false
            }
        }
    }

    private mutating func moveOn(at now: Instant) {
        guard let index = self.index else { return }
        let open = self.open
        self.move(to: open.first { $0 > index } ?? open.first, at: now)
    }

    private mutating func returnToWanted(at now: Instant) {
        guard let wanted = self.open.first, self.index.map({ wanted < $0 }) ?? true else { return }
        self.move(to: wanted, at: now)
    }

    private mutating func move(to index: Int?, at now: Instant) {
        self.index = index
        self.fallbackAt = nil
        let isWanted = index == self.open.first
        self.recoveryAt = isWanted ? nil : now.advanced(by: self.timing.recovery)
    }
}
