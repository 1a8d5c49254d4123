// SPDX-License-Identifier: Apache-2.0

/// What a browser can be pointed at.
package enum Page: String, Hashable, Sendable, CaseIterable {
    /// Channels and messages.
    case chat
    /// Who works on what, and for how long.
    case board
    /// How the server does, for operators.
    case console
    /// Where one says who one is.
    case signIn = "signin"

    /// Where it is.
    package var path: String {
        self == .chat ? "/" : "/\(self.rawValue)"
    }

    /// The file that is shown.
    package var file: String { "\(self.rawValue).html" }
}
