// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDBSQLite
import MartletTesting

/// SQLite's way to files: those of a mounted ``DiskVolume`` are simulated, all others are as they were.
enum DiskFileSystem {
    /// A file as SQLite holds it: its methods first, then ours.
    private struct Handle {
        var base: sqlite3_file
        var file: Unmanaged<DiskFile>?
    }

    nonisolated(unsafe) private static let system: UnsafeMutablePointer<sqlite3_vfs> = {
        guard let system = sqlite3_vfs_find(nil) else { preconditionFailure("SQLite has a file system") }
        return system
    }()

    /// Makes simulated files known to SQLite, once in a process.
    static func register() { _ = self.registration }

    private static let registration: Int32 = {
        let system = Self.system
        let own = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        own.initialize(to: system.pointee)
        own.pointee.iVersion = 2
        own.pointee.pNext = nil
        own.pointee.szOsFile = max(system.pointee.szOsFile, Int32(MemoryLayout<Handle>.size))
        own.pointee.zName = UnsafePointer(strdup("martlet-simulated"))
        own.pointee.xOpen = { _, path, file, flags, outFlags in
            DiskFileSystem.open(path, file, flags, outFlags)
        }
        own.pointee.xDelete = { _, path, mustSync in
            guard let path, let place = DiskVolume.volume(of: String(cString: path)) else {
                return DiskFileSystem.system.pointee.xDelete(DiskFileSystem.system, path, mustSync)
            }
            place.volume.disk.remove(place.name)
            return SQLITE_OK
        }
        own.pointee.xAccess = { _, path, flags, answer in
            guard let path, let place = DiskVolume.volume(of: String(cString: path)) else {
                return DiskFileSystem.system.pointee.xAccess(DiskFileSystem.system, path, flags, answer)
            }
            let isThere = place.volume.disk.has(place.name)
            let isEmpty = flags == SQLITE_ACCESS_EXISTS && place.volume.disk.size(of: place.name) == 0
            answer?.pointee = isThere && !isEmpty ? 1 : 0
            return SQLITE_OK
        }
        own.pointee.xFullPathname = { _, path, size, answer in
            guard let path, let answer, DiskVolume.volume(of: String(cString: path)) != nil else {
                return DiskFileSystem.system.pointee.xFullPathname(DiskFileSystem.system, path, size, answer)
            }
            strncpy(answer, path, Int(size))
            return SQLITE_OK
        }
        return sqlite3_vfs_register(own, 1)
    }()

    private static func open(
        _ path: UnsafePointer<CChar>?,
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ flags: Int32,
        _ outFlags: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let path, let file, let place = DiskVolume.volume(of: String(cString: path)) else {
            return self.system.pointee.xOpen(self.system, path, file, flags, outFlags)
        }
        guard flags & SQLITE_OPEN_CREATE != 0 || place.volume.disk.has(place.name) else { return SQLITE_CANTOPEN }
        let opened = DiskFile(place.name, on: place.volume, vanishes: flags & SQLITE_OPEN_DELETEONCLOSE != 0)
        let handle = Handle(base: sqlite3_file(pMethods: self.methods), file: Unmanaged.passRetained(opened))
        UnsafeMutableRawPointer(file).bindMemory(to: Handle.self, capacity: 1).initialize(to: handle)
        outFlags?.pointee = flags
        return SQLITE_OK
    }

    private static func handle(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<Handle>? {
        file.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: Handle.self) }
    }

    private static func with(
        _ file: UnsafeMutablePointer<sqlite3_file>?,
        _ body: (DiskFile) -> Int32
    ) -> Int32 {
        guard let opened = self.handle(file)?.pointee.file?.takeUnretainedValue() else { return SQLITE_IOERR }
        return body(opened)
    }

    nonisolated(unsafe) private static let methods: UnsafePointer<sqlite3_io_methods> = {
        let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        methods.initialize(to: sqlite3_io_methods())
        methods.pointee.iVersion = 2
        methods.pointee.xClose = { file in
            let code = DiskFileSystem.with(file) { opened in
                opened.close()
                return SQLITE_OK
            }
            DiskFileSystem.handle(file)?.pointee.file?.release()
            DiskFileSystem.handle(file)?.pointee.file = nil
            return code
        }
        methods.pointee.xRead = { file, buffer, count, offset in
            guard let buffer else { return SQLITE_IOERR }
            return DiskFileSystem.with(file) { $0.read(Int(count), at: Int(offset), into: buffer) }
        }
        methods.pointee.xWrite = { file, buffer, count, offset in
            DiskFileSystem.with(file) { opened in
                opened.write(UnsafeRawBufferPointer(start: buffer, count: Int(count)), at: Int(offset))
                return SQLITE_OK
            }
        }
        methods.pointee.xTruncate = { file, size in
            DiskFileSystem.with(file) { opened in
                opened.truncate(to: Int(size))
                return SQLITE_OK
            }
        }
        methods.pointee.xSync = { file, _ in
            DiskFileSystem.with(file) { opened in
                opened.sync()
                return SQLITE_OK
            }
        }
        methods.pointee.xFileSize = { file, size in
            DiskFileSystem.with(file) { opened in
                size?.pointee = Int64(opened.size)
                return SQLITE_OK
            }
        }
        methods.pointee.xLock = { file, level in DiskFileSystem.with(file) { $0.lock(to: level) } }
        methods.pointee.xUnlock = { file, level in DiskFileSystem.with(file) { $0.unlock(to: level) } }
        methods.pointee.xCheckReservedLock = { file, answer in
            DiskFileSystem.with(file) { opened in
                answer?.pointee = opened.isReserved ? 1 : 0
                return SQLITE_OK
            }
        }
        methods.pointee.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
        methods.pointee.xSectorSize = { _ in 512 }
        methods.pointee.xDeviceCharacteristics = { _ in 0 }
        methods.pointee.xShmMap = { file, number, size, mayExtend, answer in
            DiskFileSystem.with(file) { opened in
                answer?.pointee = opened.memory(Int(number), size: Int(size), mayExtend: mayExtend != 0)
                return SQLITE_OK
            }
        }
        methods.pointee.xShmLock = { file, first, count, flags in
            DiskFileSystem.with(file) { $0.lockMemory(Int(first)..<Int(first + count), flags: flags) }
        }
        methods.pointee.xShmBarrier = { _ in }
        methods.pointee.xShmUnmap = { _, _ in SQLITE_OK }
        return UnsafePointer(methods)
    }()
}
