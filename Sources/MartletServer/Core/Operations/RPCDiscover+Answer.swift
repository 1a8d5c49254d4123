// SPDX-License-Identifier: Apache-2.0

package import MartletWire

extension RPCDiscover: Request {
    /// The document of every method that is served, made from the types that serve.
    package func answer(by core: Core, for caller: Caller) async throws -> JSONValue {
        OpenRPCDocument(version: Version.current).json
    }
}
