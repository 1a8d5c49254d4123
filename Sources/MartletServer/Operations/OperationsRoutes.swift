// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
package import Hummingbird
package import HummingbirdCore
import MartletWire
import NIOCore

/// `/healthz`, `/readyz` and `/metrics`.
package struct OperationsRoutes: Sendable {
    private let readiness: Readiness
    private let registry: PrometheusRegistry

    package init(readiness: Readiness, registry: PrometheusRegistry) {
        self.readiness = readiness
        self.registry = registry
    }

    /// Adds the routes; health is open to anyone.
    ///
    /// - Parameters:
    ///   - router: where they go.
    ///   - refusal: what to answer to who may not read metrics; nil lets them.
    package func add<Context: RequestContext>(
        to router: some RouterMethods<Context>,
        refusingMetrics refusal: @escaping @Sendable (HummingbirdCore.Request, Context) async throws -> Response?
    ) {
        router.get("/healthz") { _, _ in
            Self.json(.ok, #"{"healthy":true}"#)
        }
        router.get("/readyz") { [readiness] _, _ in
            let report = ReadinessReport(readiness.obstacles)
            return Self.json(report.isReady ? .ok : .serviceUnavailable, report.text)
        }
        router.get("/metrics") { [registry] request, context in
            if let refusal = try await refusal(request, context) { return refusal }
            return Self.answer(.ok, type: PrometheusRegistry.contentType, registry.text())
        }
    }

    private static func json(_ status: HTTPResponse.Status, _ text: String) -> Response {
        Self.answer(status, type: "application/json", text + "\n")
    }

    private static func answer(_ status: HTTPResponse.Status, type: String, _ text: String) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}

extension ReadinessReport {
    fileprivate var text: String {
        guard let bytes = try? WireEncoder().encode(self) else { return #"{"ready":false}"# }
        return String(decoding: bytes, as: UTF8.self)
    }
}
