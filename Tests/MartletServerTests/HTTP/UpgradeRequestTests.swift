// SPDX-License-Identifier: Apache-2.0

import NIOHTTP1
import Testing

@testable import MartletServer

/// RFC 6455, 4.2.1, and what RFC 9110, 7.8 lets a server pass over.
struct UpgradeRequestTests {
    private static let key = "dGhlIHNhbXBsZSBub25jZQ=="

    private static func head(
        _ change: (inout HTTPHeaders) -> Void = { _ in },
        method: HTTPMethod = .GET,
        version: HTTPVersion = .http1_1
    ) -> HTTPRequestHead {
        var headers: HTTPHeaders = [
            "Host": "localhost", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": Self.key,
        ]
        change(&headers)
        return HTTPRequestHead(version: version, method: method, uri: "/ws", headers: headers)
    }

    @Test
    func `a request in due form is one`() {
        #expect(UpgradeRequest(Self.head()) == .webSocket(key: Self.key))
    }

    @Test(arguments: [
        ("upgrade", "WebSocket"), ("upgrade", "h2c, websocket"), ("connection", "keep-alive, Upgrade"),
        ("connection", "UPGRADE"), ("content-length", "0"),
    ])
    func `HTTP's freedoms of spelling are granted`(name: String, value: String) {
        let head = Self.head { $0.replaceOrAdd(name: name, value: value) }
        #expect(UpgradeRequest(head) == .webSocket(key: Self.key))
    }

    @Test
    func `a request that does not ask is ordinary`() {
        #expect(UpgradeRequest(Self.head { $0.remove(name: "upgrade") }) == .none)
    }

    @Test
    func `asking for something else, with another method or in HTTP 1.0 is passed over`() {
        #expect(UpgradeRequest(Self.head { $0.replaceOrAdd(name: "upgrade", value: "h2c") }) == .ignored)
        #expect(UpgradeRequest(Self.head { $0.replaceOrAdd(name: "upgrade", value: "websockets") }) == .ignored)
        #expect(UpgradeRequest(Self.head(method: .POST)) == .ignored)
        #expect(UpgradeRequest(Self.head(version: .http1_0)) == .ignored)
    }

    @Test(
        arguments: [
            ("connection", "keep-alive", 400), ("connection", nil, 400), ("host", nil, 400),
            ("content-length", "1", 400),
            ("transfer-encoding", "chunked", 400), ("sec-websocket-version", "12", 426),
            ("sec-websocket-version", nil, 426),
            ("sec-websocket-version", "13, 8", 426), ("sec-websocket-key", nil, 400), ("sec-websocket-key", "", 400),
            ("sec-websocket-key", "c2hvcnQ=", 400), ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZSE=", 400),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25j*Q==", 400),
        ] as [(String, String?, Int)]
    )
    func `a wrong field has its status`(name: String, value: String?, status: Int) {
        let head = Self.head { headers in
            headers.remove(name: name)
            if let value { headers.add(name: name, value: value) }
        }
        guard case .malformed(let answer, _) = UpgradeRequest(head) else {
            Issue.record("taken as \(UpgradeRequest(head))")
            return
        }
        #expect(answer.code == status)
    }

    @Test
    func `fields that must be given once are refused twice`() {
        for name in ["host", "sec-websocket-key", "sec-websocket-version"] {
            let head = Self.head { $0.add(name: name, value: $0[name][0]) }
            guard case .malformed = UpgradeRequest(head) else {
                Issue.record("\(name) was taken twice")
                continue
            }
        }
    }
}
