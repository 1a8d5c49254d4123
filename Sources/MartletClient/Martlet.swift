// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
package import MartletRules
public import MartletWire
import Synchronization

/// A client of one server: calls its methods, follows its events, and keeps what could not be sent yet.
///
/// Holds no connection of its own while nothing is called or followed, and needs no closing.
///
/// ```swift
/// let martlet = try Martlet(
///     server: "http://127.0.0.1:8787",
///     credentials: .developer(2),
///     storage: .directory("state")
/// )
/// _ = try await martlet.call(MessageSend(channelID: 1, body: "Hello"), .durable)
/// try await martlet.follow { update in print(update) }
/// ```
public final class Martlet: Sendable {
    let server: ServerPort
    let positions: any PositionStorage
    let inlet = Inlet()
    let board: StatusBoard
    let switches = SwitchDesk()
    /// What a handler has loaded afresh, until what runs it takes it over.
    let loaded = Mutex<Snapshot?>(nil)
    /// To whom credentials are handed on.
    let sharing = Mutex<CredentialSharing?>(nil)
    let desk: any WorkKeeping
    let date: @Sendable () -> Timestamp
    let draw: @Sendable () -> String
    private let makeOutbox: @Sendable (Account, @escaping @Sendable () -> Identity) -> any DurableOutbox
    private let outboxes = Mutex<[Account: any DurableOutbox]>([:])
    private let user: Mutex<Identity>

    /// Creates a client; nothing is dialled yet.
    /// - Parameters:
    ///   - server: An `http(s)://` or `ws(s)://` URL without query; everything goes to that one host.
    ///   - credentials: Who calls.
    ///   - storage: Where it keeps what must outlive it; opened here, which blocks for a moment.
    ///   - trust: Whose word to take for who the server is, under TLS.
    ///   - timeout: How long a call may take in all.
    ///   - release: Which release of the application this is. When another runs for the first time, durable calls that
    ///     were given up are tried once more.
    /// - Throws: ``/MartletWire/RPCError`` naming `server`, `storage` or `trust` if they cannot be used.
    public convenience init(
        server: String,
        credentials: Credentials = .none,
        storage: Storage = .memory,
        trust: ServerTrust = .system,
        timeout: Duration = .seconds(30),
        release: String? = nil
    ) throws(RPCError) {
        try self.init(
            server: server,
            credentials: credentials,
            storage: storage,
            trust: trust,
            timeout: timeout,
            release: release,
            clock: ContinuousClock(),
            date: { Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000)) },
            draw: { UUID().uuidString }
        )
    }

    /// Creates a client under clocks of a test's own.
    ///
    /// `clock` is for the outbox's waiting, `date` for what outlives the process; `draw` draws names that nobody else
    /// has: keys of calls, and this process among those on one storage. `ways` lead to a server that is not on the network.
    package init<Time: Clock>(
        server: String,
        credentials: Credentials = .none,
        storage: Storage = .memory,
        trust: ServerTrust = .system,
        timeout: Duration = .seconds(30),
        release: String? = nil,
        clock: Time,
        date: @escaping @Sendable () -> Timestamp,
        draw: @escaping @Sendable () -> String,
        limits: OutboxLimits = OutboxLimits(),
        ways: ((carrier: any RequestCarrier, dialer: any SocketDialer))? = nil,
        rhythm: WorkRhythm = WorkRhythm()
    ) throws(RPCError) where Time.Duration == Duration {
        guard let address = ServerAddress(server) else {
            throw .invalid("server", "expected a URL such as http://127.0.0.1:8787, without user, query or fragment")
        }
        let tls = address.isSecure ? try TLSTrust(trust) : nil
        let (carrier, dialer) =
            ways ?? (HTTPCarrier(address: address, tls: tls), Dialer(address: address, tls: tls, date: date))
        let caller = HTTPCaller(address: address, carrier: carrier, timeout: timeout, date: date)
        self.server = ServerPort(address: address, caller: caller, dialer: dialer)
        self.user = Mutex(Identity(credentials.observed { [inlet] in inlet.tell(.tokenRenewed) }))
        self.date = date
        self.draw = draw
        self.board = StatusBoard(ClientStatus(at: date()))
        var limits = limits
        limits.shipmentCount = min(limits.shipmentCount, RPCTransport.batchLimit)
        let place = try StoragePlace(storage, limits: limits, at: date())
        self.positions = place.positions
        self.desk = WorkDesk(rhythm, clock: clock, date: date, ledger: place.work)
        let (owner, inlet, sending) = (draw(), self.inlet, limits)
        let installation = place.installation ?? owner
        self.makeOutbox = { account, identity in
            OutboxEngine(
                storage: place.outbox(account),
                transport: RPCTransport(
                    account: account,
                    installation: installation,
                    caller: caller,
                    identity: identity,
                    date: date
                ),
                limits: sending,
                owner: owner,
                release: release,
                clock: clock,
                date: date,
                generator: SystemRandomNumberGenerator(),
                changed: { inlet.tell(.outboxChanged) }
            )
        }
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
        let headers = try await self.identity.credentials.headers(for: .use)
        return try await self.server.caller.call(method, params: params, headers: headers)
    }

    /// Who uses the client now.
    var identity: Identity { self.user.withLock { $0 } }

    /// Begins to work as somebody else.
    func become(_ identity: Identity) {
        self.user.withLock { $0 = identity }
        self.desk.userChanged()
    }

    /// Whether an account is the one that uses the client, as far as this client remembers.
    func isUsed(by account: Account) -> Bool {
        guard let user = self.identity.user else { return true }
        return Account(user, on: self.server.address.authority) == account
    }

    /// The account of who uses the client now, from memory, from storage or from the server, in this order.
    func account() async throws(RPCError) -> Account {
        let (identity, authority) = (self.identity, self.server.address.authority)
        if identity.user == nil {
            // A storage that fails here says so when it is written.
            identity.remember(try? await self.positions.lastUser(of: authority))
        }
        if let user = identity.user { return Account(user, on: authority) }
        let account = Account(try await identity.user(askedOf: self.server.caller), on: authority)
        try? await self.positions.signedIn(account)
        return account
    }

    /// An account's outbox; one for as long as the client lives.
    package func outbox(of account: Account) -> any DurableOutbox {
        self.outboxes.withLock { outboxes in
            if let outbox = outboxes[account] { return outbox }
            let outbox = self.makeOutbox(account) { [weak self] in self?.identity ?? Identity(.none) }
            outboxes[account] = outbox
            return outbox
        }
    }
}
