// SPDX-License-Identifier: Apache-2.0

#if Postgres
    package import MartletWire

    /// How a store on PostgreSQL is opened.
    package struct PostgresConfiguration: Sendable {
        /// Where the database is, as libpq reads it: `postgres://user@host,host/name?sslmode=verify-full&…`.
        ///
        /// It may hold a password: never shown.
        package var address: String
        /// How many changes share a transaction at most; 512 by default.
        package var batchLimit: Int = 512
        /// How many snapshots may be read at once, each on a connection of its own; 4 by default.
        package var readers: Int = 4
        /// How long what waits for a commit waits for a database that went away; 10 s by default.
        package var patience = Duration.seconds(10)
        /// How often a store without a database looks for it, and how often any store looks for what other cores have
        /// committed; 1 s by default.
        package var probeInterval = Duration.seconds(1)
        /// After which the database ends a transaction that stands still, so that a stopped core does not hold the log;
        /// 2 s by default.
        package var idleInTransaction = Duration.seconds(2)
        /// After which the database ends the connection of a core that says nothing at all, so that a stopped core does
        /// not go on leading; 5 s by default.
        package var standstill = Duration.seconds(5)
        /// How long a commit waits for another core's; 5 s by default.
        package var lockWait = Duration.seconds(5)
        /// The longest that one statement may take; 30 s by default.
        package var statementTime = Duration.seconds(30)
        /// How long a connection for writing waits for an answer: a server may stand still, or wait itself for a standby
        /// that is gone; 7 s by default, longer than ``lockWait``.
        package var answerWait = Duration.seconds(7)
        /// After which a connection is given up whose other end acknowledges nothing; 5 s by default.
        package var silence = Duration.seconds(5)
        /// The sizes and counts that hold; the standard ones by default.
        package var limits = Limits.standard

        package init(address: String) {
            self.address = address
        }
    }
#endif
