// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletStore
import MartletWire
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Uploads of a core: what is known of them in the store, their bytes there too or in files beside it.
struct LocalMedia: MediaLibrary {
    /// How long an upload that nothing refers to is kept.
    static let orphanLife: Duration = .seconds(86_400)
    private static let page = 100

    private let core: Core
    private let bodies: any MediaBodies
    private let turns = ContentTurns()
    private let clock: @Sendable () -> Timestamp
    private let entropy: Entropy

    init(core: Core, bodies: any MediaBodies, clock: @escaping @Sendable () -> Timestamp, entropy: Entropy = .system) {
        self.core = core
        self.bodies = bodies
        self.clock = clock
        self.entropy = entropy
    }

    func keep<Bytes: AsyncSequence & Sendable>(
        _ bytes: Bytes,
        named name: MediaName,
        for caller: Caller
    ) async throws -> Media where Bytes.Element == ByteBuffer {
        try self.core.allowances.takeCall(by: caller.userID)
        let limit = self.core.settings.limits.media
        do {
            let arrival = try await self.bodies.receive(bytes, atMost: limit)
            guard arrival.size > 0 else {
                await self.bodies.discard(arrival)
                throw RPCError.invalid("body", "an upload has at least one byte", limit: 1)
            }
            let media = Media(
                id: MediaID(rawValue: self.entropy.text(16)),
                name: name.text,
                contentType: arrival.type.rawValue,
                size: arrival.size,
                uploaderID: caller.userID,
                createdAt: self.clock()
            )
            try await self.add(StoredMedia(media, contentHash: arrival.hash), arrival)
            return media
        } catch is MediaFiles.TooLarge {
            throw RPCError(.tooLarge, "at most \(limit) bytes", data: RPCError.Detail(limit: limit))
        } catch let error as IOError where [ENOSPC, EDQUOT, EROFS].contains(error.errnoCode) {
            throw RPCError.diskFull
        } catch {
            throw RPCError(carryingOut: error, logger: self.core.logger)
        }
    }

    func find(_ id: MediaID, for caller: Caller) async throws -> any FoundMedia {
        do {
            let stored = try await self.core.store.read { try $0.readableMedia(id, by: caller.userID) }
            return Found(stored: stored, bodies: self.bodies, logger: self.core.logger)
        } catch {
            throw RPCError(carryingOut: error, logger: self.core.logger)
        }
    }

    private struct Found: FoundMedia {
        let stored: StoredMedia
        let bodies: any MediaBodies
        let logger: Logger

        var media: Media { self.stored.media }

        func open() async throws -> any MediaBytes {
            do {
                return try await self.bodies.bytes(of: self.stored.contentHash)
            } catch {
                throw RPCError(carryingOut: error, logger: self.logger)
            }
        }
    }

    /// Puts the bytes in place before anyone is told of them.
    private func add(_ stored: StoredMedia, _ arrival: MediaFiles.Arrival) async throws {
        await self.turns.enter(stored.contentHash)
        do {
            var isStored = false
            while !isStored {
                try await self.bodies.place(arrival)
                isStored = try await self.core.store.commit { transaction in
                    guard try transaction.hasContent(of: stored) else { return false }
                    try transaction.insert(stored)
                    return true
                }
            }
            await self.bodies.discard(arrival)
        } catch {
            await self.bodies.discard(arrival)
            await self.turns.leave(stored.contentHash)
            throw error
        }
        await self.turns.leave(stored.contentHash)
    }
}

// MARK: - Housekeeping

extension LocalMedia {
    /// Forgets uploads that nothing has referred to for long, and removes bytes that are no one's.
    func tidy() async throws {
        let before = self.clock().advanced(by: .zero - Self.orphanLife)
        try await self.core.store.commit { transaction in
            for id in try transaction.orphanedMedia(before: before, limit: Self.page) {
                try transaction.removeMedia(id)
            }
        }
        for hash in try await self.core.store.read({ try $0.unusedContent(limit: Self.page) }) {
            await self.turns.enter(hash)
            do {
                try await self.removeContent(hash)
            } catch {
                await self.turns.leave(hash)
                throw error
            }
            await self.turns.leave(hash)
        }
    }

    private func removeContent(_ hash: String) async throws {
        let isUsed = try await self.core.store.read { try $0.isContentUsed(hash) }
        if !isUsed { try await self.bodies.remove(hash) }
        try await self.core.store.commit { try $0.forgetContent(hash) }
    }
}

extension RPCError {
    /// There is no room for an upload.
    static var diskFull: Self {
        Self(
            .unavailable,
            "the server has no room for uploads",
            data: Detail(isRetryable: true, retryAfterMilliseconds: 60_000, outcome: Outcome.none)
        )
    }
}
