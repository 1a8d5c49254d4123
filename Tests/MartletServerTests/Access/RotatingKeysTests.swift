// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletServer
import MartletTesting
import Testing

@Suite struct RotatingKeysTests {
    static let fault = KeyDocument.Fault(description: "was answered with status 500")

    static func document(_ kid: String) throws -> KeyDocument {
        try Forge.document(Forge.shared.jwk(.es256, kid: kid))
    }

    static func rotating(_ source: ScriptedKeys, _ clock: ManualClock) -> RotatingKeys<ManualClock> {
        RotatingKeys(from: source, every: .seconds(900), clock: clock, logger: Logger(label: "test"))
    }

    @Test func `a new key is found when a token names it, and looked for once a minute`() async throws {
        let (clock, source) = (
            ManualClock(), ScriptedKeys([.success(try Self.document("a")), .success(try Self.document("b"))])
        )
        let keys = Self.rotating(source, clock)
        try await keys.load()
        #expect(keys.current.keys.map(\.id) == ["a"])
        // Just loaded: recent enough.
        #expect(await keys.afterMiss().keys.map(\.id) == ["a"])
        clock.advance(by: .seconds(60))
        #expect(await keys.afterMiss().keys.map(\.id) == ["b"])
        for _ in 0..<100 { _ = await keys.afterMiss() }
        #expect(source.loads == 2)
        #expect(keys.current.generation == 2)
    }

    @Test func `keys that cannot be loaded leave the last good ones, and that too costs one request a minute`()
        async throws
    {
        let (clock, source) = (ManualClock(), ScriptedKeys([.success(try Self.document("a")), .failure(Self.fault)]))
        let keys = Self.rotating(source, clock)
        try await keys.load()
        clock.advance(by: .seconds(61))
        for _ in 0..<10 { #expect(await keys.afterMiss().keys.map(\.id) == ["a"]) }
        #expect(source.loads == 2)
        await #expect(throws: Self.fault) { try await keys.load() }
        #expect(keys.current.keys.map(\.id) == ["a"])
        #expect(keys.current.generation == 1)
    }

    @Test func `keys that have not changed keep their generation`() async throws {
        let (clock, source) = (ManualClock(), ScriptedKeys([.success(try Self.document("a")), .success(nil)]))
        let keys = Self.rotating(source, clock)
        try await keys.load()
        try await keys.load()
        #expect(keys.current.generation == 1)
        #expect(keys.current.keys.map(\.id) == ["a"])
    }

    @Test func `all who ask while the keys are being loaded wait for that one answer`() async throws {
        let (clock, source) = (ManualClock(), ScriptedKeys([.success(try Self.document("a"))]))
        let keys = Self.rotating(source, clock)
        source.hold()
        await withTaskGroup(of: [String?].self) { group in
            for _ in 0..<20 { group.addTask { await keys.afterMiss().keys.map(\.id) } }
            await source.askedFor()
            source.release()
            for await ids in group { #expect(ids == ["a"]) }
        }
        #expect(source.loads == 1)
    }

    @Test func `a caller who gives up does not take the answer from the others`() async throws {
        let (clock, source) = (ManualClock(), ScriptedKeys([.success(try Self.document("a"))]))
        let keys = Self.rotating(source, clock)
        source.hold()
        await withTaskGroup(of: [String?].self) { group in
            group.addTask { await keys.afterMiss().keys.map(\.id) }
            await source.askedFor()
            group.cancelAll()
            source.release()
            for await ids in group { #expect(ids == ["a"]) }
        }
    }

    @Test func `the keys are loaded every interval, so that a withdrawn one stops counting`() async throws {
        let answers = try ["a", "b", "c"].map { Result<KeyDocument?, KeyDocument.Fault>.success(try Self.document($0)) }
        let (clock, source) = (ManualClock(), ScriptedKeys(answers))
        let keys = Self.rotating(source, clock)
        try await keys.load()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await keys.run() }
            for expected in ["b", "c"] {
                await clock.sleeperArrived()
                source.hold()
                clock.advance(by: .seconds(900))
                await source.askedFor()
                source.release()
                await clock.sleeperArrived()
                #expect(keys.current.keys.map(\.id) == [expected])
            }
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(source.loads == 3)
    }
}
