// SPDX-License-Identifier: Apache-2.0

/// What a receiver keeps of the credentials it is given: by account and by the client that gave them.
///
/// An account's credentials are never found under another account, whatever server the two share. A sign-out stays
/// remembered, so that a late push brings nothing back.
package struct CredentialVault<Credential: Sendable>: Sendable {
    /// What one client said last of one account.
    package struct Entry: Sendable {
        package let account: CredentialAccount
        package let client: String
        package let generation: UInt64
        /// Nil after a sign-out.
        package let credential: Credential?

        package init(account: CredentialAccount, client: String, generation: UInt64, credential: Credential?) {
            self.account = account
            self.client = client
            self.generation = generation
            self.credential = credential
        }
    }

    /// How many entries there may be: of more, those that were not heard of for longest go.
    package static var limit: Int { 64 }

    /// Everything that is remembered, in the order in which it was last heard of.
    package private(set) var entries: [Entry]

    /// Creates a vault with what an earlier one remembered.
    package init(restoring entries: [Entry] = []) {
        self.entries = Array(entries.suffix(Self.limit))
    }

    /// Takes what a client pushes.
    /// - Returns: Whether it was kept; not if the client has signed in or out since.
    package mutating func receive(
        _ credential: Credential,
        for account: CredentialAccount,
        from client: String,
        generation: UInt64
    ) -> Bool {
        self.remember(Entry(account: account, client: client, generation: generation, credential: credential))
    }

    /// Takes a client's sign-out: nothing of this generation or an earlier one is kept any more.
    package mutating func forget(_ account: CredentialAccount, of client: String, generation: UInt64) {
        _ = self.remember(Entry(account: account, client: client, generation: generation, credential: nil))
    }

    /// What to show the account's server: the client's own credentials, else the latest that any client gave for the
    /// same account.
    package func credential(for account: CredentialAccount, client: String? = nil) -> Credential? {
        let known = self.entries.filter { $0.account == account && $0.credential != nil }
        return (known.last { $0.client == client } ?? known.last)?.credential
    }

    private mutating func remember(_ entry: Entry) -> Bool {
        if let index = self.entries.firstIndex(where: { $0.account == entry.account && $0.client == entry.client }) {
            let known = self.entries[index]
            let isOver = known.generation == entry.generation && known.credential == nil
            guard entry.generation >= known.generation, !isOver else { return false }
            self.entries.remove(at: index)
        }
        self.entries.append(entry)
        self.entries.removeFirst(max(0, self.entries.count - Self.limit))
        return true
    }
}
