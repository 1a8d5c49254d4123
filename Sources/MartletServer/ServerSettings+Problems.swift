// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension ServerSettings {
    /// Everything that cannot work, found without touching anything; none if the server may start.
    package var problems: [SettingProblem] {
        self.problemsOfAccess + self.problemsOfListening + self.problemsOfBus + self.problemsOfDatabase
            + self.problemsOfHuddles + self.problemsOfLimits
    }

    private var problemsOfAccess: [SettingProblem] {
        var access = self.access
        access.pendingOpens = self.limits.awaitingOpenPerAddress
        access.openDeadline = self.limits.openTimeout.duration
        do throws(AccessConfigurationError) {
            try access.validate(boundTo: self.host)
            return []
        } catch {
            return error.problems.map { SettingProblem($0.setting.key, $0.advice) }
        }
    }

    private var problemsOfListening: [SettingProblem] {
        var problems: [SettingProblem] = []
        if self.role != .all, self.events == nil {
            let advice = "is needed with role \(self.role.rawValue): unix:PATH or nats://HOST:PORT"
            problems.append(SettingProblem("events", advice))
        }
        // A socket's address has room for 107 bytes on Linux, 103 on Apple's systems.
        if let path = self.events?.path, path.utf8.count > 103 {
            problems.append(SettingProblem("events", "is too long a path for a socket: at most 103 bytes"))
        }
        if let port = self.operationsPort, port == self.port, port != 0 {
            problems.append(SettingProblem("operations_port", "must differ from port"))
        }
        if let tls = self.tls, tls.certificate.isEmpty {
            problems.append(SettingProblem("certificate", "is needed with private_key"))
        }
        if let tls = self.tls, tls.privateKey.isEmpty {
            problems.append(SettingProblem("private_key", "is needed with certificate"))
        }
        return problems
    }

    private var problemsOfDatabase: [SettingProblem] {
        guard let database else { return [] }
        guard ["postgres://", "postgresql://"].contains(where: database.exposedText.hasPrefix) else {
            return [SettingProblem("database", "must be a postgres:// URL")]
        }
        #if Postgres
            return []
        #else
            let advice = "needs a martlet that was built with the trait Postgres: swift build --traits Postgres"
            return [SettingProblem("database", advice)]
        #endif
    }

    private var problemsOfBus: [SettingProblem] {
        guard case .nats? = self.events else { return [] }
        var problems: [SettingProblem] = []
        #if !NATS
            let advice = "nats:// needs a martlet that was built with the trait NATS: swift build --traits NATS"
            problems.append(SettingProblem("events", advice))
        #endif
        let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
        if self.bus.prefix.isEmpty || !self.bus.prefix.allSatisfy({ letters.contains($0) || $0 == "." }) {
            problems.append(SettingProblem("nats.prefix", "may have letters, digits, -, _ and dots between them"))
        }
        if self.bus.user == nil, self.bus.password != nil {
            problems.append(SettingProblem("nats.user", "is needed with nats.password"))
        }
        if self.bus.certificate == nil || self.bus.privateKey == nil, self.bus.certificate != self.bus.privateKey {
            problems.append(SettingProblem("nats.certificate", "and nats.private_key are needed together"))
        }
        if self.bus.renewal * 3 > self.bus.lease {
            problems.append(SettingProblem("nats.renewal", "at most a third of nats.lease"))
        }
        return problems
    }

    private var problemsOfHuddles: [SettingProblem] {
        guard let liveKit = self.liveKit else { return [] }
        let advice = "is needed with the other livekit keys"
        var problems: [SettingProblem] = []
        if liveKit.url.isEmpty {
            problems.append(SettingProblem("livekit.url", advice))
        } else if !["ws://", "wss://", "http://", "https://"].contains(where: liveKit.url.hasPrefix) {
            problems.append(SettingProblem("livekit.url", "must be a ws(s):// or http(s):// URL"))
        }
        if liveKit.key.isEmpty { problems.append(SettingProblem("livekit.key", advice)) }
        if liveKit.secret.exposedText.isEmpty { problems.append(SettingProblem("livekit.secret", advice)) }
        return problems
    }

    private var problemsOfLimits: [SettingProblem] {
        var problems: [SettingProblem] = []
        let limits = self.limits
        if !self.limitsRates, self.access.mode != .dev {
            problems.append(SettingProblem("limits.rates", "may be off with auth dev only"))
        }
        if limits.entry > 256 * 1024 {
            problems.append(SettingProblem("limits.entry_bytes", "at most 262144: what every link can carry"))
        }
        if limits.messageBody > limits.entry / 4 {
            // Each byte may need six in JSON only if it is a control character; four leaves room for what surrounds it.
            let advice = "at most a quarter of limits.entry_bytes, so that every message fits into an entry"
            problems.append(SettingProblem("limits.message_body_bytes", advice))
        }
        if limits.defaultPage > limits.page {
            problems.append(SettingProblem("limits.default_page", "at most limits.page"))
        }
        if limits.logKeptAtLeast > limits.logKept {
            problems.append(SettingProblem("limits.log_kept_at_least_ms", "at most limits.log_kept_ms"))
        }
        if limits.heartbeatTimeout > limits.heartbeat {
            problems.append(SettingProblem("limits.heartbeat_timeout_ms", "at most limits.heartbeat_ms"))
        }
        return problems
    }
}

extension AccessSetting {
    /// The key, as it is written in a configuration file.
    package var key: String {
        switch self {
        case .pendingOpens: "limits.awaiting_open_per_address"
        case .openDeadline: "limits.open_timeout_ms"
        default: String(self.rawValue.map { $0 == "-" ? "_" : $0 })
        }
    }
}
