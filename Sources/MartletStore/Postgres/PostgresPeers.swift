// SPDX-License-Identifier: Apache-2.0

#if Postgres
    import FoundationEssentials
    import MartletWire

    /// How the cores on one database, and in one schema of it, know of each other.
    enum PostgresPeers {
        /// An expression for where cores hear each other.
        private static let channel = "'martlet ' || hashtext(COALESCE(current_schema(), ''))"

        /// Hears what the other cores say.
        static let listen = "DO $$ BEGIN EXECUTE format('LISTEN %I', \(channel)); END $$"

        /// Takes the lead if nobody has it, for as long as the connection lives.
        static let seek = """
            SELECT pg_try_advisory_lock(hashtext('martlet lead'), hashtext(COALESCE(current_schema(), '')))
            """

        /// Says something to the other cores when the transaction is durable.
        static let tell = "SELECT 1 FROM pg_notify(\(channel), ?)"

        static func encode(_ note: PeerNote) throws -> String {
            String(decoding: try WireEncoder().encode(note), as: UTF8.self)
        }

        /// What was said; nil from a release that says more than this one knows.
        static func decode(_ text: String) -> PeerNote? {
            try? WireDecoder().decode(PeerNote.self, from: Array(text.utf8))
        }
    }
#endif
