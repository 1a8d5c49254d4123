// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird

/// Lets pages of the origins that the operator allows read our answers, cookie and all (Fetch, 3.2); no others.
///
/// Outside of the ``Gatekeeper``, so that a page can read its refusals too. A preflight asks for nothing but leave, and
/// brings no credentials: it is answered here.
struct CrossOrigin<Context: RequestContext>: RouterMiddleware {
    let access: AccessControl
    let isSecure: Bool

    func handle(
        _ request: Hummingbird.Request,
        context: Context,
        next: @concurrent (Hummingbird.Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let origin = self.access.sharedOrigin(of: request.head, isSecure: self.isSecure) else {
            return try await next(request, context)
        }
        var response: Response
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            response = Response(status: .noContent, headers: Self.leave)
        } else {
            response = try await next(request, context)
            response.headers[.accessControlExposeHeaders] = "Retry-After, Content-Range, Content-Disposition, Location"
        }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlAllowCredentials] = "true"
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        return response
    }

    /// What a page may send, and for how many seconds it need not ask again.
    private static var leave: HTTPFields {
        [
            .accessControlAllowMethods: "GET, HEAD, POST, DELETE",
            .accessControlAllowHeaders:
                "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, Range, X-Martlet-User",
            .accessControlMaxAge: "600",
        ]
    }
}
