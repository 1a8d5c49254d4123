// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import MartletWire
import Testing

struct WireDecoderTests {
    // R3-32
    @Test(arguments: [
        0, 1, -1, 9_007_199_254_740_991, 9_007_199_254_740_992, 9_007_199_254_740_993, Int64.max, Int64.min,
    ])
    func `a whole number of 64 bits is exact both ways`(number: Int64) throws {
        #expect(try value([Int64].self, "[\(number)]") == [number])
        #expect(try json([number]) == "[\(number)]")
        #expect(try value([UserID].self, "[\(number)]") == [UserID(rawValue: number)])
        #expect(try value(JSONValue.self, "\(number)") == .integer(number))
    }

    @Test(arguments: [
        "1.0", "1e3", "1E0", "0.5", "-1.0", "9223372036854775808", "-9223372036854775809", "\"1\"", "true",
    ])
    func `a fraction, an exponent or too large a number is no whole number`(text: String) {
        #expect(throws: DecodingError.self) { try value([Int64].self, "[\(text)]") }
        #expect(throws: DecodingError.self) { try value(Ping.self, #"{"seq":\#(text),"sent":0}"#) }
    }

    @Test func `a small type refuses what does not fit it`() throws {
        #expect(try value([UInt8].self, "[255]") == [255])
        #expect(throws: DecodingError.self) { try value([UInt8].self, "[256]") }
        #expect(throws: DecodingError.self) { try value([UInt64].self, "[-1]") }
    }

    @Test(arguments: [
        (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9""#, "é"), (#""é""#, "é"),
        (#""\ud83d\ude00""#, "😀"), (#""😀""#, "😀"), (#""\u0000""#, "\0"), (#""a\u0041\ud83d\ude00b""#, "aA😀b"),
        (#""\uFFFF""#, "\u{FFFF}"), (#""\uD7FF""#, "\u{D7FF}"),
    ])
    func `a text means the same however it is spelled`(text: String, meaning: String) throws {
        let decoded = try value([String].self, "[\(text)]")
        #expect(decoded.map { Array($0.utf8) } == [Array(meaning.utf8)])
        #expect(try value([String].self, json(decoded)) == decoded)
    }

    @Test(arguments: [
        #""\ud800""#, #""\udc00""#, #""\ud800\u0041""#, #""\ud800x""#, #""\x""#, #""\u12g4""#, #"""#, #""\"#,
    ])
    func `half a surrogate pair or an unknown escape is not JSON`(text: String) {
        #expect(throws: DecodingError.self) { try value([String].self, "[\(text)]") }
    }

    @Test func `a name may be spelled with escapes, and is the same name`() throws {
        #expect(try value(Ping.self, #"{"s\u0065q":1,"sent":0}"#).seq == 1)
        #expect(throws: DecodingError.self) { try value(Ping.self, #"{"s\u0065q":1,"seq":2,"sent":0}"#) }
    }

    @Test func `a name stands once, in small objects and large`() throws {
        let many = (0..<40).map { #""n\#($0)":0"# }
        #expect(throws: Never.self) { try value(JSONValue.self, "{\(many.joined(separator: ","))}") }
        #expect(throws: DecodingError.self) {
            try value(JSONValue.self, "{\((many + [many[3]]).joined(separator: ","))}")
        }
        #expect(throws: DecodingError.self) { try value(JSONValue.self, #"{"a":0,"b":0,"a":0}"#) }
    }

    @Test func `nesting ends at 64`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try value(JSONValue.self, nested(64)) }
        #expect(throws: DecodingError.self) { try value(JSONValue.self, nested(65)) }
        #expect(throws: DecodingError.self) { try value(JSONValue.self, String(repeating: "[", count: 1_000_000)) }
    }

    @Test func `an error names the way to what is wrong`() throws {
        let text = #"{"epoch":"e","seq":1,"events":[{"type":"a","data":{}},{"type":7}],"more":false}"#
        let error = #expect(throws: DecodingError.self) { try value(LongPollPage.self, text) }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("another error")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["events", "1", "type"])
    }

    @Test func `another library's codec reads and writes the same`() throws {
        let frame = EventFrame(seq: 9, event: .known(MessageCreated(message: Sample.message)))
        let bytes = Array(try JSONEncoder().encode(frame))
        #expect(try WireDecoder().decode(EventFrame.self, from: bytes) == frame)
        let ours = try WireEncoder().encode(frame)
        #expect(try JSONDecoder().decode(EventFrame.self, from: Data(ours)) == frame)
        let raw = try JSONDecoder().decode(RawJSON.self, from: Data(#"{"a":[1,null,true,"x",0.5]}"#.utf8))
        #expect(raw.description == #"{"a":[1,null,true,"x",0.5]}"#)
    }

    @Test func `raw JSON keeps its bytes, spaces and all`() throws {
        struct Box: Codable { var value: RawJSON }
        let box = try value(Box.self, #"{"value": {"b" : 1.50, "a":"\u0041"} }"#)
        #expect(box.value.description == #"{"b" : 1.50, "a":"\u0041"}"#)
        #expect(try json(box) == #"{"value":{"b" : 1.50, "a":"\u0041"}}"#)
        #expect(try value([RawJSON].self, #"["x",null,[ ]]"#).map(\.description) == ["\"x\"", "null", "[ ]"])
        #expect(throws: JSONSyntaxError.self) { try RawJSON(checking: Array("{".utf8)) }
    }
}
