// SPDX-License-Identifier: Apache-2.0

/// Somebody outside the application who needs the signed-in account's credentials: a service worker that fetches media,
/// an extension that shows notifications.
///
/// A delivery or a sign-out of an earlier generation than the receiver has heard of from that owner is ignored: a late
/// one must not bring back credentials that were taken away. ``CredentialKeeper`` is a receiver that knows all this.
public protocol CredentialReceiver: Sendable {
    /// Keeps credentials; returning says that they are kept, throwing that they are not.
    ///
    /// Must end soon after its task is cancelled, which happens when it takes too long.
    func keep(_ delivery: CredentialDelivery) async throws

    /// Forgets what an owner's sign-ins of this generation and earlier ones left behind, on disk too.
    func forget(_ owner: CredentialOwner, generation: UInt64) async throws
}
