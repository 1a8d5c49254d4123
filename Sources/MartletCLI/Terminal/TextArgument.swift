// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// A longer text: written out, or `-` for what comes on standard input.
struct TextArgument: ExpressibleByArgument, Hashable, Sendable {
    private let argument: String

    init(argument: String) {
        self.argument = argument
    }

    /// The text.
    func text() throws -> String {
        self.argument == "-" ? try StandardInput.text() : self.argument
    }
}
