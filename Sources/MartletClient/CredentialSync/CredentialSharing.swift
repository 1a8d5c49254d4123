// SPDX-License-Identifier: Apache-2.0

public import MartletWire
import Synchronization

/// To whom a client hands its user's credentials, and how.
struct CredentialSharing: Sendable {
    var client: String
    var receivers: [String: any CredentialReceiver]
    var configuration: JSONValue
}

extension Martlet {
    /// Hands the credentials of whoever uses the client to those outside the application who need them, such as an
    /// extension, while something is followed: see ``CredentialCourier``, whose signals the client gives by itself.
    ///
    /// Each user that the client is switched to begins a new generation. Receivers that are not named any more get
    /// nothing from then on.
    /// - Parameters:
    ///   - receivers: Who lives now; one that was replaced comes under another name.
    ///   - client: Tells this application apart from others that are signed in; the first one that is said counts.
    ///   - configuration: The server's `/config.json`, whose `sessionSync` says when to hand over again.
    public func shareCredentials(
        with receivers: [String: any CredentialReceiver],
        as client: String,
        configuration: JSONValue = [:]
    ) {
        self.sharing.withLock {
            $0 = CredentialSharing(client: client, receivers: receivers, configuration: configuration)
        }
        self.inlet.tell(.sharing)
    }
}
