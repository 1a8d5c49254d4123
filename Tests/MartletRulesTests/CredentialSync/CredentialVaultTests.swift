// SPDX-License-Identifier: Apache-2.0

import MartletRules
import Testing

@Suite struct CredentialVaultTests {
    private let alice = CredentialAccount(server: "https://chat.example.org", user: "2")
    private let bob = CredentialAccount(server: "https://chat.example.org", user: "3")

    @Test func `R0-15: two people on one server never get each other's credentials`() {
        var vault = CredentialVault<String>()
        #expect(vault.receive("a", for: self.alice, from: "tab 1", generation: 1) == true)
        #expect(vault.credential(for: self.bob) == nil)
        #expect(vault.credential(for: self.bob, client: "tab 1") == nil)
        #expect(vault.credential(for: CredentialAccount(server: "https://example.org", user: "2")) == nil)
        #expect(vault.receive("b", for: self.bob, from: "tab 1", generation: 1) == true)
        #expect(vault.credential(for: self.alice, client: "tab 1") == "a")
        #expect(vault.credential(for: self.bob, client: "tab 1") == "b")
    }

    @Test func `R0-15: a client gets its own, and one that gave none the latest of the same account`() {
        var vault = CredentialVault<String>()
        _ = vault.receive("first", for: self.alice, from: "tab 1", generation: 5)
        _ = vault.receive("second", for: self.alice, from: "tab 2", generation: 2)
        #expect(vault.credential(for: self.alice, client: "tab 1") == "first")
        #expect(vault.credential(for: self.alice, client: "tab 3") == "second")
        #expect(vault.credential(for: self.alice) == "second")
        vault.forget(self.alice, of: "tab 2", generation: 3)
        #expect(vault.credential(for: self.alice, client: "tab 2") == "first")
    }

    @Test func `R0-16: after a sign-out no late push brings anything back`() {
        var vault = CredentialVault<String>()
        #expect(vault.receive("a", for: self.alice, from: "tab", generation: 4) == true)
        #expect(
            vault.receive("a2", for: self.alice, from: "tab", generation: 4) == true,
            "a newer token of the same sign-in"
        )
        vault.forget(self.alice, of: "tab", generation: 5)
        #expect(vault.credential(for: self.alice) == nil)
        #expect(vault.receive("a", for: self.alice, from: "tab", generation: 4) == false)
        #expect(vault.receive("a", for: self.alice, from: "tab", generation: 5) == false)
        #expect(vault.credential(for: self.alice) == nil)
        #expect(vault.receive("new", for: self.alice, from: "tab", generation: 6) == true)
        vault.forget(self.alice, of: "tab", generation: 5)
        #expect(vault.credential(for: self.alice) == "new", "a sign-out that comes late is nothing either")
    }

    @Test func `R0-16: what is restored remembers sign-outs too, and the oldest goes when there is too much`() {
        var vault = CredentialVault<String>()
        vault.forget(self.alice, of: "tab", generation: 5)
        var restored = CredentialVault(restoring: vault.entries)
        #expect(restored.receive("a", for: self.alice, from: "tab", generation: 5) == false)
        for number in 0..<64 {
            #expect(restored.receive("b", for: self.bob, from: "tab \(number)", generation: 1) == true)
        }
        #expect(restored.entries.count == 64)
        #expect(restored.receive("a", for: self.alice, from: "tab", generation: 5) == true)
        #expect(restored.entries.count == 64 && restored.credential(for: self.bob, client: "tab 0") == "b")
        #expect(!restored.entries.contains { $0.client == "tab 0" })
    }
}
