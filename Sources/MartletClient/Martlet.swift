// SPDX-License-Identifier: Apache-2.0

public import MartletWire
import Synchronization

/// A client of one server: calls its methods and follows its events.
///
/// Holds no connection of its own while nothing is called or followed, and needs no closing.
///
/// ```swift
/// let martlet = try Martlet(server: "http://127.0.0.1:8787", credentials: .developer(2))
/// let message = try await martlet.call(MessageSend(channelID: 1, body: "Hello"))
/// try await martlet.follow { update in print(update) }
/// ```
public final class Martlet: Sendable {
    let address: ServerAddress
    let credentials: Credentials
    let caller: HTTPCaller
    let dialer: Dialer
    let me = Mutex<UserID?>(nil)

    /// Creates a client; nothing is dialled yet.
    /// - Parameters:
    ///   - server: An `http(s)://` or `ws(s)://` URL without query; everything goes to that one host.
    ///   - credentials: Who calls.
    ///   - trust: Whose word to take for who the server is, under TLS.
    ///   - timeout: How long a call may take in all.
    /// - Throws: ``/MartletWire/RPCError`` naming `server` or `trust` if they cannot be used.
    public init(
        server: String,
        credentials: Credentials = .none,
        trust: ServerTrust = .system,
        timeout: Duration = .seconds(30)
    ) throws(RPCError) {
        guard let address = ServerAddress(server) else {
            throw .invalid("server", "expected a URL such as http://127.0.0.1:8787, without user, query or fragment")
        }
        self.address = address
        self.credentials = credentials
        let tls = address.isSecure ? try TLSTrust(trust) : nil
        self.caller = HTTPCaller(address: address, tls: tls, timeout: timeout)
        self.dialer = Dialer(address: address, tls: tls)
    }

    /// Calls a method.
    ///
    /// Tries once. A changing call that ends with `data.outcome` ``/MartletWire/RPCError/Outcome/unknown`` may have
    /// happened: call again with the same idempotency key.
    /// - Parameter call: The method with its parameters.
    /// - Returns: What the server answers.
    /// - Throws: What the server says, or ``/MartletWire/RPCError/Code/unavailable`` if there is no answer.
    public func call<Call: Method>(_ call: Call) async throws(RPCError) -> Call.Result {
        let params: RawJSON
        do {
            params = try call.params
        } catch {
            throw RPCError(.invalidParams, "the parameters cannot be written as JSON")
        }
        let result = try await self.call(Call.name.rawValue, params: params)
        do {
            return try result.decode(as: Call.Result.self)
        } catch {
            throw RPCError(.internalError, "the server's answer is not one that this client understands")
        }
    }

    /// Calls a method by name, whether this client knows it or not.
    /// - Parameters:
    ///   - method: The name on the wire.
    ///   - params: The parameters as a JSON object.
    /// - Returns: What the server answers, as it came.
    /// - Throws: As ``call(_:)``.
    public func call(_ method: String, params: RawJSON) async throws(RPCError) -> RawJSON {
        let headers = try await self.credentials.headers(for: .use)
        return try await self.caller.call(method, params: params, headers: headers)
    }

    /// Who calls, as the server sees it.
    func userID() async throws(RPCError) -> UserID {
        if case .developer(let user) = self.credentials.kind { return user }
        if let me = self.me.withLock({ $0 }) { return me }
        let user = try await self.call(UserMe()).id
        self.me.withLock { $0 = user }
        return user
    }
}
