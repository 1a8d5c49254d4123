// SPDX-License-Identifier: Apache-2.0

/// What somebody did on a pull request.
public enum ActivityKind: String, WireChoice {
    /// They commented.
    case comment
    /// They approved it.
    case approve
    /// They asked for changes.
    case requestChanges = "request_changes"
}
