// SPDX-License-Identifier: Apache-2.0

public import MartletWire

/// Where following begins.
public enum StreamStart: Hashable, Sendable {
    /// With what happens from now on.
    case live
    /// After a position that an earlier stream ended with.
    case after(Position)
    /// After a number in the log as it is now.
    case seq(Seq)
}
