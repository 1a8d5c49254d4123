// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct CredentialSyncSettingsTests {
    private func configuration(_ text: String) throws -> ClientConfiguration {
        ClientConfiguration(try WireDecoder().decode(JSONValue.self, from: Array(text.utf8)))
    }

    @Test func `1.2: everything is off by default, and the times are as shipped`() throws {
        for text in ["{}", #"{"sessionSync":{}}"#, #"{"sessionSync":null}"#] {
            let configuration = try self.configuration(text)
            #expect(configuration.sessionSync == CredentialSyncSettings() && configuration.findings.isEmpty)
        }
        let settings = CredentialSyncSettings()
        #expect(settings.phases == CredentialSyncPhases() && settings.directConfiguration == .always)
        #expect(settings.foregroundDebounce == .milliseconds(1500))
        #expect(settings.heartbeatInterval == .milliseconds(600_000))
        #expect(settings.resumeHeartbeatSuppress == .milliseconds(60_000))
        #expect(settings.heartbeatMaxBackoff == .milliseconds(1_800_000))
    }

    @Test func `1.2, R0-20: times are clamped, and what is no time stays as shipped and is told`() throws {
        let (debounce, interval, suppress, most) =
            ("foregroundDebounceMs", "heartbeatIntervalMs", "resumeHeartbeatSuppressMs", "heartbeatMaxBackoffMs")
        let year: Int64 = 365 * 86_400_000
        let cases: [(field: String, value: String, holds: Int64, isTold: Bool)] = [
            (debounce, "0", 0, false), (debounce, "-1", 0, true), (debounce, "1500.4", 1500, false),
            (debounce, #""1500""#, 1500, true), (interval, "1000", 1000, false), (interval, "999", 1000, true),
            (interval, "0", 1000, true), (suppress, "0", 0, false), (suppress, "-5", 0, true),
            (most, "600000", 600_000, false), (most, "1000", 600_000, true), (most, "1e300", year, true),
            (most, "true", 1_800_000, true),
        ]
        for (field, value, holds, isTold) in cases {
            let configuration = try self.configuration(#"{"sessionSync":{"\#(field)":\#(value)}}"#)
            let settings = configuration.sessionSync
            let times = [
                debounce: settings.foregroundDebounce, interval: settings.heartbeatInterval,
                suppress: settings.resumeHeartbeatSuppress, most: settings.heartbeatMaxBackoff,
            ]
            #expect(times[field] == .milliseconds(holds), "\(field) \(value)")
            #expect(configuration.findings.map(\.path) == (isTold ? ["sessionSync.\(field)"] : []), "\(field) \(value)")
        }
        let long = try self.configuration(#"{"sessionSync":{"heartbeatIntervalMs":3600000}}"#).sessionSync
        #expect(long.heartbeatMaxBackoff == .seconds(3600), "the longest backoff is never below the interval")
    }

    @Test func `1.2, R0-14: the phases of every variant and of everybody else`() throws {
        var direct = CredentialSyncSettings()
        direct.phases.foregroundResync = true
        var clean = direct
        clean.directConfiguration = .outsideExperimentOnly
        var none = CredentialSyncPhases()
        var (two, three) = (none, none)
        two.foregroundResync = true
        two.visibleHeartbeat = true
        three = two
        three.adaptiveBackoff = true
        none.foregroundResync = false
        func experiment(_ variant: String, _ rollout: Double = 100, isEnabled: Bool = true) -> Experiment {
            Experiment(
                key: CredentialSyncPhases.experiment,
                isEnabled: isEnabled,
                rolloutPercentage: rollout,
                variants: [variant]
            )
        }
        let cases: [(CredentialSyncSettings, Experiment?, String?, CredentialSyncPhases)] = [
            (direct, experiment("session-sync-heartbeat"), "alice", two),
            (direct, experiment("session-sync-adaptive"), "alice", three),
            (direct, experiment("something-else"), "alice", none),
            (direct, nil, "alice", direct.phases),
            (direct, experiment("session-sync-adaptive", isEnabled: false), "alice", direct.phases),
            (direct, experiment("session-sync-adaptive", 0), "alice", direct.phases),
            (direct, experiment("session-sync-adaptive"), nil, direct.phases),
            (direct, experiment("control"), "alice", direct.phases),
            (clean, nil, "alice", direct.phases),
            (clean, experiment("session-sync-adaptive", isEnabled: false), "alice", direct.phases),
            (clean, experiment("session-sync-adaptive", 0), "alice", none),
            (clean, experiment("session-sync-adaptive"), nil, none),
            (clean, experiment("session-sync-heartbeat"), "alice", two),
        ]
        for (index, (settings, experiment, subject, phases)) in cases.enumerated() {
            let decided = CredentialSyncPhases(settings: settings, experiment: experiment, subject: subject)
            #expect(decided == phases, "row \(index)")
        }
    }

    @Test func `1.2, R0-14: switches that reach into the control group are warned of`() throws {
        let on = #""experiments":{"sessionSyncStrategy":{"enabled":true,"rolloutPercentage":50,"variants":["x"]}}"#
        let phase = #""phase1ForegroundResync":true"#
        let cases: [(String, [String])] = [
            (
                "{\(on),\"sessionSync\":{\(phase)}}",
                [
                    "sessionSync: the phases that are true also hold for the control group of "
                        + "experiments.sessionSyncStrategy"
                ]
            ),
            (
                "{\(on),\"sessionSync\":{\(phase),\"directConfig\":\"outsideExperimentOnly\"}}",
                ["sessionSync: the phases that are true hold for nobody while experiments.sessionSyncStrategy is on"]
            ),
            ("{\(on),\"sessionSync\":{}}", []),
            ("{\"sessionSync\":{\(phase)}}", []),
            (
                "{\"sessionSync\":{\"directConfig\":\"never\"}}",
                ["sessionSync.directConfig: expected always or outsideExperimentOnly: it is always"]
            ),
            (
                "{\"sessionSync\":{\"phase3AdaptiveBackoffJitter\":true}}",
                ["sessionSync.phase3AdaptiveBackoffJitter: does nothing unless phase2VisibleHeartbeat is true too"]
            ),
        ]
        for (text, findings) in cases {
            #expect(try self.configuration(text).findings.map(\.description) == findings, "\(text)")
        }
    }
}
