// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules

extension AccessConfiguration {
    /// Refuses what cannot work, before anything is opened.
    ///
    /// - Parameter host: The address that the server will bind.
    /// - Throws: Every problem at once, each under its setting's name.
    package func validate(boundTo host: String) throws(AccessConfigurationError) {
        let problems =
            self.problemsOfMode(boundTo: host) + self.problemsOfNames(boundTo: host) + self.problemsOfNumbers()
        guard problems.isEmpty else { throw AccessConfigurationError(problems: problems) }
    }

    private typealias Problem = AccessConfigurationError.Problem

    private func problemsOfMode(boundTo host: String) -> [Problem] {
        switch self.mode {
        case .deny:
            [Problem(setting: .auth, advice: "must be dev, proxy or jwt; no mode is assumed")]
        case .dev:
            self.problemsOfDev(boundTo: host)
        case .proxy:
            self.proxySecret.map { $0.exposedText.isEmpty } ?? true
                ? [
                    Problem(
                        setting: .proxySecret,
                        advice: "is needed with --auth proxy: what the proxy proves itself with"
                    )
                ]
                : []
        case .jwt:
            self.problemsOfTokens()
        }
    }

    private func problemsOfDev(boundTo host: String) -> [Problem] {
        var problems: [Problem] = []
        if !Self.isLoopback(host) {
            let advice = "--auth dev believes whoever asks, so it binds 127.0.0.1, ::1 or localhost only"
            problems.append(Problem(setting: .host, advice: advice))
        }
        if !self.allowedHosts.allSatisfy({ Authority($0)?.isLoopbackName ?? false }) {
            problems.append(
                Problem(setting: .allowedHosts, advice: "--auth dev answers to this machine's own names only")
            )
        }
        return problems
    }

    private func problemsOfTokens() -> [Problem] {
        var problems: [Problem] = []
        switch self.issuer {
        case nil, "": problems.append(Problem(setting: .issuer, advice: "is needed with --auth jwt: what iss must be"))
        case let issuer? where IdentityIssuer.reserved.contains(issuer):
            problems.append(Problem(setting: .issuer, advice: "may not be one of this server's own names"))
        default: break
        }
        if self.audience?.isEmpty ?? true {
            problems.append(Problem(setting: .audience, advice: "is needed with --auth jwt: what aud must contain"))
        }
        switch (self.keysFile, self.keysURL) {
        case (nil, nil):
            problems.append(
                Problem(setting: .keysFile, advice: "or jwks-url is needed with --auth jwt: the issuer's keys")
            )
        case (_?, _?):
            problems.append(Problem(setting: .keysFile, advice: "and jwks-url exclude each other"))
        case (nil, let url?) where !Self.isTrustworthy(url):
            problems.append(Problem(setting: .keysURL, advice: "must be an https URL (http only on this machine)"))
        default: break
        }
        return problems
    }

    private func problemsOfNames(boundTo host: String) -> [Problem] {
        var problems: [Problem] = []
        for entry in self.allowedHosts where Authority(entry) == nil {
            problems.append(
                Problem(setting: .allowedHosts, advice: "'\(entry)' is not a host name, with or without a port")
            )
        }
        for entry in self.allowedOrigins where WebOrigin(entry) == nil {
            problems.append(
                Problem(setting: .allowedOrigins, advice: "'\(entry)' is not an origin such as https://host")
            )
        }
        if let url = self.publicURL, !["http", "https"].contains(WebOrigin(url)?.scheme) {
            problems.append(Problem(setting: .publicURL, advice: "must be http(s)://host, without a path"))
        }
        let isExposed = self.mode == .proxy || self.mode == .jwt
        if isExposed, self.allowedHosts.isEmpty, self.publicURL == nil, !Self.isLoopback(host) {
            let advice = "or public-url is needed where the server is not on loopback: the names it answers to"
            problems.append(Problem(setting: .allowedHosts, advice: advice))
        }
        for (setting, url) in [(AccessSetting.loginURL, self.loginURL), (.logoutURL, self.logoutURL)] {
            guard let url, !Self.isPageAddress(url) else { continue }
            problems.append(Problem(setting: setting, advice: "must be an http(s) URL or a path that begins with /"))
        }
        if self.operators.contains("") {
            problems.append(Problem(setting: .operators, advice: "holds an empty subject"))
        }
        if self.operatorClaim != nil && self.mode != .jwt {
            problems.append(Problem(setting: .operatorClaim, advice: "only tokens have claims; use operators instead"))
        }
        return problems
    }

    private func problemsOfNumbers() -> [Problem] {
        let year = Duration.seconds(400 * 86_400)
        let lives: [(AccessSetting, Duration, ClosedRange<Duration>)] = [
            (.cookieLife, self.cookieLife, .seconds(1)...year),
            (.mediaTokenLife, self.mediaTokenLife, .seconds(1)...year),
            (.leeway, self.leeway, .zero ... .seconds(600)),
            (.openDeadline, self.openDeadline, .milliseconds(100) ... .seconds(120)),
            (.keysInterval, self.keysInterval, .seconds(1) ... .seconds(7 * 86_400)),
        ]
        let counts: [(AccessSetting, Int)] = [
            (.pendingOpens, self.pendingOpens), (.rememberedTokens, self.rememberedTokens),
        ]
        return lives.filter { !$0.2.contains($0.1) }.map {
            Problem(setting: $0.0, advice: "must be between \($0.2.lowerBound) and \($0.2.upperBound)")
        } + counts.filter { $0.1 < 1 }.map { Problem(setting: $0.0, advice: "must be at least 1") }
    }

    /// Whether keys from there are the issuer's and not those of whoever stands between.
    private static func isTrustworthy(_ url: String) -> Bool {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else { return false }
        switch parts.scheme?.lowercased() {
        case "https": return true
        case "http": return Self.isLoopback(host)
        default: return false
        }
    }

    private static func isPageAddress(_ url: String) -> Bool {
        if url.hasPrefix("/") { return !url.hasPrefix("//") }
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty else { return false }
        return ["http", "https"].contains(parts.scheme?.lowercased())
    }
}
