// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension Core {
    /// Told, once it is durable, that what others may see of a person's presence has changed.
    package func presenceChanged(_ user: UserID) {
        self.presence.changed(user)
    }
}
