// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore

/// `/v1/session`: how a page signs in and out, and who is signed in.
struct SessionRoute: Sendable {
    /// What a page needs to know before it can do anything.
    private struct Standing: Encodable {
        enum CodingKeys: String, CodingKey {
            case mode
            case userID = "user_id"
            case isOperator = "operator"
            case expiresAt = "expires_at"
            case loginURL = "login_url"
            case logoutURL = "logout_url"
        }

        var mode: String
        var userID: UserID?
        var isOperator: Bool
        var expiresAt: Timestamp?
        var loginURL: String?
        var logoutURL: String?

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(self.mode, forKey: .mode)
            try container.encode(self.userID, forKey: .userID)
            try container.encode(self.isOperator, forKey: .isOperator)
            try container.encode(self.expiresAt, forKey: .expiresAt)
            try container.encode(self.loginURL, forKey: .loginURL)
            try container.encode(self.logoutURL, forKey: .logoutURL)
        }
    }

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

    func add(to router: Router<RouteContext>) {
        router.get("/v1/session") { request, context in self.standing(of: context.caller, request) }
        router.post("/v1/session") { request, _ in try await self.signIn(request) }
        router.delete("/v1/session") { _, context in try await self.signOut(context.caller) }
    }

    /// Says who is signed in, and changes nothing: whoever has to sign in first may ask too.
    private func standing(of caller: Caller?, _ request: Hummingbird.Request) -> Response {
        let configuration = self.access.configuration
        let visitor = self.access.visitor(caller, in: request.headers)
        var standing = Standing(mode: configuration.mode.rawValue, isOperator: false)
        standing.loginURL = configuration.loginURL
        standing.logoutURL = configuration.logoutURL
        if case .person(let isOperator) = visitor {
            standing.userID = caller?.userID
            standing.isOperator = isOperator
            standing.expiresAt = caller?.expiresAt
        }
        return .json((try? WireEncoder().encode(standing)) ?? [], status: .ok)
    }

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
    ///
    /// Downloaded media are kept by browsers for long, so they are told to drop them. Not what the page has stored: what
    /// it could not send yet is still the person's.
    func signOut(_ caller: Caller?) async throws -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store", .clearSiteData: "\"cache\""]
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

extension HTTPField.Name {
    fileprivate static var clearSiteData: Self { Self("Clear-Site-Data") ?? .eTag }
}
