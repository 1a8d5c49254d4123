// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// `/v1/session`: how a page signs in and out.
struct SessionRoute: Sendable {
    private struct Body: Decodable {
        var token: String?
    }

    private struct Answer: Encodable {
        enum CodingKeys: String, CodingKey {
            case userID = "user_id"
            case isOperator = "operator"
            case mediaToken = "media_token"
            case expiresAt = "expires_at"
            case mediaTokenExpiresAt = "media_token_expires_at"
        }

        var userID: UserID
        var isOperator: Bool
        var mediaToken: String?
        var expiresAt: Timestamp?
        var mediaTokenExpiresAt: Timestamp?
    }

    let access: AccessControl
    let clock: @Sendable () -> Timestamp

    /// Sets the page's cookie and hands out a token that downloads media and nothing else.
    func signIn(_ request: Hummingbird.Request) async throws -> Response {
        let bytes = [UInt8](buffer: try await request.body.collect(upTo: 16 * 1024))
        let body: Body
        do {
            body = bytes.isEmpty ? Body() : try WireDecoder().decode(Body.self, from: bytes)
        } catch {
            let error = RPCError.invalid("token", "expected {\"token\":…}")
            return .json(ResponseBytes.encode(id: .null, .failure(error)), status: .badRequest)
        }
        let credentials = self.access.credentials(in: request.headers, for: .session)
        do throws(AccessRefusal) {
            let signedIn = try await self.access.sessions.signIn(
                with: body.token.map { Secret($0) },
                credentials: credentials,
                at: self.clock()
            )
            var headers = HTTPFields()
            if let cookie = signedIn.cookie { headers[.setCookie] = cookie.exposedText }
            let answer = Answer(
                userID: signedIn.caller.userID,
                isOperator: signedIn.caller.isOperator,
                mediaToken: signedIn.mediaToken?.exposedText,
                expiresAt: signedIn.expiresAt,
                mediaTokenExpiresAt: signedIn.mediaTokenExpiresAt
            )
            return .json((try? WireEncoder().encode(answer)) ?? [], status: .ok, headers: headers)
        } catch {
            return .refused(error)
        }
    }

    /// Clears the cookie and ends everything that it was signed in to.
    func signOut(_ caller: Caller?) async throws -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        guard let caller else {
            headers[.setCookie] = self.access.cookie.clearing()
            return Response(status: .noContent, headers: headers)
        }
        do throws(AccessRefusal) {
            headers[.setCookie] = try await self.access.sessions.signOut(caller, at: self.clock())
            return Response(status: .noContent, headers: headers)
        } catch {
            return .refused(error)
        }
    }
}
