// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The one-use sign-in links that are out; the core keeps them.
package protocol SignInLinks: Sendable {
    /// Keeps what a link is good for, under the digest of its code: whoever reads the store cannot use it.
    func keep(_ offer: SignInOffer, under digest: [UInt8]) async throws(RPCError)

    /// Takes a link's offer away, so that of two who ask at once only one gets it; `nil` if there is none.
    ///
    /// An offer past its ``SignInOffer/expiresAt`` may be returned: whoever asks looks at the clock.
    func take(_ digest: [UInt8]) async throws(RPCError) -> SignInOffer?
}
