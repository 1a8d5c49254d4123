// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import MartletRules
import MartletServer
import MartletWire
import Testing

@testable import martlet

@Suite struct ConfigurationTests {
    private let directory = ScratchDirectory()

    private func load(
        options: [String: SettingValue] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> ConfigurationSources.Loaded {
        let path = try file.map { try self.directory.file("martlet.yaml", $0) }
        return try await ConfigurationSources(options: options, environment: environment, file: path).load()
    }

    private func problems(
        options: [String: SettingValue] = [:],
        environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> [String] {
        let error = await #expect(throws: ConfigurationError.self) {
            try await self.load(options: options, environment: environment, file: file)
        }
        return error?.problems.map(\.description) ?? []
    }

    // MARK: Where settings come from

    @Test func `an option wins over the environment, and that over the file`() async throws {
        let file = "port: 1\nhost: file\ndata: file\nlimits:\n  page: 7\n"
        let environment = ["MARTLET_PORT": "2", "MARTLET_HOST": "environment", "MARTLET_LIMITS_PAGE": "9", "PORT": "4"]
        let loaded = try await self.load(options: ["port": .text("3")], environment: environment, file: file)
        #expect(loaded.settings.port == 3)
        #expect(loaded.settings.host == "environment")
        #expect(loaded.settings.data == "file")
        #expect(loaded.settings.limits.page == 9)
        #expect(loaded.settings.backlog == ServerSettings().backlog)
        #expect(loaded.origins["port"] == .option)
        #expect(loaded.origins["host"] == .environment)
        #expect(loaded.origins["data"] == .file)
        #expect(loaded.origins["backlog"] == .standard)
    }

    @Test func `without any source the defaults hold, and no mode of access is assumed`() async throws {
        let settings = try await self.load().settings
        #expect(settings.access.mode == .deny)
        #expect(settings.problems.map(\.key) == ["auth"])
        #expect(settings.limits == .standard)
    }

    @Test func `a file of nothing but comments decides nothing`() async throws {
        #expect(try await self.load(file: "# port: 1\n\n").settings.port == 8787)
    }

    @Test func `every kind of value is understood`() async throws {
        let file = """
            role: edge
            events: unix:/run/m.sock
            operators: [alice, bob]
            operator_claim: realm.roles=admin
            loops: 3
            admission:
              per_second: none
              window: 90s
            tail:
              bytes: 1MiB
            limits:
              rates: off
              heartbeat_ms: 5000
              heartbeat_timeout_ms: 2000
            log:
              level: debug
              format: json
            livekit:
              url: wss://rooms
              key: k
              secret: s
            """
        let settings = try await self.load(file: file).settings
        #expect(settings.role == .edge)
        #expect(settings.events == .socket("/run/m.sock"))
        #expect(settings.access.operators == ["alice", "bob"])
        #expect(settings.access.operatorClaim?.path == ["realm", "roles"])
        #expect(settings.loops == 3)
        #expect(settings.admission.perSecond == nil)
        #expect(settings.admission.window == .seconds(90))
        #expect(settings.tail.bytes == 1_048_576)
        #expect(!settings.limitsRates)
        #expect(settings.limits.heartbeat == 5000)
        #expect(settings.logLevel == .debug)
        #expect(settings.logFormat == .json)
        #expect(settings.liveKit?.secret.exposedText == "s")
    }

    @Test func `a list is written with commas where there is one line for it`() async throws {
        let settings = try await self.load(
            options: ["allowed_hosts": .text("a.example, b.example")],
            environment: ["MARTLET_OPERATORS": "alice,,bob"]
        ).settings
        #expect(settings.access.allowedHosts == ["a.example", "b.example"])
        #expect(settings.access.operators == ["alice", "bob"])
    }

    @Test func `what access enforces is what clients are told`() async throws {
        let file = "limits: {awaiting_open_per_address: 3, open_timeout_ms: 1500}"
        let settings = try await self.load(file: file).settings
        #expect(settings.access.pendingOpens == 3)
        #expect(settings.access.openDeadline == .milliseconds(1500))
    }

    // MARK: What is refused

    @Test func `an unknown key in the file is refused by name, with what was meant`() async throws {
        let told = try await self.problems(file: "prot: 1\nlimits:\n  pages: 7\nx: {y: [1]}\n")
        #expect(
            told == [
                "limits.pages: there is no such setting; did you mean limits.page?",
                "prot: there is no such setting; did you mean port?", "x.y: there is no such setting",
            ]
        )
    }

