// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import MartletRules
import MartletServer
import NIOHTTP1
import Testing

@Suite struct RequestFactsTests {
    static let cookie = SessionCookie(isSecure: false)

    /// The same request before the upgrade and at the router.
    static func both(
        _ method: String,
        _ path: String,
        host: String? = "localhost",
        _ pairs: [(String, String)] = []
    ) -> [RequestFacts] {
        var head = HTTPRequestHead(version: .http1_1, method: HTTPMethod(rawValue: method), uri: path)
        head.headers = HTTPHeaders((host.map { [("Host", $0)] } ?? []) + pairs)
        var request = HTTPRequest(
            method: HTTPRequest.Method(method) ?? .get,
            scheme: "http",
            authority: host,
            path: path
        )
        for (name, value) in pairs {
            guard let name = HTTPField.Name(name) else { continue }
            request.headerFields.append(HTTPField(name: name, value: value))
        }
        let route = AccessRoute(path: path, isSafe: RequestFacts.Effect(method: method) == .safe)
        return [
            RequestFacts(head, to: route, isSecure: true, cookie: Self.cookie),
            RequestFacts(request, isSecure: true, cookie: Self.cookie),
        ]
    }

    @Test func `both libraries' requests give the same facts`() {
        let pairs = [
            ("Origin", "https://a"), ("Content-Type", "application/json"), ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", "martlet=x"),
        ]
        let expected = RequestFacts(
            effect: .changing,
            route: .rpc,
            host: "localhost",
            origin: "https://a",
            contentType: "application/json",
            fetchSite: "same-origin",
            usesCookie: true,
            isSecure: true
        )
        for facts in Self.both("POST", "/rpc?x=1", pairs) { #expect(facts == expected) }
    }

    @Test(arguments: ["Origin", "Content-Type", "Sec-Fetch-Site"])
    func `a header sent twice says nothing that anything allows`(name: String) {
        for facts in Self.both("POST", "/rpc", [(name, "a"), (name, "b")]) {
            #expect([facts.origin, facts.contentType, facts.fetchSite].contains(""))
        }
    }

    @Test func `two hosts are none`() {
        for facts in Self.both("GET", "/", [("Host", "evil.example")]) { #expect(facts.host == "") }
        for facts in Self.both("GET", "/", host: nil) { #expect(facts.host == nil) }
    }

    @Test(arguments: ["Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-FORWARDED-ANYTHING", "X-Real-IP"])
    func `any header of a proxy shows that someone stands between`(name: String) {
        for facts in Self.both("GET", "/", [(name, "")]) { #expect(facts.isForwarded) }
    }

    @Test func `a request with a token does not rely on its cookie`() {
        for facts in Self.both("POST", "/v1/media", [("Cookie", "martlet=x"), ("Authorization", "Bearer y")]) {
            #expect(!facts.usesCookie)
        }
        for facts in Self.both("POST", "/v1/media", [("Cookie", "other=x")]) { #expect(!facts.usesCookie) }
    }

    @Test func `what a method may do is known by its name`() {
        for facts in Self.both("DELETE", "/v1/session") {
            #expect(facts.effect == .changing && facts.route == .session)
        }
        for facts in Self.both("HEAD", "/v1/media/x") {
            #expect(facts.effect == .safe && facts.route == .mediaDownload)
        }
        for facts in Self.both("TRACE", "/") { #expect(facts.effect == .unsupported) }
    }
}
