// SPDX-License-Identifier: Apache-2.0

/// The release that this binary is.
package enum Version {
    /// As `martlet --version`, the OpenRPC document and `rpc.health` say it.
    package static let current = "0.1.0"
}
