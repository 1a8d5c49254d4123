// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire
import Testing

@Suite struct AccessRouteTests {
    static let table: [(String, Bool, AccessRoute)] = [
        ("/rpc", false, .rpc),
        ("//rpc/", false, .rpc),
        ("/rpc?x=1", false, .rpc),
        ("/rpc?\u{301}", false, .rpc),
        ("/rpc/\u{301}", false, .unknown),
        ("/RPC", false, .unknown),
        ("/%72pc", false, .unknown),
        ("/./rpc", false, .unknown),
        ("/ws/user/7", true, .socket(.user(7))),
        ("/ws/user/7?resume_from=1&epoch=a", true, .socket(.user(7))),
        ("/ws/user/seven", true, .socket(.malformed)),
        ("/ws/user/", true, .unknown),
        ("/ws/echo", true, .echo),
        ("/v1/events?since=1", true, .events),
        ("/v1/session", false, .session),
        ("/v1/media", false, .mediaUpload),
        ("/v1/media/abc", true, .mediaDownload),
        ("/v1/media/abc", false, .unknown),
        ("/v1/other", true, .unknown),
        ("/api/sessions/start", false, .rest),
        ("/api/activities/batch", false, .rest),
        ("/api/sync/sessions", false, .beacon),
        ("/api/sync/sessions/x", false, .rest),
        ("/config.json", true, .document),
        ("/openrpc.json", true, .document),
        ("/healthz", true, .health),
        ("/readyz", true, .health),
        ("/metrics", true, .metrics),
        ("/", true, .page),
        ("", true, .page),
        ("/board", true, .page),
        ("/console", true, .page),
        ("/signin?to=/board", true, .page),
        ("/chat/list.js", true, .page),
        ("/chat", true, .unknown),
        ("/chat/../rpc", true, .unknown),
        ("/martlet.js", true, .page),
        ("/admin", true, .unknown),
    ]

    @Test(arguments: table)
    func `a path is one route, and spelled otherwise it is the strictest`(
        path: String,
        isSafe: Bool,
        route: AccessRoute
    ) {
        #expect(AccessRoute(path: path, isSafe: isSafe) == route)
    }

    static let numbers = ["", "0", "-1", "+7", "7.0", "0x7", "٧", " 7", "7 ", "99999999999999999999"]

    @Test(arguments: numbers)
    func `only plain decimal digits name a person`(text: String) {
        #expect(PathUser(text: text) == .malformed)
    }

    @Test func `plain decimal digits name a person`() {
        #expect(PathUser(text: "42") == .user(42))
    }
}
