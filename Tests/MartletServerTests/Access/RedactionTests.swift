// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletRules
import MartletServer
import MartletWire
import Testing

/// R0-18, for the server: nothing that holds a credential shows it, however it is printed.
@Suite struct RedactionTests {
    static let needle = "needle-in-a-haystack"

    /// Everything that printing, debugging, dumping and reflecting can bring to light.
    static func shown(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(describing: value)) \(String(reflecting: value)) \(dumped) \(Self.mirrored(value))"
    }

    static func mirrored(_ value: Any, depth: Int = 0) -> String {
        guard depth < 12 else { return "" }
        let children = Mirror(reflecting: value).children
        return children.map { "\($0.label ?? "")=\($0.value);\(Self.mirrored($0.value, depth: depth + 1))" }.joined()
    }

    @Test func `a secret shows nothing, alone or in a collection or an optional`() {
        let secret = Secret(Self.needle)
        #expect(!Self.shown(secret).contains(Self.needle))
        #expect(!Self.shown([secret]).contains(Self.needle))
        #expect(!Self.shown(["a": secret]).contains(Self.needle))
        #expect(!Self.shown(Optional(secret) as Any).contains(Self.needle))
        #expect(secret.exposedText == Self.needle)
    }

    @Test func `credentials show nothing of a token, a cookie or the proxy's secret`() {
        let secret = Secret(Self.needle)
        let credentials = Credentials(bearer: secret, cookie: secret, user: "alice", proxySecret: secret)
        #expect(!Self.shown(credentials).contains(Self.needle))
        #expect(!Self.shown(credentials.tokens).contains(Self.needle))
        #expect(!Self.shown(Credentials.opening(with: secret, pathUser: .user(7))).contains(Self.needle))
    }

    @Test func `the configuration shows no secret`() {
        var configuration = AccessConfiguration()
        configuration.proxySecret = Secret(Self.needle)
        #expect(!Self.shown(configuration).contains(Self.needle))
        #expect(!Self.shown(ProxyAccess.self).contains(Self.needle))
    }

    @Test func `a sign-in's code, link, cookie and media token show nothing`() {
        let code = SignInCode(entropy: Entropy { Array(repeating: 7, count: $0) })
        let text = code.secret.exposedText.dropFirst(5)
        #expect(text.utf8.count == 43)
        #expect(!Self.shown(code).contains(text))
        #expect(!Self.shown(code.link(to: "https://chat.example.com/")).contains(text))
        let secret = Secret(Self.needle)
        let signedIn = SignedIn(caller: Caller(userID: 7), cookie: secret, mediaToken: secret)
        #expect(!Self.shown(signedIn).contains(Self.needle))
    }

    @Test func `a token that was taken apart shows none of its parts`() throws {
        let token = try Forge.shared.token(.hs256)
        let parsed = try CompactToken(token)
        let shown = Self.shown(parsed)
        for part in token.exposedText.split(separator: ".") { #expect(!shown.contains(part)) }
        #expect(!shown.contains("\(parsed.signature[0]), \(parsed.signature[1])"))
        #expect(shown.contains("<CompactToken>"))
    }

    @Test func `signing and verifying keys show nothing`() async throws {
        let scratch = try Scratch()
        let key = try SigningKey(
            at: "\(scratch.path)/\(SigningKey.fileName)",
            entropy: Entropy { Array(0..<UInt8($0)) }
        )
        let local = LocalTokens(key: key, entropy: .system)
        let set = try await Forge.shared.keySet()
        let secrets = [Base64URL.encode(Array(0..<32 as Range<UInt8>)), "10, 11, 12", "- 11", "90, 90, 90", "- 90"]
        for shown in [Self.shown(key), Self.shown(local), Self.shown(set)] {
            for secret in secrets { #expect(!shown.contains(secret)) }
        }
        #expect(Self.shown(key).contains("<SigningKey>"))
        #expect(Self.shown(local).contains("<LocalTokens>"))
    }

    @Test func `access as a whole, put together and used, shows no token`() async throws {
        let bench = try await Workbench(.jwt)
        let token = try Forge.shared.token(.hs256)
        _ = await bench.decision(Credentials(bearer: token))
        let shown = Self.shown(bench.access)
        #expect(!shown.contains(token.exposedText))
        #expect(!shown.contains(Workbench.proxySecret))
    }
}
