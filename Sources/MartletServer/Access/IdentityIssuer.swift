// SPDX-License-Identifier: Apache-2.0

import MartletRules

/// Who vouches for a subject: together the two name one person, `UNIQUE(issuer, subject)`.
package enum IdentityIssuer {
    /// We ourselves: the accounts made on this server's own data directory.
    package static let local = "martlet"
    /// The reverse proxy of proxy mode.
    package static let proxy = "proxy"
    /// A developer's own server, where the subject is the user's number.
    package static let developer = "dev"
    /// The subject of the operator, who always exists, under ``local``.
    package static let operatorSubject = "operator"

    /// The names that no outside issuer may have.
    package static let reserved: Set<String> = [Self.local, Self.proxy, Self.developer]
}
