// SPDX-License-Identifier: Apache-2.0

/// An edge's way to the core that has taken it on; may be used on any thread.
protocol CoreLine: AnswerLine {
    /// Has a core judge where the edge stands, as when it was taken on.
    func joinAgain()
}
