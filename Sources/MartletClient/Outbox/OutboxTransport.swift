// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// Carries items to the server.
package protocol OutboxTransport: Sendable {
    /// Sends items in one request, which the server carries out in their order, each under its key.
    ///
    /// Ends soon after its task is cancelled. Nothing is tried twice here.
    func send(_ items: [OutboxItem]) async -> ShipmentAnswer

    /// Gets new credentials, after the server did not take the last.
    func refreshCredentials() async -> CredentialRenewal

    /// Tells the server what was given up; returns whether it heard.
    func report(_ tally: DeadLetterTally) async -> Bool
}

extension OutboxTransport {
    /// Nobody is told.
    package func report(_ tally: DeadLetterTally) async -> Bool { true }
}

/// What came of an attempt to renew credentials.
package enum CredentialRenewal: Hashable, Sendable {
    /// There are new ones.
    case renewed
    /// There will be none until somebody signs in.
    case refused
    /// Not now.
    case failed
}
