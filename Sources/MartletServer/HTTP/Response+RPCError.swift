// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletWire

extension Response {
    /// What somebody is answered whose request could not be carried out.
    static func refused(_ error: RPCError) -> Response {
        var headers: HTTPFields = [:]
        if let pause = error.data.retryAfterMilliseconds { headers[.retryAfter] = String((pause + 999) / 1000) }
        return .json(
            ResponseBytes.encode(id: .null, .failure(error)),
            status: HTTPResponse.Status(of: error),
            headers: headers
        )
    }
}

extension HTTPResponse.Status {
    /// The status that says the same as an error's code.
    init(of error: RPCError) {
        self =
            switch error.code {
            case .parseError, .invalidRequest, .invalidParams: .badRequest
            case .unauthenticated: .unauthorized
            case .forbidden: .forbidden
            case .notFound, .methodNotFound: .notFound
            case .conflict: .conflict
            case .tooLarge: .contentTooLarge
            case .rateLimited: .tooManyRequests
            case .unavailable:
                error == .diskFull
                    ? Self(code: 507, reasonPhrase: "Insufficient Storage") : .serviceUnavailable
            default: .internalServerError
            }
    }
}
