// SPDX-License-Identifier: Apache-2.0

/// What a figure was once.
struct Reading: Hashable, Sendable {
    let figure: Figure
    let value: Double

    init(_ figure: Figure, _ value: Double) {
        self.figure = figure
        self.value = value
    }
}
