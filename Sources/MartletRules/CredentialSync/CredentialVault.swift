// SPDX-License-Identifier: Apache-2.0

/// What a receiver keeps of the credentials it is given: by account and by the client that gave them.
///
/// An account's credentials are never found under another account, whatever server the two share.
package struct CredentialVault<Credential: Sendable>: Sendable {
    private struct Entry: Sendable {
        var generation: UInt64
        var credential: Credential?
        var order: UInt64
    }

    private struct Place: Hashable, Sendable {
        let account: CredentialAccount
        let client: String
    }

    private var entries: [Place: Entry] = [:]
    private var received: UInt64 = 0

    package init() {}

    /// Takes what a client pushes.
    /// - Returns: Whether it was kept; not if the client has signed in or out since.
    package mutating func receive(
        _ credential: Credential,
        for account: CredentialAccount,
        from client: String,
        generation: UInt64
    ) -> Bool {
        self.keep(credential, Place(account: account, client: client), generation)
    }

    /// Takes a client's sign-out: nothing of this generation or an earlier one is kept any more.
    package mutating func forget(_ account: CredentialAccount, of client: String, generation: UInt64) {
        _ = self.keep(nil, Place(account: account, client: client), generation)
    }

    /// What to show the account's server: the client's own credentials, else the latest that any client gave for the
    /// same account.
    package func credential(for account: CredentialAccount, client: String? = nil) -> Credential? {
        let own = client.flatMap { self.entries[Place(account: account, client: $0)]?.credential }
        if let own { return own }
        let others = self.entries.filter { $0.key.account == account && $0.value.credential != nil }
        return others.values.max { $0.order < $1.order }?.credential
    }

    private mutating func keep(_ credential: Credential?, _ place: Place, _ generation: UInt64) -> Bool {
        if let known = self.entries[place] {
            guard generation >= known.generation else { return false }
            guard generation > known.generation || known.credential != nil || credential == nil else { return false }
        }
        self.received += 1
        self.entries[place] = Entry(generation: generation, credential: credential, order: self.received)
        return true
    }
}
