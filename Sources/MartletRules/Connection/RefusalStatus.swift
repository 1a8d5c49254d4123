// SPDX-License-Identifier: Apache-2.0

/// The HTTP status of a server, or of something on the way to it, that refused a request.
package struct RefusalStatus: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
        self.rawValue = rawValue
    }

    package static let unauthorized = Self(rawValue: 401)
    package static let forbidden = Self(rawValue: 403)
    package static let unavailable = Self(rawValue: 503)

    /// Whether it may be over later, without anybody doing anything.
    package var mayPass: Bool { [408, 425, 429].contains(self.rawValue) || self.rawValue >= 500 }
}
