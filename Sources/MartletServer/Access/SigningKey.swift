// SPDX-License-Identifier: Apache-2.0

import Crypto

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The secret with which this server signs its own tokens: whoever reads its file may sign in as anyone.
///
/// Cores of one system have the same. Removing the file and starting again signs everyone out.
package struct SigningKey: Hashable, Sendable, Redacted {
    /// The file's name in the data directory, where it is kept unless decided.
    package static let fileName = "signing.key"

    private static let length = 32

    private let secret: [UInt8]

    private init(_ secret: [UInt8]) {
        self.secret = secret
    }

    /// Reads a key as it is written in its file; `nil` unless it is one.
    init?(text: [UInt8]) {
        guard let secret = Base64URL.decode(text), secret.count == Self.length else { return nil }
        self.init(secret)
    }

    /// The key as it is written in its file.
    var text: String { Base64URL.encode(self.secret) }

    /// The key in the form that signs and verifies.
    var symmetric: SymmetricKey { SymmetricKey(data: self.secret) }

    /// Reads a file's key, making it first if there is none.
    ///
    /// Two processes that start together agree: the file appears whole and under its name only once.
    package init(at path: String, entropy: Entropy) throws(SigningKeyError) {
        if access(path, F_OK) != 0 {
            try Self.create(path, Base64URL.encode(entropy.bytes(Self.length)) + "\n", rival: entropy.text(6))
        }
        try self.init(readingFrom: path)
    }

    /// Reads a key that must be there.
    package init(readingFrom path: String) throws(SigningKeyError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SigningKeyError(path: path, "cannot be read") }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw SigningKeyError(path: path, "is not a file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SigningKeyError(path: path, "can be read by others: chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(file, &bytes, bytes.count)
        let text = bytes.prefix(max(0, count)).filter { $0 != UInt8(ascii: "\n") }
        guard let key = Self(text: Array(text)) else {
            throw SigningKeyError(path: path, "is damaged: remove it to have a new one, which signs everyone out")
        }
        self = key
    }

    private static func create(_ path: String, _ text: String, rival: String) throws(SigningKeyError) {
        let draft = "\(path).\(rival)"
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SigningKeyError(path: path, "cannot be made: is the directory writable?") }
        defer { unlink(draft) }
        let bytes = Array(text.utf8)
        let isWritten = write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        close(file)
        guard isWritten else { throw SigningKeyError(path: path, "cannot be written: is the disk full?") }
        // A link, because a rename would replace the key that another process has just made and is using.
        guard link(draft, path) == 0 || errno == EEXIST else {
            throw SigningKeyError(path: path, "cannot be put in place")
        }
    }
}
