// SPDX-License-Identifier: Apache-2.0

package import Logging
import MartletRules
import MartletStore
import MartletWire

/// What a core is to edges in other processes, whatever carries their words.
package struct LinkedCore: Sendable {
    let core: Core
    let local: InProcessLink
    /// Where uploads go; nil where no edge offers any.
    let media: (any MediaLibrary)?
    let logger: Logger
    let metrics = DecodeMetrics()
    /// What this server's own tokens are signed with; nil where they mean nothing.
    let signingKey: SigningKey?

    package init(
        _ core: Core,
        media: (any MediaLibrary)? = nil,
        signingKey: SigningKey? = nil,
        logger: Logger
    ) {
        self.core = core
        self.local = InProcessLink(core: core)
        self.media = media
        self.signingKey = signingKey
        self.logger = logger
    }

    var isWritable: Bool { self.core.store.health == .writable }

    /// What an edge is told that is taken on where it stands, in a log that reaches so far.
    func welcome(to position: Position?, in span: LogSpan, accounts: AccountBook, beat: CoreBeat) -> LinkWelcome {
        LinkWelcome(
            position: Position(epoch: span.epoch, seq: span.head),
            isContinuation: span.holds(position),
            beat: beat,
            accounts: accounts,
            signingKey: self.signingKey
        )
    }
}
