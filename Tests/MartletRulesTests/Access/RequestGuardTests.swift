// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct RequestGuardTests {
    static let dev = RequestGuard(allowsLoopbackNames: true, refusesForwarded: true)
    static let live = Self.make(hosts: ["chat.example.com", "10.0.0.5:8787"], origins: ["https://app.example.org"])

    static let changing: [AccessRoute] = [.rpc, .session, .rest, .unknown, .page, .document, .events]
    static let all: [AccessRoute] = [
        .socket(.user(7)), .echo, .rpc, .events, .session, .mediaUpload, .mediaDownload, .rest, .beacon, .document,
        .health,
        .metrics, .page, .unknown,
    ]

    static func make(hosts: [String], origins: [String]) -> RequestGuard {
        RequestGuard(
            hosts: Set(hosts.compactMap { Authority($0) }),
            origins: Set(origins.compactMap { WebOrigin($0) }),
            refusesForwarded: false
        )
    }

    static func get(_ route: AccessRoute, host: String? = "localhost:8787", origin: String? = nil) -> RequestFacts {
        RequestFacts(effect: .safe, route: route, host: host, origin: origin)
    }

    static func post(_ route: AccessRoute, host: String? = "localhost:8787", origin: String? = nil) -> RequestFacts {
        RequestFacts(effect: .changing, route: route, host: host, origin: origin, contentType: "application/json")
    }

    // MARK: Host

    @Test(arguments: [
        "localhost", "localhost:1", "LOCALHOST:8787", "localhost.", "127.0.0.1:65535", "[::1]", "[::1]:80",
    ])
    func `a developer's own server answers to this machine's names on any port`(host: String) {
        #expect(Self.dev.verdict(on: Self.post(.rpc, host: host)) == .allow)
    }

    @Test(arguments: all)
    func `a name that was bound to our address from outside is refused on every route`(route: AccessRoute) {
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "127.0.0.2", "[::2]", "192.168.1.2"]
        {
            #expect(Self.dev.verdict(on: Self.get(route, host: host)) == .refuse(.hostNotAllowed), "\(host)")
            #expect(Self.dev.verdict(on: Self.post(route, host: host)) == .refuse(.hostNotAllowed), "\(host)")
        }
    }

    @Test(arguments: [
        nil, "", ":80", "a b", "localhost:", "localhost:0", "localhost:99999", "localhost:+1", "localhost:8787:1",
        "user@localhost", "localhost/", "[::1", "[]", "[::1]x", "[::1]:", "loc\u{212A}alhost", "локал", ".",
    ])
    func `a request that names no host clearly is refused`(host: String?) {
        #expect(Self.dev.verdict(on: Self.get(.page, host: host)) == .refuse(.hostMissing))
    }

    @Test func `a listed host is ours on the listed port, or on any if none is listed`() {
        #expect(Self.live.verdict(on: Self.post(.rpc, host: "Chat.Example.com.")) == .allow)
        #expect(Self.live.verdict(on: Self.post(.rpc, host: "chat.example.com:8443")) == .allow)
        #expect(Self.live.verdict(on: Self.post(.rpc, host: "10.0.0.5:8787")) == .allow)
        #expect(Self.live.verdict(on: Self.post(.rpc, host: "10.0.0.5")) == .refuse(.hostNotAllowed))
        #expect(Self.live.verdict(on: Self.post(.rpc, host: "localhost")) == .refuse(.hostNotAllowed))
    }

    @Test(arguments: all)
    func `a guard that nobody configured lets nothing through`(route: AccessRoute) {
        #expect(RequestGuard().verdict(on: Self.get(route)) != .allow)
    }

    // MARK: Between

    @Test(arguments: all)
    func `a developer's own server refuses whatever was forwarded`(route: AccessRoute) {
        var facts = Self.get(route)
        facts.isForwarded = true
        #expect(Self.dev.verdict(on: facts) == .refuse(.forwarded))
    }

    @Test func `other modes take what a proxy has forwarded`() {
        var facts = Self.post(.rpc, host: "chat.example.com")
        facts.isForwarded = true
        #expect(Self.live.verdict(on: facts) == .allow)
    }

    // MARK: Origin

    static let foreign = [
        "https://evil.example", "null", "", "http://localhost", "https://localhost:1",
        "http://localhost:8787.evil.example",
        "http://evil.example:8787", "http://127.0.0.1:8787", "file://", "chrome-extension://abc",
        "http://localhost:8787/x",
    ]

    @Test(arguments: foreign)
    func `a wrong origin is refused on an upgrade, on every change and on every personal read`(origin: String) {
        for route in [AccessRoute.socket(.user(7)), .echo, .events, .rpc, .rest, .metrics, .unknown] {
            #expect(Self.dev.verdict(on: Self.get(route, origin: origin)) == .refuse(.originNotAllowed), "\(route)")
        }
        for route in Self.changing + [.mediaUpload] {
            #expect(Self.dev.verdict(on: Self.post(route, origin: origin)) == .refuse(.originNotAllowed), "\(route)")
        }
        #expect(RequestRefusal.originNotAllowed.httpStatus == 403)
    }

    @Test(arguments: ["http://localhost:8787", "HTTP://LOCALHOST:8787", "https://localhost:8787"])
    func `our own origin may do everything`(origin: String) {
        for route in Self.all { #expect(Self.dev.verdict(on: Self.get(route, origin: origin)) == .allow) }
        for route in Self.changing { #expect(Self.dev.verdict(on: Self.post(route, origin: origin)) == .allow) }
    }

    @Test func `an origin's missing port is its scheme's own`() {
        for (host, origin) in [
            ("chat.example.com", "https://chat.example.com"), ("chat.example.com", "https://chat.example.com:443"),
            ("chat.example.com:443", "https://chat.example.com"), ("chat.example.com", "http://chat.example.com"),
        ] {
            #expect(Self.live.verdict(on: Self.post(.rpc, host: host, origin: origin)) == .allow, "\(host) \(origin)")
        }
        let other = Self.post(.rpc, host: "chat.example.com:8443", origin: "https://chat.example.com")
        #expect(Self.live.verdict(on: other) == .refuse(.originNotAllowed))
    }

    @Test func `a page that came in the clear may not act on a connection that is secure`() {
        var facts = Self.post(.rpc, host: "chat.example.com", origin: "http://chat.example.com")
        facts.isSecure = true
        #expect(Self.live.verdict(on: facts) == .refuse(.originNotAllowed))
        facts.origin = "https://chat.example.com"
        #expect(Self.live.verdict(on: facts) == .allow)
    }

    @Test func `a page of a listed origin may read the answer, one of any other may not`() {
        let origin = "https://app.example.org"
        func facts(_ origin: String?, host: String = "chat.example.com") -> [RequestFacts] {
            [Self.get(.rpc, host: host, origin: origin), Self.post(.rpc, host: host, origin: origin)]
        }
        for facts in facts(origin) { #expect(Self.live.sharedOrigin(of: facts) == origin) }
        let others = [nil, "null", "https://chat.example.com", "https://app.example.org:444", "https://evil.example"]
        for facts in others.flatMap({ facts($0) }) { #expect(Self.live.sharedOrigin(of: facts) == nil) }
        for facts in facts(origin, host: "evil.example") { #expect(Self.live.sharedOrigin(of: facts) == nil) }
        for facts in facts(origin, host: "localhost") { #expect(Self.dev.sharedOrigin(of: facts) == nil) }
    }

    @Test func `a listed origin of another site may act`() {
        let facts = Self.post(.rpc, host: "chat.example.com", origin: "https://app.example.org")
        #expect(Self.live.verdict(on: facts) == .allow)
        let port = Self.post(.rpc, host: "chat.example.com", origin: "https://app.example.org:444")
        #expect(Self.live.verdict(on: port) == .refuse(.originNotAllowed))
        let scheme = Self.post(.rpc, host: "chat.example.com", origin: "http://app.example.org")
        #expect(Self.live.verdict(on: scheme) == .refuse(.originNotAllowed))
    }

    @Test(arguments: [AccessRoute.page, .document, .mediaDownload, .health])
    func `a link from another site may be followed to what is not personal`(route: AccessRoute) {
        var facts = Self.get(route)
        facts.fetchSite = "cross-site"
        #expect(Self.dev.verdict(on: facts) == .allow)
    }

    @Test(arguments: ["cross-site", "same-site", "nonsense"])
    func `a browser's word that another site asks counts where there is no origin`(site: String) {
        for route in [AccessRoute.socket(.user(7)), .echo, .events, .metrics, .rest] {
            var facts = Self.get(route)
            facts.fetchSite = site
            #expect(Self.dev.verdict(on: facts) == .refuse(.originNotAllowed))
        }
        var facts = Self.post(.rpc)
        facts.fetchSite = site
        #expect(Self.dev.verdict(on: facts) == .refuse(.originNotAllowed))
    }

    @Test(arguments: [nil, "same-origin", "none"])
    func `a program, an own page and a typed address pass`(site: String?) {
        var facts = Self.get(.events)
        facts.fetchSite = site
        #expect(Self.dev.verdict(on: facts) == .allow)
    }

    // MARK: Body

    static let formTypes = [
        nil, "", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "application/jsonp",
        "text/plain; application/json", "text/json",
    ]

    @Test(arguments: formTypes)
    func `a change whose body any form could send is refused with 415`(type: String?) {
        for route in Self.changing {
            var facts = Self.post(route)
            facts.contentType = type
            #expect(Self.dev.verdict(on: facts) == .refuse(.contentType), "\(route)")
        }
        #expect(RequestRefusal.contentType.httpStatus == 415)
    }

    @Test(arguments: ["application/json", "Application/JSON", "application/json; charset=utf-8", "application/json ;x"])
    func `a change in JSON passes`(type: String) {
        for route in Self.changing {
            var facts = Self.post(route)
            facts.contentType = type
            #expect(Self.dev.verdict(on: facts) == .allow, "\(route)")
        }
    }

    @Test func `an upload may be of any type, but on a cookie alone it must show which page made it`() {
        var facts = Self.post(.mediaUpload)
        facts.contentType = "multipart/form-data; boundary=x"
        #expect(Self.dev.verdict(on: facts) == .allow)
        facts.usesCookie = true
        #expect(Self.dev.verdict(on: facts) == .refuse(.originUnproved))
        facts.fetchSite = "same-origin"
        #expect(Self.dev.verdict(on: facts) == .allow)
        facts.fetchSite = nil
        facts.origin = "http://localhost:8787"
        #expect(Self.dev.verdict(on: facts) == .allow)
    }

    @Test(arguments: ["text/plain;charset=UTF-8", "application/json"])
    func `a beacon comes from other sites' pages as text, since only its own token speaks for it`(type: String) {
        var facts = Self.post(.beacon, origin: "https://tracker.example")
        facts.contentType = type
        facts.fetchSite = "cross-site"
        #expect(Self.dev.verdict(on: facts) == .allow)
        facts.contentType = "application/x-www-form-urlencoded"
        #expect(Self.dev.verdict(on: facts) == .refuse(.contentType))
    }

    @Test(arguments: ["TRACE", "CONNECT", "get", "PROPFIND", ""])
    func `methods that nothing here is done by are refused`(method: String) {
        let facts = RequestFacts(effect: .init(method: method), route: .page, host: "localhost")
        #expect(Self.dev.verdict(on: facts) == .refuse(.methodNotAllowed))
    }

    @Test(arguments: RequestRefusal.allCases)
    func `every refusal is answered in the same shape as a call's error`(refusal: RequestRefusal) {
        #expect((400..<500).contains(refusal.httpStatus))
        #expect(!refusal.rpcError.message.isEmpty)
        #expect(!refusal.rpcError.data.isRetryable)
    }
}
