// SPDX-License-Identifier: Apache-2.0

/// Whether work goes on.
public enum WorkSessionStatus: String, WireChoice {
    /// It goes on, paused or not.
    case active
    /// It is over.
    case ended
}
