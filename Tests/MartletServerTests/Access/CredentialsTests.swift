// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import MartletRules
import MartletServer
import MartletWire
import NIOHTTP1
import Testing

@Suite struct CredentialsTests {
    static let cookie = SessionCookie(isSecure: false)

    /// The same headers as each of the two libraries reads them.
    static func both(_ pairs: [(String, String)], route: AccessRoute = .rpc) -> [Credentials] {
        var fields = HTTPFields()
        for (name, value) in pairs {
            guard let name = HTTPField.Name(name) else { continue }
            fields.append(HTTPField(name: name, value: value))
        }
        return [
            Credentials(headers: HTTPHeaders(pairs), route: route, cookie: Self.cookie),
            Credentials(headers: fields, route: route, cookie: Self.cookie),
        ]
    }

    @Test func `each header is read by either library, whatever its case`() {
        let pairs = [
            ("AUTHORIZATION", "bearer  abc.def"), ("Cookie", "x=y; martlet=page"), ("x-martlet-user", "alice"),
            ("X-MARTLET-PROXY-SECRET", "s, t"),
        ]
        for credentials in Self.both(pairs, route: .socket(.user(7))) {
            #expect(credentials.bearer?.exposedText == "abc.def")
            #expect(credentials.cookie?.exposedText == "page")
            #expect(credentials.user == "alice")
            #expect(credentials.proxySecret?.exposedText == "s, t")
            #expect(credentials.pathUser == .user(7))
            #expect(!credentials.isAmbiguous)
        }
    }

    @Test func `a request without any shows nothing`() {
        for credentials in Self.both([("Accept", "*/*")]) {
            #expect(credentials.tokens.isEmpty)
            #expect(credentials.user == nil && credentials.proxySecret == nil && credentials.pathUser == nil)
        }
    }

    @Test(arguments: ["Basic YTpi", "Bearer", "Bearer ", "bearerabc", ""])
    func `another scheme is no token`(header: String) {
        for credentials in Self.both([("Authorization", header)]) { #expect(credentials.bearer == nil) }
    }

    @Test(arguments: ["Authorization", "X-Martlet-User", "X-Martlet-Proxy-Secret"])
    func `a header sent twice cannot be believed`(name: String) {
        for credentials in Self.both([(name, "Bearer a"), (name, "Bearer b")]) { #expect(credentials.isAmbiguous) }
    }

    @Test func `two different cookies of the name cannot be believed`() {
        for credentials in Self.both([("Cookie", "martlet=a"), ("Cookie", "martlet=b")]) {
            #expect(credentials.isAmbiguous)
        }
    }

    @Test func `a token in the address is never looked at`() {
        let head = HTTPRequestHead(
            version: .http1_1,
            method: .GET,
            uri: "/ws/user/7?token=abc&access_token=abc&authorization=Bearer%20abc"
        )
        let route = AccessRoute(path: head.uri, isSafe: true)
        let credentials = Credentials(headers: head.headers, route: route, cookie: Self.cookie)
        #expect(credentials.tokens.isEmpty)
        #expect(credentials.pathUser == .user(7))
    }
}
