// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// A receiver that keeps credentials for whoever needs a token, and across restarts if it has a storage.
///
/// The storage is read once, when something is first asked or said. Credentials have no age: the server's 401 decides.
public actor CredentialKeeper: CredentialReceiver {
    private let storage: (any CredentialStorage)?
    private var known: CredentialVault<String>?

    /// Creates a keeper.
    /// - Parameter storage: What outlives the process; nil to remember nothing.
    public init(storage: (any CredentialStorage)? = nil) {
        self.storage = storage
    }

    /// The token to show an account's server; never another account's.
    /// - Parameters:
    ///   - server: The server's base URL.
    ///   - user: The user, as the server names them.
    ///   - client: Who asks, to be given its own token if it has one.
    /// - Returns: A token; nil if nobody gave one.
    /// - Throws: What the storage throws.
    public func token(server: String, user: String, client: String? = nil) throws -> String? {
        try self.vault().credential(for: CredentialAccount(server: server, user: user), client: client)
    }

    /// Keeps credentials.
    /// - Throws: What the storage throws, or `RPCError.Code.conflict` for those of an earlier sign-in.
    public func keep(_ delivery: CredentialDelivery) throws {
        var vault = try self.vault()
        let isKept = vault.receive(
            delivery.token,
            for: delivery.owner.account,
            from: delivery.owner.client,
            generation: delivery.generation
        )
        guard isKept else { throw RPCError(.conflict, "generation: there was a later sign-in or sign-out") }
        try self.replace(with: vault)
    }

    /// Forgets credentials, in the storage too.
    public func forget(_ owner: CredentialOwner, generation: UInt64) throws {
        var vault = try self.vault()
        vault.forget(owner.account, of: owner.client, generation: generation)
        try self.replace(with: vault)
    }

    private func vault() throws -> CredentialVault<String> {
        if let known = self.known { return known }
        let bytes = try self.storage?.load()
        let records = try bytes.map { try WireDecoder().decode([CredentialRecord].self, from: $0) } ?? []
        let vault = CredentialVault(restoring: records.map(\.entry))
        self.known = vault
        return vault
    }

    // What is forgotten is forgotten at once, even if the storage cannot be written.
    private func replace(with vault: CredentialVault<String>) throws {
        self.known = vault
        try self.storage?.save(WireEncoder().encode(vault.entries.map(CredentialRecord.init)))
    }
}
