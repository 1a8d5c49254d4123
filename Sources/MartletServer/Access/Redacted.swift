// SPDX-License-Identifier: Apache-2.0

/// Something that shows nothing of itself, however it is printed, interpolated, dumped or reflected.
package protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    package var description: String { "<\(Self.self)>" }
    package var debugDescription: String { "<\(Self.self)>" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
