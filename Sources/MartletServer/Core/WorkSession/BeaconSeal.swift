// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import MartletWire

/// Makes and checks the beacon tokens of one work session: its number, the token's end, and a signature of both.
///
/// Signed with a secret of the session's own, so that no token is good for any other session, whatever it says.
struct BeaconSeal {
    /// How long a token lives: longer than a few heartbeats that were lost.
    static let life = Duration.seconds(900)

    private let session: WorkSessionID
    private let key: SymmetricKey

    /// Signs for one session with its secret.
    init(_ session: WorkSessionID, secret: [UInt8]) {
        self.session = session
        self.key = SymmetricKey(data: secret)
    }

    /// A token that is good from now on.
    func token(at now: Timestamp) -> BeaconToken {
        let end = now.advanced(by: Self.life)
        let code = HMAC<SHA256>.authenticationCode(for: Self.signed(self.session, end), using: self.key)
        return BeaconToken(rawValue: "\(self.session).\(end.rawValue).\(Base64URL.encode(Array(code)))")
    }

    /// Whether a token is one of this session's, ended or not.
    func covers(_ claim: Claim) -> Bool {
        claim.session == self.session
            && HMAC<SHA256>.isValidAuthenticationCode(
                claim.code,
                authenticating: Self.signed(claim.session, claim.end),
                using: self.key
            )
    }

    private static func signed(_ session: WorkSessionID, _ end: Timestamp) -> [UInt8] {
        Array("martlet beacon \(session).\(end.rawValue)".utf8)
    }
}

extension BeaconSeal {
    /// What a token says, true or not.
    struct Claim: Sendable {
        /// The session that it ends.
        let session: WorkSessionID
        /// When it is good no longer.
        let end: Timestamp
        fileprivate let code: [UInt8]

        /// When it was made.
        var issuedAt: Timestamp { self.end.advanced(by: .zero - BeaconSeal.life) }

        /// Takes a token apart; nil if it is none.
        init?(_ token: BeaconToken) {
            let parts = token.rawValue.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard token.rawValue.utf8.count <= 128, parts.count == 3,
                let session = Int64(Substring(parts[0])), let end = Int64(Substring(parts[1])),
                let code = Base64URL.decode(Array(parts[2]))
            else { return nil }
            self.session = WorkSessionID(rawValue: session)
            self.end = Timestamp(rawValue: end)
            self.code = code
        }
    }
}
