// SPDX-License-Identifier: Apache-2.0

/// Reads the caller.
public struct UserMe: Method {
    /// The caller.
    public typealias Result = User

    /// `user.me`.
    public static let name = MethodName("user.me")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads the caller.",
        callers: "anyone signed in"
    )

    /// Creates the call.
    public init() {}
}
