// SPDX-License-Identifier: Apache-2.0

/// A name in an object whose names are not known beforehand.
package struct AnyKey: CodingKey {
    package let stringValue: String
    package let intValue: Int?

    package init(_ name: String) {
        self.stringValue = name
        self.intValue = nil
    }

    package init(index: Int) {
        self.stringValue = String(index)
        self.intValue = index
    }

    package init?(stringValue: String) {
        self.init(stringValue)
    }

    package init?(intValue: Int) {
        self.init(index: intValue)
    }
}
