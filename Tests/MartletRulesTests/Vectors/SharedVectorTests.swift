// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

/// What this client and the browser module must decide alike, by the same tables.
@Suite struct SharedVectorTests {
    @Test func `delays`() throws {
        struct Case: Decodable {
            var schedule: String
            var retries: Int
            var chance: Double
            var hint_ms: Int64
            var delay_ms: Double
        }
        for expected in try SharedVectors.read("backoff", as: Case.self) {
            let schedule: BackoffSchedule = expected.schedule == "outbox" ? .outbox : .reconnect
            let delay = schedule.delay(after: expected.retries, chance: expected.chance)
            let raised = schedule.delay(delay, raisedBy: .milliseconds(expected.hint_ms))
            #expect(raised / .milliseconds(1) == expected.delay_ms, "\(expected)")
        }
    }

    @Test func `close codes`() throws {
        struct Case: Decodable {
            var code: UInt16
            var reaction: String
        }
        for expected in try SharedVectors.read("close-codes", as: Case.self) {
            #expect("\(CloseCode(rawValue: expected.code).reaction)" == expected.reaction, "\(expected)")
        }
    }

    @Test func `requests for rest`() throws {
        struct Case: Decodable {
            var header: String?
            var now_ms: Int64?
            var reason: String?
            var delay_ms: Int64
        }
        for expected in try SharedVectors.read("retry-hints", as: Case.self) {
            let now = Timestamp(rawValue: expected.now_ms ?? 0)
            let header = expected.header.flatMap { RetryHint(retryAfter: $0, at: now) }
            let hint = header ?? expected.reason.flatMap { RetryHint($0) }
            #expect((hint?.delay ?? .zero) == .milliseconds(expected.delay_ms), "\(expected)")
        }
    }

    @Test func `experiments`() throws {
        struct Case: Decodable {
            var key: String
            var experiment: JSONValue
            var subject: String?
            var variant: String
            var bucket: Int?
            var reason: String
        }
        for expected in try SharedVectors.read("experiments", as: Case.self) {
            let members: JSONValue = .object([.init(expected.key, expected.experiment)])
            let configuration = ClientConfiguration(.object([.init("experiments", members)]))
            let selection = try #require(configuration.experiment(expected.key)).selection(for: expected.subject)
            #expect(selection.variant == expected.variant, "\(expected)")
            #expect(selection.bucket == expected.bucket, "\(expected)")
            #expect(selection.reason.rawValue == expected.reason, "\(expected)")
        }
    }

    @Test func `phases of the credential sync`() throws {
        struct Case: Decodable {
            var configuration: JSONValue
            var subject: String
            var foreground: Bool
            var heartbeat: Bool
            var adaptive: Bool
        }
        for expected in try SharedVectors.read("credential-phases", as: Case.self) {
            let configuration = ClientConfiguration(expected.configuration)
            let phases = CredentialSyncPhases(
                settings: configuration.sessionSync,
                experiment: configuration.experiment(CredentialSyncPhases.experiment),
                subject: expected.subject
            )
            #expect(phases.foregroundResync == expected.foreground, "\(expected)")
            #expect(phases.visibleHeartbeat == expected.heartbeat, "\(expected)")
            #expect(phases.adaptiveBackoff == expected.adaptive, "\(expected)")
        }
    }
}
