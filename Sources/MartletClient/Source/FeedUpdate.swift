// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// What an application has to apply.
public enum FeedUpdate: Sendable {
    /// Something happened; a logged event comes once.
    ///
    /// Should the process end after this was applied and before the handler returned, the same `seq` comes once more:
    /// an application that keeps the last `seq` in one transaction with what it applied can tell.
    case event(EventFrame)
    /// Load everything afresh; events go on from there.
    ///
    /// The first time there was nothing to go on from, and there is no reason; else the server says why it cannot.
    case resync(ResyncReason?)
    /// Somebody else uses the application: what is shown is not theirs.
    case forget
}
