// SPDX-License-Identifier: Apache-2.0

/// Reads this document.
public struct RPCDiscover: Method {
    /// The OpenRPC document.
    public typealias Result = JSONValue

    /// `rpc.discover`.
    public static let name = MethodName("rpc.discover")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Reads this document.",
        callers: "anyone"
    )

    /// Creates the call.
    public init() {}
}
