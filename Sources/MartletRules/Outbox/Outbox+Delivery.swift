// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Outbox {
    /// Notes what came back for a shipment, and says what storage must write about it.
    ///
    /// The settlements are one transaction. An answer to a shipment that is not known, because everything was read
    /// again meanwhile, settles nothing: its items are sent again under their keys.
    package mutating func answered(
        _ shipment: Int,
        _ answer: ShipmentAnswer,
        at now: ClockReading<Instant>,
        using generator: inout some RandomNumberGenerator
    ) -> [Settlement] {
        guard let flight = self.flights.removeValue(forKey: shipment) else { return [] }
        let outcomes = Self.outcomes(of: answer, for: flight.entries)
        self.heed(outcomes, of: flight, at: now.instant)
        let isAmbiguous = if case .whole = answer { flight.entries.count > 1 } else { false }
        var settlements: [Settlement] = []
        var lanes: [String] = []
        var rows: [String: [(entry: OutboxEntry, outcome: DeliveryOutcome)]] = [:]
        for (entry, outcome) in zip(flight.entries, outcomes) {
            if rows[entry.lane] == nil { lanes.append(entry.lane) }
            rows[entry.lane, default: []].append((entry, outcome))
        }
        for name in lanes {
            var lane = LaneSettlement(
                limits: self.limits,
                untried: flight.untried,
                isAmbiguous: isAmbiguous,
                date: now.date
            )
            for row in rows[name] ?? [] { lane.settle(row.entry, row.outcome, using: &generator) }
            if lane.hasLostOpening {
                for entry in self.lanes[name]?.remove(where: { $0.role == .closes }) ?? [] { lane.inherit(entry) }
            }
            for entry in lane.remaining { self.lanes[name]?.insert(entry) }
            self.lanes[name]?.place = .unlisted
            self.forget(lane.ended)
            settlements += lane.settlements
            self.relist(name, at: now)
        }
        return settlements
    }

    private static func outcomes(of answer: ShipmentAnswer, for entries: [OutboxEntry]) -> [DeliveryOutcome] {
        switch answer {
        case .whole(let answer):
            entries.map { DeliveryOutcome(answer, role: $0.role) }
        case .each(let answers) where answers.count == entries.count:
            zip(answers, entries).map { DeliveryOutcome($0, role: $1.role) }
        // Who answers more or less than was asked is not understood: nothing is settled by it.
        case .each:
            entries.map { DeliveryOutcome(.fault(.unreadable), role: $0.role) }
        }
    }

    /// Draws the consequences for all lanes.
    private mutating func heed(_ outcomes: [DeliveryOutcome], of flight: OutboxFlight, at now: Instant) {
        var hasAnswer = false
        var hasOutage = false
        var isWithoutWord = true
        for outcome in outcomes {
            switch outcome {
            case .success:
                hasAnswer = true
                self.auth.accepted(generation: flight.credentials)
            case .permanent: hasAnswer = true
            case .authRequired:
                hasAnswer = true
                self.auth.rejected(generation: flight.credentials)
            case .transient(let fault), .unknown(let fault):
                if fault.isOutage { hasOutage = true } else { hasAnswer = true }
                self.heed(fault, at: now)
            case .skipped: continue
            }
            isWithoutWord = false
        }
        if hasAnswer {
            self.breaker.succeeded()
        } else if hasOutage {
            self.breaker.failed(at: now)
        } else if isWithoutWord, flight.isProbe {
            self.breaker.probeWithdrawn(at: now)
        }
    }

    /// A server that asks to be left alone asks for all lanes.
    private mutating func heed(_ fault: DeliveryFault, at now: Instant) {
        guard let hint = fault.retryAfter else { return }
        let until = now.advanced(by: min(hint, self.limits.backoff.longestHint))
        self.quietUntil = max(self.quietUntil ?? until, until)
    }
}
