// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

struct WireEncoderTests {
    private struct Everything: Encodable {
        struct Nested: Encodable {
            var list: [[Int]] = [[], [1, 2], []]
            var empty: [String: Int] = [:]
        }

        var z = 1
        var a: Int?
        var nested = Nested()
        var flag = true
        var real = 0.5
        var large = UInt64.max
        var text = "\u{0}\u{1f}\u{7f}/é😀\u{2028}"
    }

    @Test func `members stand in the order of declaration, and nil is said`() throws {
        #expect(
            try json(Everything())
                == #"{"z":1,"a":null,"nested":{"list":[[],[1,2],[]],"empty":{}},"flag":true,"real":0.5,"#
                + "\"large\":18446744073709551615,\"text\":\"\\u0000\\u001f\u{7f}/é😀\u{2028}\"}"
        )
    }

    @Test func `nil is said of a member of any type, unless it is to be left out`() throws {
        struct Absent: Encodable {
            var flag: Bool?
            var text: String?
            var real: Double?
            var single: Float?
            var integers: (Int8?, Int16?, Int32?, Int64?, UInt?, UInt8?, UInt16?, UInt32?, UInt64?) = (
                nil, nil, nil, nil, nil, nil, nil, nil, nil
            )
            var user: User?
            var list: [Int]?

            private enum Key: String, CodingKey { case flag, text, real, single, a, b, c, d, e, f, g, h, i, user, list }

            func encode(to encoder: any Encoder) throws {
                var fields = encoder.container(keyedBy: Key.self)
                try fields.encodeIfPresent(self.flag, forKey: .flag)
                try fields.encodeIfPresent(self.text, forKey: .text)
                try fields.encodeIfPresent(self.real, forKey: .real)
                try fields.encodeIfPresent(self.single, forKey: .single)
                try fields.encodeIfPresent(self.integers.0, forKey: .a)
                try fields.encodeIfPresent(self.integers.1, forKey: .b)
                try fields.encodeIfPresent(self.integers.2, forKey: .c)
                try fields.encodeIfPresent(self.integers.3, forKey: .d)
                try fields.encodeIfPresent(self.integers.4, forKey: .e)
                try fields.encodeIfPresent(self.integers.5, forKey: .f)
                try fields.encodeIfPresent(self.integers.6, forKey: .g)
                try fields.encodeIfPresent(self.integers.7, forKey: .h)
                try fields.encodeIfPresent(self.integers.8, forKey: .i)
                try fields.encodeIfPresent(self.user, forKey: .user)
                try fields.encodeIfPresent(self.list, forKey: .list)
            }
        }
        #expect(
            try json(Absent()) == #"{"flag":null,"text":null,"real":null,"single":null,"a":null,"b":null,"c":null,"#
                + #""d":null,"e":null,"f":null,"g":null,"h":null,"i":null,"user":null,"list":null}"#
        )
        #expect(try WireEncoder(leavesNilOut: true).encode(Absent()) == Array("{}".utf8))
    }

    @Test func `scalars stand alone`() throws {
        #expect(try json("a\"b") == #""a\"b""#)
        #expect(try json(Int64.min) == "-9223372036854775808")
        #expect(try json(UserID(rawValue: 7)) == "7")
        #expect(try json([Optional("x"), nil]) == #"["x",null]"#)
        #expect(try json([true, false]) == "[true,false]")
        #expect(try json(Empty()) == "{}")
        #expect(try json(1e21) == "1e+21")
        #expect(try json([Float(0.1)]) == "[0.1]")
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func `a number that JSON has not is refused`(number: Double) {
        #expect(throws: EncodingError.self) { try json([number]) }
    }

    @Test func `a value that encodes nothing is refused`() {
        struct Silent: Encodable {
            func encode(to encoder: any Encoder) {}
        }
        #expect(throws: EncodingError.self) { try json(["x": Silent()]) }
    }

    @Test func `two parts encoded into one object share it`() throws {
        struct Parts: Encodable {
            enum Key: String, CodingKey { case kind, inner }
            func encode(to encoder: any Encoder) throws {
                var fields = encoder.container(keyedBy: Key.self)
                try fields.encode("ping", forKey: .kind)
                try Ping(seq: 1, sent: 2).encode(to: encoder)
                var again = encoder.container(keyedBy: Key.self)
                try again.encode(["x"], forKey: .inner)
            }
        }
        #expect(try json([Parts()]) == #"[{"kind":"ping","seq":1,"sent":2,"inner":["x"]}]"#)
    }

    @Test func `nested containers close when their parent goes on`() throws {
        struct Nest: Encodable {
            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                var object = list.nestedContainer(keyedBy: AnyKey.self)
                try object.encode(1, forKey: AnyKey("a"))
                var inner = object.nestedUnkeyedContainer(forKey: AnyKey("b"))
                try inner.encode("x")
                try list.encode(2)
                try list.encodeNil()
                try 3.encode(to: list.superEncoder())
            }
        }
        #expect(try json(Nest()) == #"[{"a":1,"b":["x"]},2,null,3]"#)
    }

    @Test func `a text that ends in a bracket does not lose its comma`() throws {
        #expect(try json(["{", "[", "x"]) == #"["{","[","x"]"#)
        #expect(try json([RawJSON.emptyObject, RawJSON.emptyObject]) == "[{},{}]")
    }

    @Test func `a long text is whole`() throws {
        let text = String(repeating: "abc\n", count: 100_000)
        #expect(try value([String].self, json([text])) == [text])
    }
}
