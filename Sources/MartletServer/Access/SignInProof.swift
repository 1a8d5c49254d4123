// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What a page has shown to sign in with, once it is known to be good.
struct SignInProof: Sendable {
    /// Who it is.
    var caller: Caller
    /// Whom the session's own tokens will speak for.
    var identity: Identity
    /// When what was shown ends, and with it the session.
    var expiresAt: Timestamp
}
