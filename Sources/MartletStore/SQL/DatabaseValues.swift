// SPDX-License-Identifier: Apache-2.0

public import GRDB
public import MartletWire

// Public only because the types are: nothing outside this module sees a database.
extension Identifier: DatabaseValueConvertible {}
extension Timestamp: DatabaseValueConvertible {}
extension AudienceKey: DatabaseValueConvertible {}
