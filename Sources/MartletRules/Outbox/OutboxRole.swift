// SPDX-License-Identifier: Apache-2.0

/// What an item does to the thing that its lane is about.
package enum OutboxRole: Int, Hashable, Sendable {
    /// Stands for itself.
    case standalone = 0
    /// Creates the thing, such as the start of a work session: nothing of it exists before.
    case opens = 1
    /// Ends the thing, which has one end only: it shares the fate of what opened it.
    case closes = 2
}
