// SPDX-License-Identifier: Apache-2.0

/// What a person may do in a workspace.
public enum WorkspaceRole: String, WireChoice {
    /// Answers for it: may do everything, and there is exactly one.
    case owner
    /// Adds and removes members, and edits and deletes what others wrote.
    case admin
    /// Talks, creates channels and joins public ones.
    case member
}
