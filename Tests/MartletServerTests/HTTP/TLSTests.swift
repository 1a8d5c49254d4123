// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOSSL
import Testing

@testable import MartletServer

@Suite(.timeLimit(.minutes(5)))
struct TLSTests {
    private static func inDirectory<Result>(
        _ body: (_ certificate: String, _ key: String, _ otherKey: String) async throws -> Result
    ) async throws -> Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "martlet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        var paths: [String] = []
        for (name, text) in [("c.pem", Self.certificate), ("k.pem", Self.key), ("other.pem", Self.otherKey)] {
            let file = directory.appending(path: name)
            try Data(text.utf8).write(to: file)
            paths.append(file.path)
        }
        return try await body(paths[0], paths[1], paths[2])
    }

    private static func serverContext() async throws -> NIOSSLContext {
        try await Self.inDirectory { certificate, key, _ in
            try TLSMaterial.context(certificate: certificate, key: key)
        }
    }

    private static func clientContext(_ protocols: [String] = []) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = protocols
        return try NIOSSLContext(configuration: configuration)
    }

    @Test(arguments: [[], ["http/1.1"]])
    func `a WebSocket and requests share the secure port`(protocols: [String]) async throws {
        let tls = try await Self.serverContext()
        try await TestServer.running {
            $0.tls = tls
        } _: { server in
            let context = try Self.clientContext(protocols)
            try await RawPeer.connected(to: server.address, tls: context) { peer in
                #expect(try await peer.upgrade("/echo").hasPrefix("HTTP/1.1 101"))
                try await peer.say(MaskedFrame.bytes(1, .init(repeating: 0x62, count: 50_000)))
                _ = try await peer.hear(.init(repeating: 0x62, count: 50_000))
                try await peer.say(MaskedFrame.close(1000))
                #expect(try await peer.hearEnd() == [0x88, 2, 0x03, 0xE8])
            }
            try await RawPeer.connected(to: server.address, tls: context) { peer in
                try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                try await peer.hear(text: "hello")
            }
        }
    }

    @Test
    func `a client that prefers HTTP 2 gets it`() async throws {
        let tls = try await Self.serverContext()
        try await TestServer.running {
            $0.tls = tls
        } _: { server in
            var configuration = HTTPClient.Configuration.singletonConfiguration
            configuration.tlsConfiguration = .makeClientConfiguration()
            configuration.tlsConfiguration?.certificateVerification = .none
            try await HTTPClient.withHTTPClient(configuration: configuration) { client in
                let url = "https://127.0.0.1:\(server.address.port ?? 0)/hello"
                let response = try await client.execute(HTTPClientRequest(url: url), timeout: .seconds(60))
                #expect(response.version == .http2)
                #expect(try await String(buffer: response.body.collect(upTo: 100)) == "hello")
            }
        }
    }

    @Test
    func `plain HTTP on the secure port ends`() async throws {
        let tls = try await Self.serverContext()
        try await TestServer.running {
            $0.tls = tls
        } _: { server in
            try await RawPeer.connected(to: server.address) { peer in
                try await peer.say("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(!String(decoding: try await peer.hearEnd(), as: UTF8.self).contains("200"))
            }
        }
    }

    @Test
    func `who says nothing on the secure port has ten seconds`() async throws {
        let tls = try await Self.serverContext()
        let channel = EmbeddedChannel()
        let loop = SocketLoop(eventLoop: channel.embeddedEventLoop)
        let connection = IncomingConnection(channel: channel, loop: loop, admission: HandshakeAdmission(limit: 1))
        let negotiation = ProtocolNegotiation(connection: connection) { _ in }
        try channel.pipeline.syncOperations.addHandlers(NIOSSLServerHandler(context: tls), negotiation)
        try await channel.connect(to: .init(ipAddress: "127.0.0.1", port: 1)).get()
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(9_999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test
    func `a file that cannot be used is refused by the name of its setting`() async throws {
        try await Self.inDirectory { certificate, key, otherKey in
            let missing = certificate + ".missing"
            for (certificate, key, complaint) in [
                (missing, key, "tls-certificate is not a readable PEM file of certificates"),
                (key, key, "tls-certificate "),
                (certificate, missing, "tls-key is not a readable PEM file of a private key without a passphrase"),
                (certificate, certificate, "tls-key is not"),
                (certificate, otherKey, "tls-key does not belong to the certificate in tls-certificate"),
            ] {
                let error = #expect(throws: TLSMaterialError.self) {
                    try TLSMaterial.context(certificate: certificate, key: key)
                }
                #expect(error?.description.hasPrefix(complaint) == true, "\(String(describing: error))")
                #expect(error?.description.contains("pem") == false, "a path is nobody's business")
            }
        }
    }

    // For tests alone: self-signed, for localhost, secret to nobody.
    private static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBmzCCAUGgAwIBAgIUWC2rw6NQeqQWmCEPeePr/1H/lAIwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMTA4MDcyN1oYDzIxMjYxMDI4
        MDgwNzI3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQbWZ3SeUpECxPoYl/Mw/cXHZPRdDeQhqAE+bgIu2NjqJTfmKgEnrnY
        wmXI9vNGb1Ja4WeNGmtdPKRfgck033jTo28wbTAdBgNVHQ4EFgQU+QgqZhzNPT1o
        /Zgd7PN5sPyP+4AwHwYDVR0jBBgwFoAU+QgqZhzNPT1o/Zgd7PN5sPyP+4AwDwYD
        VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
        zj0EAwIDSAAwRQIhAPuYyCVKO16ACQdWhVLpgTBfPAMgB/9JMIyaf5Rqn2lPAiB1
        SwgNIYeLhC02NvskD+6gthkZD4ePtDj9q2eMsrbSBA==
        -----END CERTIFICATE-----
        """

    private static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgf+yuBz9VnZk9X43E
        5nuYbAYgmpu1qoIZYdvSYPpj9IWhRANCAAQbWZ3SeUpECxPoYl/Mw/cXHZPRdDeQ
        hqAE+bgIu2NjqJTfmKgEnrnYwmXI9vNGb1Ja4WeNGmtdPKRfgck033jT
        -----END PRIVATE KEY-----
        """

    private static let otherKey = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIDQEfVgh3ZKX2UdxIzmHKDPLNeomx90eNZE3Ec+cenU9oAoGCCqGSM49
        AwEHoUQDQgAEq4+g6dGrhSJ7Gyo2hxI4UeNd00KhdkGity+5ZRGW3oUTEarbWdeC
        LnOq0CXnIj5noeN1AD3QN0Lxn8ClTmeaIA==
        -----END EC PRIVATE KEY-----
        """
}
