// SPDX-License-Identifier: Apache-2.0

/// Something on the hot path, small enough to count its instructions.
struct Operation: Sendable {
    /// What it is called on the command line.
    let name: String
    /// How many units one repetition is: 1 or more.
    let unit: Int
    /// What a unit is.
    let summary: String
    /// Makes what it needs, and gives out one repetition.
    let prepare: @Sendable () -> () -> Void

    /// All of them.
    static let all: [Operation] = [.encodeEvent, .frameEvent, .decodeRequest, .fanOut, .replayPage]
}
