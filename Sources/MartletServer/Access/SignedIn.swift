// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// A page's sign-in, for `POST /v1/session` to answer with.
package struct SignedIn: Sendable {
    /// Who is signed in.
    package var caller: Caller
    /// The `Set-Cookie` header, which holds a token; none in proxy mode, where the proxy keeps the session.
    package var cookie: Secret?
    /// What the page hands to its service worker; none in proxy mode, where the worker's requests are signed in too.
    package var mediaToken: Secret?
    /// When the cookie ends.
    package var expiresAt: Timestamp?
    /// When the media token ends, and the page asks again with its cookie alone.
    package var mediaTokenExpiresAt: Timestamp?

    package init(
        caller: Caller,
        cookie: Secret? = nil,
        mediaToken: Secret? = nil,
        expiresAt: Timestamp? = nil,
        mediaTokenExpiresAt: Timestamp? = nil
    ) {
        self.caller = caller
        self.cookie = cookie
        self.mediaToken = mediaToken
        self.expiresAt = expiresAt
        self.mediaTokenExpiresAt = mediaTokenExpiresAt
    }
}
