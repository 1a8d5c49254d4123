// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Each numbered statement about modes, sources, credentials and experiments has a test that cites it, or stands among
/// what does not apply in `docs/data-sources.md`.
@Suite struct CitedStatementsTests {
    private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// What is cited in the package's tests and exceptions, such as `R2-8` and `2.4.1 #13`.
    private static let cited: Set<String> = {
        let tests = FileManager.default.enumerator(
            at: Self.package.appending(path: "Tests"),
            includingPropertiesForKeys: nil
        )
        let files = (tests?.compactMap { $0 as? URL } ?? [])
            .filter { $0.pathExtension == "swift" && $0.path != #filePath }
        let texts = (files + [Self.package.appending(path: "docs/data-sources.md")])
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }
        return texts.reduce(into: []) { $0.formUnion(Self.citations(in: $1)) }
    }()

    /// Reads `R2-8`, `2.4.1 #12, #13` and `2.4.1 #17 to #20`.
    private static func citations(in text: String) -> Set<String> {
        var found = Set(text.matches(of: /R[02]-\d+/).map { String($0.output) })
        for list in text.matches(of: /(2\.[345]\.1) (#\d+(?:(?:, | to | and )#\d+)*)/) {
            let section = list.output.1
            var previous: Int?
            for item in list.output.2.matches(of: /(to )?#(\d+)/) {
                guard let number = Int(item.output.2) else { continue }
                let first = item.output.1 == nil ? number : (previous ?? number)
                for each in first...number { found.insert("\(section) #\(each)") }
                previous = number
            }
        }
        return found
    }

    @Test(arguments: [
        ("R0-", 1...23), ("R2-", 1...25), ("2.3.1 #", 1...14), ("2.4.1 #", 1...29), ("2.5.1 #", 1...14),
    ])
    func `every numbered statement is cited by a test or named as one that does not apply`(
        section: String,
        numbers: ClosedRange<Int>
    ) {
        let missing = numbers.map { "\(section)\($0)" }.filter { !Self.cited.contains($0) }
        #expect(missing == [])
    }

    @Test func `lists and ranges of citations are read`() {
        #expect(Self.citations(in: "(2.4.1 #1 to #3, R2-8)") == ["2.4.1 #1", "2.4.1 #2", "2.4.1 #3", "R2-8"])
        #expect(Self.citations(in: "2.5.1 #5, #7") == ["2.5.1 #5", "2.5.1 #7"])
    }
}
