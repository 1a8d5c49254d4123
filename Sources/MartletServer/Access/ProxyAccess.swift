// SPDX-License-Identifier: Apache-2.0

import Crypto
package import MartletRules
package import MartletWire

/// Proxy mode: who sends a request is what the proxy's header says, if the proxy has proved itself, and nothing else.
package struct ProxyAccess: Sendable {
    private let people: People
    private let secret: SHA256Digest?
    private let known: Remembered<String, UserID>

    /// Creates the mode; without a secret it lets nobody in.
    package init(people: People, secret: Secret?, remembering limit: Int) {
        self.people = people
        self.secret = secret.flatMap { $0.exposedText.isEmpty ? nil : $0.digest }
        self.known = Remembered(limit: limit)
    }

    /// Answers at once, or `nil` if the core has to be asked.
    package func claim(of credentials: Credentials, at now: Timestamp) -> AccessClaim? {
        guard credentials.user != nil || credentials.proxySecret != nil else { return .nobody }
        guard let identity = self.identity(from: credentials, at: now) else { return .refused(.notAuthenticated) }
        guard let user = self.known.value(for: identity.subject) else { return nil }
        return self.people.claim(by: user, as: identity, at: now)
    }

    /// Answers with the core's help.
    package func caller(of credentials: Credentials, at now: Timestamp) async throws(AccessRefusal) -> Caller {
        guard let identity = self.identity(from: credentials, at: now) else { throw .notAuthenticated }
        let caller = try await self.people.caller(for: identity, at: now)
        self.known.insert(caller.userID, for: identity.subject)
        return caller
    }

    private func identity(from credentials: Credentials, at now: Timestamp) -> Identity? {
        guard let expected = self.secret, let shown = credentials.proxySecret, shown.digest == expected,
            let subject = credentials.user, (1...TokenTerms.subjectLimit).contains(subject.utf8.count),
            subject.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
        else { return nil }
        return Identity(issuer: IdentityIssuer.proxy, subject: subject, issuedAt: now)
    }
}
