// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes
package import NIOHTTP1

/// A request's headers, whichever library has read them.
package protocol HeaderSource {
    /// The values of every header of that name, in order and not split at commas.
    ///
    /// - Parameter name: The name in lower case.
    /// - Returns: The values as they were sent.
    func values(named name: String) -> [String]

    /// Whether some header has a name such as that, in lower case.
    func hasName(where isWanted: (String) -> Bool) -> Bool
}

extension HTTPHeaders: HeaderSource {
    package func values(named name: String) -> [String] { self[name] }

    package func hasName(where isWanted: (String) -> Bool) -> Bool {
        self.contains { isWanted($0.name.lowercased()) }
    }
}

extension HTTPFields: HeaderSource {
    package func values(named name: String) -> [String] {
        HTTPField.Name(name).map { self[values: $0] } ?? []
    }

    package func hasName(where isWanted: (String) -> Bool) -> Bool {
        self.contains { isWanted($0.name.canonicalName) }
    }
}
