// SPDX-License-Identifier: Apache-2.0

/// Somebody outside the application who needs the signed-in account's credentials: a service worker that fetches media,
/// an extension that shows notifications.
///
/// What it keeps, it keeps by account, and a delivery or a sign-out of an earlier generation than it has heard of is
/// ignored: a late one must not bring back credentials that were taken away.
public protocol CredentialReceiver: Sendable {
    /// Keeps credentials; returning says that they are kept, throwing that they are not.
    ///
    /// Must end soon after its task is cancelled, which happens when it takes too long.
    func keep(_ delivery: CredentialDelivery) async throws

    /// Forgets what an account's sign-ins of this generation and earlier ones left behind, on disk too.
    func forget(server: String, user: String, generation: UInt64) async throws
}
