// SPDX-License-Identifier: Apache-2.0

import Foundation
import MartletRules
package import MartletStore
package import MartletWire

extension SessionTotals: Query {
    package func answer(from snapshot: any StoreReading, for caller: Caller) throws -> Result {
        guard let zone = TimeZone(identifier: self.timeZone ?? "UTC") else {
            throw RPCError.invalid("time_zone", "a name of the time zone database, such as Europe/Berlin")
        }
        var days = DayTotals(from: self.from, to: self.to) { instant in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.rawValue) / 1000))
        }
        let people = try snapshot.workingPeople(in: self.workspaceID, seenBy: caller.userID)
        for total in try snapshot.workTotals(of: people, in: days.quarters) {
            days.add(total.seconds, of: total.user, in: total.quarter)
        }
        return Result(totals: days.totals)
    }
}
