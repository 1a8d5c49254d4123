// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension OutboxDraft {
    static func start(_ lane: String) -> OutboxDraft {
        OutboxDraft(key: "start \(lane)", lane: lane, method: "session.start", params: .emptyObject, role: .opens)
    }

    static func end(_ lane: String, seconds: Int = 60, key: String? = nil) -> OutboxDraft {
        OutboxDraft(
            key: key ?? "end \(lane)",
            lane: lane,
            method: "session.end",
            params: RawJSON(trusted: Array("{\"duration_seconds\":\(seconds)}".utf8)),
            role: .closes
        )
    }

    static func activity(_ number: Int, lane: String = "activities") -> OutboxDraft {
        OutboxDraft(
            key: "activity \(number)",
            lane: lane,
            method: "activity.record",
            params: .emptyObject,
            urgency: .batched
        )
    }
}
