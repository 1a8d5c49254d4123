// SPDX-License-Identifier: Apache-2.0

/// What a core hears of the others that share its store.
package enum PeerNews: Hashable, Sendable {
    /// This core leads now, or does no longer.
    case leads(Bool)
    /// Another core's commit has changed something that cores keep in memory; told in the order of commits.
    case noted(PeerNote)
    /// Notes may have been missed: what is kept in memory must be read again.
    case missedNotes
}
