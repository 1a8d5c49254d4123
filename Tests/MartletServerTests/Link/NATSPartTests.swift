// SPDX-License-Identifier: Apache-2.0

#if NATS
    import MartletServer
    import Testing

    @Suite struct NATSPartTests {
        @Test func `parts of several speakers, each in order, make up what each said`() {
            var assembly = NATSPartAssembly()
            #expect(assembly.take([1], NATSPart(of: "a.1", index: 0, count: 2)) == nil)
            #expect(assembly.take([7], NATSPart(of: "b.1", index: 0, count: 3)) == nil)
            #expect(assembly.take([8], NATSPart(of: "b.1", index: 1, count: 3)) == nil)
            #expect(assembly.take([2], NATSPart(of: "a.1", index: 1, count: 2)) == [1, 2])
            #expect(assembly.take([9], NATSPart(of: "b.1", index: 2, count: 3)) == [7, 8, 9])
        }

        @Test func `a whole with a part missing is never given out`() {
            var assembly = NATSPartAssembly()
            #expect(assembly.take([1], NATSPart(of: "a", index: 0, count: 3)) == nil)
            #expect(assembly.take([3], NATSPart(of: "a", index: 2, count: 3)) == nil)
            #expect(assembly.take([2], NATSPart(of: "a", index: 1, count: 3)) == nil)
            #expect(assembly.take([2], NATSPart(of: "b", index: 1, count: 2)) == nil)
        }

        @Test func `what a dead speaker left makes room for others, and nothing grows past its limit`() {
            var assembly = NATSPartAssembly(limit: 2, sizeLimit: 3)
            for name in ["a", "b", "c"] { _ = assembly.take([1, 1], NATSPart(of: name, index: 0, count: 2)) }
            #expect(assembly.take([2], NATSPart(of: "a", index: 1, count: 2)) == nil)
            #expect(assembly.take([2], NATSPart(of: "b", index: 1, count: 2)) == [1, 1, 2])
            #expect(assembly.take([2, 2], NATSPart(of: "c", index: 1, count: 2)) == nil)
        }

        @Test(arguments: ["", "a", "a 0", "a 1 1", "a -1 2", "a x 2", "a 0 1 2"])
        func `a header that means no part is none`(text: String) {
            #expect(NATSPart(text) == nil)
        }

        @Test func `a header says which part it is`() {
            let part = NATSPart(of: "a.1", index: 1, count: 2)
            #expect(NATSPart(part.description) == part)
        }
    }
#endif
