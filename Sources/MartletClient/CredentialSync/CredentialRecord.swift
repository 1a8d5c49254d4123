// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// One entry of a ``CredentialKeeper``'s storage.
struct CredentialRecord: Codable {
    private let server: String
    private let user: String
    private let client: String
    private let generation: UInt64
    private let token: String?

    init(_ entry: CredentialVault<String>.Entry) {
        self.server = entry.account.server
        self.user = entry.account.user
        self.client = entry.client
        self.generation = entry.generation
        self.token = entry.credential
    }

    var entry: CredentialVault<String>.Entry {
        CredentialVault.Entry(
            account: CredentialAccount(server: self.server, user: self.user),
            client: self.client,
            generation: self.generation,
            credential: self.token
        )
    }
}
