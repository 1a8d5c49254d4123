// SPDX-License-Identifier: Apache-2.0

/// Turns away requests that a browser was tricked into making, on every route and before anyone is identified.
///
/// - A wrong `Host` is a rebound name: the page thinks it talks to its own site.
/// - A wrong `Origin` or `Sec-Fetch-Site` is another site's page using this browser's standing with us: its cookie,
///   its proxy, or in dev mode just its being on this machine.
/// - A body that is not JSON is one that a form of any site can send without asking first.
package struct RequestGuard: Hashable, Sendable {
    /// What the guard answers.
    package enum Verdict: Hashable, Sendable {
        /// Go on to who sent it.
        case allow
        /// Answer this, and nothing else.
        case refuse(RequestRefusal)
    }

    /// The hosts that are ours: an entry without a port allows any.
    package var hosts: Set<Authority>
    /// Whether this machine's own names are ours too, on any port.
    package var allowsLoopbackNames: Bool
    /// Other sites whose pages may use us.
    package var origins: Set<WebOrigin>
    /// Whether nobody may stand between.
    package var refusesForwarded: Bool

    /// Creates a guard; by default one that lets nothing through.
    package init(
        hosts: Set<Authority> = [],
        allowsLoopbackNames: Bool = false,
        origins: Set<WebOrigin> = [],
        refusesForwarded: Bool = true
    ) {
        self.hosts = hosts
        self.allowsLoopbackNames = allowsLoopbackNames
        self.origins = origins
        self.refusesForwarded = refusesForwarded
    }

    /// Judges one request.
    package func verdict(on facts: RequestFacts) -> Verdict {
        if self.refusesForwarded && facts.isForwarded { return .refuse(.forwarded) }
        guard let host = facts.host.flatMap({ Authority($0) }) else { return .refuse(.hostMissing) }
        guard self.allows(host) else { return .refuse(.hostNotAllowed) }
        if let refusal = self.refusalOfOrigin(facts, host: host) { return .refuse(refusal) }
        switch facts.effect {
        case .safe: return .allow
        case .unsupported: return .refuse(.methodNotAllowed)
        case .changing: return Self.refusalOfBody(facts).map { .refuse($0) } ?? .allow
        }
    }

    /// The origin that may read the answer, as the request gave it: one of the other sites whose pages may use us, with
    /// a request that is not refused.
    package func sharedOrigin(of facts: RequestFacts) -> String? {
        guard !self.origins.isEmpty, let text = facts.origin, let origin = WebOrigin(text) else { return nil }
        guard self.origins.contains(where: origin.matches), self.verdict(on: facts) == .allow else { return nil }
        return text
    }

    private func allows(_ host: Authority) -> Bool {
        if self.allowsLoopbackNames && host.isLoopbackName { return true }
        return self.hosts.contains { $0.host == host.host && ($0.port == nil || $0.port == host.port) }
    }

    private func refusalOfOrigin(_ facts: RequestFacts, host: Authority) -> RequestRefusal? {
        // The beacon is sent from other sites' pages; its body's token, and nothing else, speaks for it.
        guard facts.route != .beacon else { return nil }
        guard let text = facts.origin else {
            return Self.isFromElsewhere(facts) ? .originNotAllowed : nil
        }
        // A page elsewhere may show our pages' addresses and read our public documents, but not act.
        guard facts.effect != .safe || facts.route.isUpgrade || Self.isPersonal(facts.route) else { return nil }
        guard let origin = WebOrigin(text) else { return .originNotAllowed }
        let isOurs = origin.matches(host: host, isSecure: facts.isSecure)
        return isOurs || self.origins.contains(where: origin.matches) ? nil : .originNotAllowed
    }

    /// A browser says that another site asks, and sent no origin to look up.
    private static func isFromElsewhere(_ facts: RequestFacts) -> Bool {
        guard let site = facts.fetchSite, site != "same-origin", site != "none" else { return false }
        // Following a link from elsewhere to a page, a document or a picture is what links are for.
        return facts.effect != .safe || facts.route.isUpgrade || Self.isPersonal(facts.route)
    }

    /// Whether even reading the route does something for, or tells something of, whoever is asking.
    private static func isPersonal(_ route: AccessRoute) -> Bool {
        switch route {
        case .socket, .echo, .rpc, .events, .session, .mediaUpload, .rest, .metrics, .unknown: true
        case .mediaDownload, .beacon, .document, .health, .page: false
        }
    }

    private static func refusalOfBody(_ facts: RequestFacts) -> RequestRefusal? {
        let type = facts.contentType?.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        switch facts.route {
        case .beacon:
            return type == "text/plain" || type == "application/json" ? nil : .contentType
        case .mediaUpload:
            let isProved = facts.origin != nil || facts.fetchSite != nil
            return facts.usesCookie && !isProved ? .originUnproved : nil
        case .socket, .echo, .rpc, .events, .session, .mediaDownload, .rest, .document, .health, .metrics, .page,
            .unknown:
            return type == "application/json" ? nil : .contentType
        }
    }
}
