// SPDX-License-Identifier: Apache-2.0

extension String {
    /// The longest beginning that fits into that many bytes of UTF-8, whole characters only.
    ///
    /// A first character that does not fit by itself is cut between its scalars.
    func cut(toBytes limit: Int) -> String {
        guard self.utf8.count > limit else { return self }
        var end = self.utf8.index(self.startIndex, offsetBy: limit)
        while end > self.startIndex, String.Index(end, within: self) == nil { self.utf8.formIndex(before: &end) }
        guard end == self.startIndex else { return String(self[..<end]) }
        end = self.utf8.index(self.startIndex, offsetBy: limit)
        while String.Index(end, within: self.unicodeScalars) == nil { self.utf8.formIndex(before: &end) }
        return String(self[..<end])
    }
}
