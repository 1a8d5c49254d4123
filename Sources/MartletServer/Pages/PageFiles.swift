// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletPages
import NIOCore
import NIOPosix

/// The files of the pages: those compiled in, and before them those of a directory, if the operator names one.
///
/// The directory is looked at on every request, so that whoever edits a file only has to load the page again.
struct PageFiles: Sendable {
    private let compiled: [String: PageFile]
    private let directory: String?

    init(directory: String?) {
        self.directory = directory
        self.compiled = Dictionary(uniqueKeysWithValues: Self.assets.map { ($0.name.path, $0) })
    }

    /// The file of that name, if there is one.
    func file(_ name: PageFileName) async -> PageFile? {
        if let bytes = await self.own(name) { return PageFile(name: name, bytes: bytes) }
        return self.compiled[name.path]
    }

    /// What the operator's directory has under the name; what cannot be read is not there.
    private func own(_ name: PageFileName) async -> ByteBuffer? {
        guard let directory = self.directory else { return nil }
        let read = NIOThreadPool.singleton.runIfActive(eventLoop: MultiThreadedEventLoopGroup.singleton.any()) {
            try Data(contentsOf: URL(filePath: directory).appending(path: name.path))
        }
        return (try? await read.get()).map { ByteBuffer(bytes: $0) }
    }

    private static var assets: [PageFile] {
        (0..<martlet_asset_count()).compactMap { index in
            let asset = martlet_asset_at(index)
            guard let name = PageFileName(String(cString: asset.name)) else { return nil }
            return PageFile(
                name: name,
                bytes: ByteBuffer(bytes: UnsafeBufferPointer(start: asset.bytes, count: asset.length))
            )
        }
    }
}
