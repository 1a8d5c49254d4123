// SPDX-License-Identifier: Apache-2.0

/// Whose word a client takes for who a server is, under TLS.
public enum ServerTrust: Hashable, Sendable {
    /// The authorities that this machine trusts.
    case system
    /// The authorities in a PEM file, and no others.
    case authorities(inFile: String)
}
