// SPDX-License-Identifier: Apache-2.0

/// What carries an edge's words to a core and back.
package protocol LinkCarrier: Sendable {
    /// What the keys of calls begin with that may be asked again of another core: nobody else's do. Nil where there is one
    /// core, whose clients ask again by themselves.
    var mark: String? { get }

    /// Connects, and returns when the connection has ended or the task is cancelled.
    ///
    /// The link is told of everything that comes, and of every core that takes it on or is lost meanwhile; that the
    /// connection has ended it notices itself.
    func connect(for link: RemoteLink) async throws
}
