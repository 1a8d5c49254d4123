// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What carries one WebSocket: a channel of the network, or something that a test has made up.
package protocol SocketLine: Sendable {
    /// Takes in more of what the server says.
    func read()
    /// Says something; what cannot be sent is lost.
    func send(_ frame: ClientFrame)
    /// Asks the server for a sign of life.
    func probe()
    /// Says goodbye and waits, briefly, until the server has heard it.
    func leave(with code: CloseCode) async
    /// Drops it as it is.
    func abort()
}
