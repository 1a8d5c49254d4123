// SPDX-License-Identifier: Apache-2.0

/// Why a replay cannot be exact, so that a client must load everything afresh.
public enum ResyncReason: String, WireChoice {
    /// The log has been cut past the position.
    case expired
    /// The position belongs to another life of the log.
    case epoch
    /// The log has not come to the position: it was lost or restored since.
    case ahead
    /// More was missed than is replayed.
    case tooMany = "too_many"
    /// The position is none.
    case invalid
}
