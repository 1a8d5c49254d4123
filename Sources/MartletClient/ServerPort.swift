// SPDX-License-Identifier: Apache-2.0

/// The two ways to one server: calls and sockets.
struct ServerPort: Sendable {
    let address: ServerAddress
    let caller: HTTPCaller
    let dialer: any SocketDialer
}
