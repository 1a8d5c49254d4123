// SPDX-License-Identifier: Apache-2.0

/// What is wrong with a token, for a log line or a counter: never for whoever showed it.
package enum TokenFault: String, Error, Hashable, Sendable, CaseIterable {
    /// It is longer than any token needs to be.
    case tooLong = "too_long"
    /// It is not three parts of base64url holding JSON of the right shape.
    case malformed
    /// Its header demands an extension that we do not know.
    case critical
    /// No key that we have goes by that name.
    case unknownKey = "unknown_key"
    /// The key is with a core that cannot be reached.
    case keyAway = "key_away"
    /// The key is for another algorithm than the header says.
    case wrongAlgorithm = "wrong_algorithm"
    /// The signature is not the key's.
    case badSignature = "bad_signature"
    /// Something that it must say is missing.
    case missingClaim = "missing_claim"
    /// Someone else issued it.
    case wrongIssuer = "wrong_issuer"
    /// It is meant for someone else.
    case wrongAudience = "wrong_audience"
    /// It was made for another use than this one.
    case wrongUse = "wrong_use"
    /// Its time has not come.
    case notYetValid = "not_yet_valid"
    /// Its time has passed.
    case expired

    /// What whoever showed it is told.
    package var refusal: AccessRefusal {
        switch self {
        case .expired: .tokenExpired
        case .keyAway: .unavailable
        case .tooLong, .malformed, .critical, .unknownKey, .wrongAlgorithm, .badSignature, .missingClaim, .wrongIssuer,
            .wrongAudience, .wrongUse, .notYetValid:
            .notAuthenticated
        }
    }
}
