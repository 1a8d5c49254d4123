// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import NIOCore
import NIOPosix
import Synchronization

/// An issuer's keys in a file, taken up again when the file says something else.
package final class KeyFile: KeySource {
    /// How often a file is looked at: it is small and near.
    package static let interval = Duration.seconds(5)

    private let path: String
    private let taken = Mutex<SHA256Digest?>(nil)

    package init(path: String) {
        self.path = path
    }

    package func load() async throws -> KeyDocument? {
        let path = self.path
        let read = NIOThreadPool.singleton.runIfActive(eventLoop: MultiThreadedEventLoopGroup.singleton.any()) {
            Array(try Data(contentsOf: URL(filePath: path)))
        }
        let json: [UInt8]
        do {
            json = try await read.get()
        } catch {
            throw KeyDocument.Fault(description: "cannot be read")
        }
        let digest = SHA256.hash(data: json)
        guard self.taken.withLock({ $0 != digest }) else { return nil }
        let document = try KeyDocument(json: json, mayHoldSecrets: true)
        self.taken.withLock { $0 = digest }
        return document
    }
}
