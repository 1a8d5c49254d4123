// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// A call's body travels as text, since whether it is JSON is the core's to say.
extension ForwardedCall: Codable {
    private enum CodingKeys: String, CodingKey { case caller, body, key }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            caller: try fields.decode(Caller.self, forKey: .caller),
            body: Array(try fields.decode(String.self, forKey: .body).utf8)
        )
        self.key = try fields.decodeIfPresent(String.self, forKey: .key)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.caller, forKey: .caller)
        // What is not UTF-8 never gets here: see `RemoteLink.call`.
        try fields.encode(String(decoding: self.body, as: UTF8.self), forKey: .body)
        try fields.encodeIfPresent(self.key, forKey: .key)
    }
}
