// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Ephemeral: Codable {
    private enum CodingKeys: String, CodingKey { case audience, event }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            audience: try fields.decode(Audience.self, forKey: .audience),
            event: try fields.decode(RawJSON.self, forKey: .event).bytes
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.audience, forKey: .audience)
        try fields.encode(RawJSON(trusted: self.event), forKey: .event)
    }
}
