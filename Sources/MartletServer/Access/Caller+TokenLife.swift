// SPDX-License-Identifier: Apache-2.0

package import MartletRules
package import MartletWire

extension Caller {
    /// The rest of the caller's token's life; `nil` for a caller whose right does not end by itself.
    ///
    /// - Parameters:
    ///   - wall: The wall clock now.
    ///   - now: The loop's time now.
    /// - Returns: The rule that says when to warn and when to close.
    package func tokenLife<Instant: InstantProtocol>(
        at wall: Timestamp,
        startingAt now: Instant
    ) -> TokenLife<Instant>? where Instant.Duration == Duration {
        self.expiresAt.map {
            TokenLife(
                issuedAt: self.issuedAt,
                expiresAt: $0,
                refusedFrom: self.refusedFrom,
                at: wall,
                startingAt: now
            )
        }
    }
}
