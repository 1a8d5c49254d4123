// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletRules
import MartletWire

/// A server that is no distance away and agrees to everything.
struct AcceptingTransport: OutboxTransport {
    func send(_ items: [OutboxItem]) async -> ShipmentAnswer {
        .each(items.map { _ in .accepted(.emptyObject) })
    }

    func refreshCredentials() async -> CredentialRenewal { .renewed }
}
