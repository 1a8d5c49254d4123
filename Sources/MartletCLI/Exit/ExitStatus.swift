// SPDX-License-Identifier: Apache-2.0

/// What the command's exit status tells a script, after the numbers of `sysexits.h`.
enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
    case done = 0
    case notInjected = 1
    case usage = 64
    case invalid = 65
    case notFound = 66
    case unavailable = 69
    case failed = 70
    case conflict = 73
    case output = 74
    case tryAgain = 75
    case notUnderstood = 76
    case notPermitted = 77
    case configuration = 78

    /// What it says.
    var meaning: String {
        switch self {
        case .done: "done"
        case .notInjected: "config inject: the file stays as it is"
        case .usage: "the command line is not understood"
        case .invalid: "the server, or a file, refuses what was said"
        case .notFound: "there is no such thing, or it is not for you to know of"
        case .unavailable: "the server cannot be reached or cannot answer now"
        case .failed: "something failed that should not"
        case .conflict: "it has changed meanwhile, or the key was used for something else"
        case .output: "a file could not be read or written"
        case .tryAgain: "too much at once: try again later"
        case .notUnderstood: "what the server says is not understood"
        case .notPermitted: "not signed in, or not permitted"
        case .configuration: "settings that cannot work"
        }
    }

    /// All of them, for the help.
    static var table: String {
        Self.allCases.map { "  \($0.rawValue < 10 ? " " : "")\($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    }
}
