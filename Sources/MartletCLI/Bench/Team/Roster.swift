// SPDX-License-Identifier: Apache-2.0

/// Who is needed for a scenario, and how they are spread over channels.
struct Roster: Hashable, Sendable {
    /// How many people listen; the i-th is in channel i modulo their number.
    var people: Int
    /// How many channels there are; a sender who is no listener is in all of them.
    var channels: Int
}
