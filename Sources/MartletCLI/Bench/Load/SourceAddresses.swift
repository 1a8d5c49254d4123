// SPDX-License-Identifier: Apache-2.0

/// Which of this machine's own addresses a connection comes from: one address has too few ports for very many.
struct SourceAddresses: Hashable, Sendable {
    /// How many connections one address carries, within the ports that systems give out by themselves.
    static let portsEach = 25_000

    private let count: Int

    init(connections: Int) {
        self.count = (connections + Self.portsEach - 1) / Self.portsEach
    }

    /// The address for a connection; nil where the system's own choice will do.
    func address(of index: Int) -> String? {
        self.count > 1 ? "127.0.0.\(2 + index % self.count)" : nil
    }
}
