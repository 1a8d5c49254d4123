// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer
import Testing

@Suite struct AccessConfigurationTests {
    static func refused(
        _ mode: AccessMode,
        on host: String = "127.0.0.1",
        _ change: (inout AccessConfiguration) -> Void = { _ in }
    ) -> Set<AccessSetting> {
        var configuration = Self.good(mode)
        change(&configuration)
        do throws(AccessConfigurationError) {
            try configuration.validate(boundTo: host)
            return []
        } catch {
            return Set(error.problems.map(\.setting))
        }
    }

    static func good(_ mode: AccessMode) -> AccessConfiguration {
        var configuration = AccessConfiguration()
        configuration.mode = mode
        if mode == .proxy { configuration.proxySecret = Secret("s") }
        if mode == .jwt {
            (configuration.issuer, configuration.audience) = (Forge.issuer, Forge.audience)
            configuration.keysFile = "/somewhere"
        }
        return configuration
    }

    @Test func `without a mode the server does not start`() {
        #expect(Self.refused(.deny) == [.auth])
    }

    @Test(arguments: [AccessMode.dev, .proxy, .jwt])
    func `what a mode needs is enough on loopback`(mode: AccessMode) {
        #expect(Self.refused(mode).isEmpty)
    }

    @Test(arguments: [
        "0.0.0.0", "::", "192.168.1.2", "127.1", "example.com", "", "127.0.0.1.nip.io", "::ffff:127.0.0.1",
    ])
    func `dev mode binds loopback and refuses anything else`(host: String) {
        #expect(Self.refused(.dev, on: host) == [.host])
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST", "::1", "[::1]"])
    func `dev mode binds what only this machine can reach`(host: String) {
        #expect(Self.refused(.dev, on: host).isEmpty)
    }

    @Test func `dev mode answers to no other name`() {
        #expect(Self.refused(.dev) { $0.allowedHosts = ["dev.example.com"] } == [.allowedHosts])
        #expect(Self.refused(.dev) { $0.allowedHosts = ["localhost"] }.isEmpty)
    }

    @Test func `proxy mode needs the secret that the proxy proves itself with`() {
        #expect(Self.refused(.proxy) { $0.proxySecret = nil } == [.proxySecret])
        #expect(Self.refused(.proxy) { $0.proxySecret = Secret("") } == [.proxySecret])
    }

    @Test func `jwt mode needs issuer, audience and keys, and says so at once`() {
        let bare = Self.refused(.jwt) {
            $0 = AccessConfiguration(); $0.mode = .jwt
        }
        #expect(bare == [.issuer, .audience, .keysFile])
        #expect(Self.refused(.jwt) { $0.issuer = "" } == [.issuer])
        #expect(Self.refused(.jwt) { $0.audience = "" } == [.audience])
        #expect(Self.refused(.jwt) { $0.keysURL = "https://issuer.example/jwks" } == [.keysFile])
    }

    @Test(arguments: ["martlet", "dev", "proxy"])
    func `no outside issuer may pass for this server itself`(issuer: String) {
        #expect(Self.refused(.jwt) { $0.issuer = issuer } == [.issuer])
    }

    @Test(arguments: [
        ("https://issuer.example/jwks", true), ("http://127.0.0.1:8080/jwks", true), ("http://localhost/jwks", true),
        ("http://issuer.example/jwks", false), ("file:///etc/passwd", false), ("issuer.example", false), ("", false),
        ("https://", false),
    ])
    func `keys come over TLS or from this machine`(url: String, isGood: Bool) {
        let problems = Self.refused(.jwt) { ($0.keysFile, $0.keysURL) = (nil, url) }
        #expect(problems == (isGood ? [] : [.keysURL]))
    }

    @Test(arguments: [AccessMode.proxy, .jwt])
    func `a server that others can reach must know its names`(mode: AccessMode) {
        #expect(Self.refused(mode, on: "0.0.0.0") == [.allowedHosts])
        #expect(Self.refused(mode, on: "0.0.0.0") { $0.allowedHosts = ["chat.example.com"] }.isEmpty)
        #expect(Self.refused(mode, on: "0.0.0.0") { $0.publicURL = "https://chat.example.com" }.isEmpty)
    }

    @Test func `names that are none are refused under their setting`() {
        #expect(Self.refused(.proxy) { $0.allowedHosts = ["*"] } == [.allowedHosts])
        #expect(Self.refused(.proxy) { $0.allowedHosts = ["https://x"] } == [.allowedHosts])
        #expect(Self.refused(.proxy) { $0.allowedOrigins = ["chat.example.com"] } == [.allowedOrigins])
        #expect(Self.refused(.proxy) { $0.allowedOrigins = ["*"] } == [.allowedOrigins])
        #expect(Self.refused(.proxy) { $0.publicURL = "https://x/path" } == [.publicURL])
        #expect(Self.refused(.proxy) { $0.publicURL = "ftp://x" } == [.publicURL])
        #expect(Self.refused(.jwt) { $0.loginURL = "javascript:alert(1)" } == [.loginURL])
        #expect(Self.refused(.jwt) { $0.loginURL = "//evil.example" } == [.loginURL])
        #expect(Self.refused(.jwt) { $0.loginURL = "/sign-in" }.isEmpty)
        #expect(Self.refused(.jwt) { $0.logoutURL = "javascript:alert(1)" } == [.logoutURL])
        #expect(Self.refused(.jwt) { $0.logoutURL = "/oauth2/sign_out" }.isEmpty)
        #expect(Self.refused(.proxy) { $0.operators = ["a", ""] } == [.operators])
        #expect(Self.refused(.proxy) { $0.operatorClaim = ClaimMapping("roles=admin") } == [.operatorClaim])
    }

    @Test func `numbers out of range are refused under their setting`() {
        #expect(Self.refused(.jwt) { $0.cookieLife = .zero } == [.cookieLife])
        #expect(Self.refused(.jwt) { $0.cookieLife = .seconds(401 * 86_400) } == [.cookieLife])
        #expect(Self.refused(.jwt) { $0.mediaTokenLife = .zero } == [.mediaTokenLife])
        #expect(Self.refused(.jwt) { $0.leeway = .seconds(3600) } == [.leeway])
        #expect(Self.refused(.jwt) { $0.keysInterval = .zero } == [.keysInterval])
        #expect(Self.refused(.jwt) { $0.openDeadline = .zero } == [.openDeadline])
        #expect(Self.refused(.jwt) { $0.pendingOpens = 0 } == [.pendingOpens])
        #expect(Self.refused(.jwt) { $0.rememberedTokens = 0 } == [.rememberedTokens])
    }

    @Test func `a refusal names the setting as the operator spells it, and no secret`() throws {
        var configuration = Self.good(.proxy)
        configuration.proxySecret = Secret("hunter2hunter2")
        configuration.allowedHosts = ["a b"]
        let error = #expect(throws: AccessConfigurationError.self) { try configuration.validate(boundTo: "127.0.0.1") }
        #expect(error?.description == "allowed-hosts: 'a b' is not a host name, with or without a port")
        #expect(!String(reflecting: error).contains("hunter2"))
    }

    @Test func `cookies are for TLS only wherever browsers come by TLS`() {
        var configuration = Self.good(.jwt)
        #expect(configuration.sessionCookie(servesTLS: false).name == "martlet")
        #expect(configuration.sessionCookie(servesTLS: true).name == "__Host-martlet")
        configuration.publicURL = "https://chat.example.com"
        #expect(configuration.sessionCookie(servesTLS: false).name == "__Host-martlet")
        configuration.publicURL = "http://chat.example.com"
        #expect(configuration.sessionCookie(servesTLS: false).name == "martlet")
    }

    @Test func `the guard of a mode that was never chosen lets nothing through`() {
        #expect(AccessConfiguration().requestGuard(boundTo: "127.0.0.1") == RequestGuard())
    }

    @Test func `a server on loopback answers to this machine's names, and one elsewhere does not`() {
        var configuration = Self.good(.jwt)
        configuration.publicURL = "https://chat.example.com"
        #expect(configuration.requestGuard(boundTo: "127.0.0.1").allowsLoopbackNames)
        let exposed = configuration.requestGuard(boundTo: "0.0.0.0")
        #expect(!exposed.allowsLoopbackNames)
        #expect(exposed.hosts == Set([Authority("chat.example.com")].compactMap(\.self)))
        #expect(!exposed.refusesForwarded)
        #expect(Self.good(.dev).requestGuard(boundTo: "127.0.0.1").refusesForwarded)
    }

    static let claims: [(String, Bool)] = [
        ("role=admin", true), ("roles=admin", true), ("roles=adm", false), ("realm.roles=admin", true),
        ("realm.x=admin", false), ("https://x.example/roles=admin", true), ("is_admin=true", true),
        ("is_admin=false", false), ("level=3", false), ("realm=roles", false),
    ]

    @Test(arguments: claims)
    func `a claim makes an operator if it is, or lists, the value`(mapping: String, isSatisfied: Bool) throws {
        let claims = ClaimValue.object([
            "role": .text("admin"), "roles": .list([.text("user"), .text("admin")]),
            "realm": .object(["roles": .list([.text("admin")])]), "https://x.example/roles": .list([.text("admin")]),
            "is_admin": .flag(true), "level": .number(3),
        ])
        #expect(try #require(ClaimMapping(mapping)).isSatisfied(by: claims) == isSatisfied)
    }

    @Test(arguments: ["", "roles", "=admin", "roles=", "a..b=c", ".a=c"])
    func `a claim's mapping has a name and a value`(text: String) {
        #expect(ClaimMapping(text) == nil)
    }
}
