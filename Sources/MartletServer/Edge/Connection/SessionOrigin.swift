// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// How a session came about, for whoever lists connections.
package struct SessionOrigin: Hashable, Sendable {
    /// Names its connection.
    package var id: ConnectionID
    /// How it listens.
    package var transport: Transport
    /// When it was opened.
    package var openedAt: Timestamp

    package init(id: ConnectionID, transport: Transport, openedAt: Timestamp) {
        self.id = id
        self.transport = transport
        self.openedAt = openedAt
    }
}
