// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import GRDB
    import MartletWire

    /// Of which store, and of which time of its life, a copy is.
    struct CopyStamp: Equatable {
        /// The last term and the last entry: every start begins a term.
        var text: String

        init(text: String) {
            self.text = text
        }

        init(of source: Database) throws {
            let snapshot = SQLiteSnapshot(source, limits: .standard)
            self.text = "\(try snapshot.epoch().rawValue) \(try snapshot.head())"
        }
    }
#endif
