// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#endif

/// Keeps a second server off a data directory: an advisory lock that dies with the process.
struct DirectoryLock: Sendable {
    private let descriptor: CInt

    /// Takes the lock, creating the directory when it is absent.
    init(_ directory: String) throws(StoreError) {
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw StoreError(.inaccessible, "data: the directory cannot be created: \(Self.reason())")
        }
        let descriptor = open(directory + "/martlet.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreError(.inaccessible, "data: the directory cannot be written: \(Self.reason())")
        }
        guard Self.lock(descriptor) else {
            _ = Self.close(descriptor)
            throw StoreError(.inUse, "data: another martlet serves from this directory")
        }
        self.descriptor = descriptor
    }

    func release() {
        _ = Self.close(self.descriptor)
    }

    /// Tries for a second: a child that is being started holds the lock of its parent until it has become itself.
    private static func lock(_ descriptor: CInt) -> Bool {
        for _ in 0..<20 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            _ = poll(nil, 0, 50)
        }
        return false
    }

    private static func close(_ descriptor: CInt) -> CInt {
        #if canImport(Glibc)
            Glibc.close(descriptor)
        #elseif canImport(Darwin)
            Darwin.close(descriptor)
        #else
            Musl.close(descriptor)
        #endif
    }

    private static func reason() -> String {
        String(cString: strerror(errno))
    }
}