    @Test(arguments: [
        ("port: 65536", "port"), ("port: eight", "port"), ("port: [1]", "port"), ("port: 1.5", "port"),
        ("role: both", "role"), ("auth: deny", "auth"), ("auth: none", "auth"), ("events: /run/x", "events"),
        ("events: nats://ann:secret@bus:4222", "events"), ("events: 'nats://'", "events"),
        ("limits: {page: 0}", "limits.page"), ("limits: {rates: maybe}", "limits.rates"),
        ("limits: {message_body_bytes: 1TB}", "limits.message_body_bytes"),
        ("store: {trim_interval: 5}", "store.trim_interval"),
        ("log: {level: loud}", "log.level"), ("operator_claim: admin", "operator_claim"), ("loops: 0", "loops"),
    ])
    func `a value that is not understood is refused under its key`(file: String, key: String) async throws {
        let told = try await self.problems(file: file)
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("\(key): expected ") == true, "\(told)")
    }

    @Test func `all that is wrong is told at once`() async throws {
        #expect(try await self.problems(file: "port: x\nbacklog: y\nloops: z").count == 3)
    }

    @Test(arguments: ["port: [", "- 1", "just text", "port: 1\nport: 2", "port: 1\n\t host: x"])
    func `a file that is no mapping is refused, and not quoted`(text: String) async throws {
        let told = try await self.problems(file: text + "\n# proxy_secret: hush-hush\n")
        #expect(told.first?.hasPrefix("config: ") == true)
        #expect(told.first?.contains("hush-hush") == false)
    }

    @Test func `a file that is not there is refused`() async throws {
        let sources = ConfigurationSources(file: "/nonexistent/martlet.yaml")
        let error = await #expect(throws: ConfigurationError.self) { try await sources.load() }
        #expect(error?.problems.first?.key == "config")
    }

    @Test(arguments: [
        ("role: core\nauth: dev", "events"), ("auth: dev\nhost: 0.0.0.0", "host"), ("auth: proxy", "proxy_secret"),
        ("auth: jwt\nissuer: i\naudience: a", "jwks_file"), ("auth: jwt\njwks_file: f\naudience: a", "issuer"),
        ("auth: dev\ncertificate: c.pem", "private_key"), ("auth: dev\nprivate_key: k.pem", "certificate"),
        ("auth: dev\noperations_port: 8787", "operations_port"),
        ("auth: proxy\nproxy_secret: s\nlimits: {rates: off}", "limits.rates"),
        ("auth: dev\nlivekit: {url: wss://x}", "livekit.key"),
        ("auth: dev\nlivekit: {url: x, key: k, secret: s}", "livekit.url"),
        ("auth: dev\nlimits: {page: 10}", "limits.default_page"),
        ("auth: dev\nlimits: {heartbeat_ms: 1000}", "limits.heartbeat_timeout_ms"),
        ("auth: dev\nlimits: {log_kept_ms: 60000}", "limits.log_kept_at_least_ms"),
        ("auth: dev\nlimits: {entry_bytes: 16384}", "limits.message_body_bytes"),
        ("auth: jwt\nissuer: i\naudience: a\njwks_file: f\nhost: 0.0.0.0", "allowed_hosts"),
    ])
    func `what cannot work together is refused under its key`(file: String, key: String) async throws {
        let problems = try await self.load(file: file).settings.problems
        #expect(problems.map(\.key).contains(key), "\(problems)")
    }

    @Test(arguments: ["auth: dev", "auth: proxy\nproxy_secret: s", "role: edge\nevents: unix:/x\nauth: dev"])
    func `what can work is not refused`(file: String) async throws {
        #expect(try await self.load(file: file).settings.problems.isEmpty)
    }

    // MARK: Secrets

    @Test func `a secret may be in a file of its own`() async throws {
        let path = try self.directory.file("secret", "from-a-file\n")
        let settings = try await self.load(file: "proxy_secret_file: \(path)").settings
        #expect(settings.access.proxySecret?.exposedText == "from-a-file")
    }

    @Test func `a secret is given once`() async throws {
        let path = try self.directory.file("secret", "from-a-file")
        let told = try await self.problems(
            environment: ["MARTLET_PROXY_SECRET": "hush-hush"],
            file: "proxy_secret_file: \(path)"
        )
        #expect(told == ["proxy_secret_file: and proxy_secret exclude each other"])
    }

    @Test(arguments: [("missing", nil as String?), ("empty", ""), ("blank", "\n \n")])
    func `a secret's file must hold a secret`(name: String, text: String?) async throws {
        let path = try text.map { try self.directory.file(name, $0) } ?? "/nonexistent/secret"
        let told = try await self.problems(environment: ["MARTLET_LIVEKIT_SECRET_FILE": path])
        #expect(told.first?.hasPrefix("livekit.secret_file: the file ") == true)
    }

    @Test func `no secret is ever shown`() async throws {
        let environment = ["MARTLET_PROXY_SECRET": "hush-hush", "MARTLET_LIVEKIT_SECRET": "hush-hush"]
        let loaded = try await self.load(environment: environment)
        let shown = Setting.all.map { EffectiveSetting($0, in: loaded) }
        #expect(shown.filter { $0.value == "<secret>" }.map(\.key) == ["proxy_secret", "livekit.secret"])
        #expect(!"\(shown)".contains("hush-hush"))
        var dumped = ""
        dump(loaded.settings, to: &dumped)
        #expect(!dumped.contains("hush-hush"))
    }

    // MARK: This machine

    @Test func `a data directory is usable, or can be made`() throws {
        var settings = ServerSettings()
        settings.data = "\(self.directory.path)/new/data"
        #expect(StartChecks(settings: settings).problems.isEmpty)
        settings.data = try self.directory.file("plain", "x")
        #expect(StartChecks(settings: settings).problems.map(\.key) == ["data"])
        settings.data += "/below"
        #expect(StartChecks(settings: settings).problems.map(\.key) == ["data"])
        settings.role = .edge
        #expect(StartChecks(settings: settings).problems.isEmpty, "an edge has no data")
    }

    @Test func `certificates and keys are read before the server starts`() throws {
        var settings = ServerSettings()
        settings.data = self.directory.path
        let path = try self.directory.file("not.pem", "not PEM")
        settings.tls = .init(certificate: path, privateKey: path)
        #expect(StartChecks(settings: settings).problems.map(\.key) == ["certificate"])
        settings.tls = nil
        settings.access.mode = .jwt
        settings.access.keysFile = "/nonexistent/jwks.json"
        #expect(StartChecks(settings: settings).problems.map(\.key) == ["jwks_file"])
        settings.access.keysFile = path
        #expect(StartChecks(settings: settings).problems.map(\.key) == ["jwks_file"])
    }

    @Test func `a variable that looks like ours and is none is noticed`() {
        let environment = ["MARTLET_PROT": "1", "MARTLET_PORT": "1", "MARTLET_TOKEN": "t", "HOME": "/"]
        #expect(ConfigCommand.Check.strangers(in: environment) == ["MARTLET_PROT"])
    }
}
