// SPDX-License-Identifier: Apache-2.0

#if Postgres
    /// The schema, step by step.
    ///
    /// A step that has been released is never changed: add another.
    enum PostgresSchema {
        /// One step, and the statements it is made of.
        struct Step {
            var name: String
            var statements: [String]
        }

        static let steps = [
            Step(name: "shared words", statements: Self.words),
            Step(name: "log", statements: Self.log),
            Step(name: "people", statements: Self.people),
            Step(name: "places", statements: Self.places),
            Step(name: "message", statements: Self.message),
            Step(name: "media", statements: Self.media),
            Step(name: "huddle", statements: Self.huddle),
            Step(name: "work session", statements: Self.workSession),
            Step(name: "media parts", statements: Self.mediaParts),
        ]

        /// The name of every table.
        static let tables = Set(
            Self.steps.flatMap(\.statements).compactMap { statement in
                let words = statement.split(separator: " ", maxSplits: 3)
                return words.starts(with: ["CREATE", "TABLE"]) ? String(words[2]) : nil
            }
        )
    }

    extension PostgresSchema {
        /// Functions under the names that the shared statements know from SQLite, and numbers without holes.
        private static let words = [
            """
            CREATE FUNCTION max(one BIGINT, other BIGINT) RETURNS BIGINT LANGUAGE sql IMMUTABLE PARALLEL SAFE
            AS 'SELECT GREATEST(one, other)'
            """,
            """
            CREATE FUNCTION instr(whole TEXT, part TEXT) RETURNS INTEGER LANGUAGE sql IMMUTABLE PARALLEL SAFE
            AS 'SELECT strpos(whole, part)'
            """,
            """
            CREATE FUNCTION json_each(list TEXT) RETURNS TABLE (value BIGINT) LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 20
            AS 'SELECT CAST(number AS BIGINT) FROM json_array_elements_text(CAST(list AS json)) number'
            """,
            """
            CREATE FUNCTION randomblob(size INTEGER) RETURNS BYTEA LANGUAGE sql VOLATILE AS
            'SELECT substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
                || uuid_send(gen_random_uuid())) FROM 1 FOR size)'
            """,
            """
            CREATE FUNCTION hex(bytes BYTEA) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
            AS 'SELECT encode(bytes, ''hex'')'
            """,
            "CREATE TABLE counter (name TEXT PRIMARY KEY, last BIGINT NOT NULL)",
            """
            CREATE FUNCTION next_number(counted TEXT) RETURNS BIGINT LANGUAGE sql VOLATILE AS
            'INSERT INTO counter (name, last) VALUES (counted, 1)
            ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last'
            """,
        ]

        private static let log = [
            """
            CREATE TABLE term (
                first_seq BIGINT PRIMARY KEY,
                epoch TEXT NOT NULL UNIQUE,
                commits BIGINT NOT NULL DEFAULT 0    -- the number of the last transaction in this term
            )
            """,
            """
            CREATE TABLE log (
                seq BIGINT PRIMARY KEY,
                at BIGINT NOT NULL,
                keys TEXT NOT NULL,          -- audience keys, comma-separated
                except_users TEXT,           -- user ids, comma-separated
                memberships BYTEA,           -- JSON
                redacts TEXT,                -- seqs, comma-separated
                event BYTEA NOT NULL
            )
            """,
            "CREATE TABLE log_key (key BIGINT NOT NULL, seq BIGINT NOT NULL, PRIMARY KEY (key, seq))",
            """
            CREATE TABLE log_total (         -- one row, and whoever has locked it appends
                bytes BIGINT NOT NULL,
                head BIGINT NOT NULL
            )
            """,
            "INSERT INTO log_total (bytes, head) VALUES (0, 0)",
            """
            CREATE TABLE membership (
                user_id BIGINT NOT NULL,
                key BIGINT NOT NULL,
                begin_seq BIGINT NOT NULL,
                end_seq BIGINT,
                role TEXT NOT NULL,
                joined_at BIGINT NOT NULL,
                PRIMARY KEY (user_id, key, begin_seq)
            )
            """,
            "CREATE UNIQUE INDEX membership_current ON membership (key, user_id) WHERE end_seq IS NULL",
            "CREATE INDEX membership_ended ON membership (end_seq) WHERE end_seq IS NOT NULL",
            "CREATE TABLE membership_count (key BIGINT PRIMARY KEY, members BIGINT NOT NULL)",
            """
            CREATE TABLE idempotency (
                user_id BIGINT NOT NULL,
                method TEXT NOT NULL,
                key TEXT NOT NULL,
                params_hash BYTEA NOT NULL,
                reply BYTEA NOT NULL,
                message_id BIGINT,
                at BIGINT NOT NULL,
                PRIMARY KEY (user_id, method, key)
            )
            """,
            "CREATE INDEX idempotency_message ON idempotency (message_id) WHERE message_id IS NOT NULL",
            "CREATE INDEX idempotency_at ON idempotency (at)",
        ]

        private static let people = [
            """
            CREATE TABLE user (
                id BIGINT PRIMARY KEY DEFAULT next_number('user'),
                name TEXT NOT NULL,
                name_key TEXT NOT NULL UNIQUE,
                display_name TEXT NOT NULL,
                online BIGINT NOT NULL DEFAULT 0,
                status_text TEXT NOT NULL DEFAULT '',
                last_seen BIGINT,
                created_at BIGINT NOT NULL,
                operator BIGINT NOT NULL DEFAULT 0,
                disabled BIGINT NOT NULL DEFAULT 0,
                tokens_valid_after BIGINT
            )
            """,
            "CREATE INDEX user_online ON user (id) WHERE online = 1",
            """
            CREATE INDEX user_special ON user (id) WHERE operator = 1 OR disabled = 1 OR tokens_valid_after IS NOT NULL
            """,
            """
            CREATE TABLE identity (
                subject TEXT NOT NULL,
                issuer TEXT NOT NULL,
                user_id BIGINT NOT NULL,
                display_name TEXT,
                PRIMARY KEY (subject, issuer)
            )
            """,
            "CREATE TABLE signed_out_session (session TEXT PRIMARY KEY, user_id BIGINT NOT NULL, ends_at BIGINT NOT NULL)",
            "CREATE TABLE sign_in_link (digest BYTEA PRIMARY KEY, offer BYTEA NOT NULL, ends_at BIGINT NOT NULL)",
        ]

        private static let places = [
            """
            CREATE TABLE workspace (
                id BIGINT PRIMARY KEY DEFAULT next_number('workspace'),
                name TEXT NOT NULL,
                owner_id BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                deleted_at BIGINT
            )
            """,
            """
            CREATE TABLE channel (
                id BIGINT PRIMARY KEY DEFAULT next_number('channel'),
                workspace_id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT,
                topic TEXT NOT NULL,
                creator_id BIGINT NOT NULL,
                people TEXT,
                created_at BIGINT NOT NULL,
                archived_at BIGINT
            )
            """,
            "CREATE INDEX channel_workspace ON channel (workspace_id, id)",
            "CREATE UNIQUE INDEX channel_people ON channel (workspace_id, people) WHERE people IS NOT NULL",
            """
            CREATE TABLE archived_reader (
                user_id BIGINT NOT NULL,
                channel_id BIGINT NOT NULL,
                PRIMARY KEY (user_id, channel_id)
            )
            """,
            """
            CREATE TABLE read_cursor (
                user_id BIGINT NOT NULL,
                channel_id BIGINT NOT NULL,
                message_id BIGINT NOT NULL,
                PRIMARY KEY (user_id, channel_id)
            )
            """,
            """
            CREATE TABLE canvas (
                id BIGINT PRIMARY KEY DEFAULT next_number('canvas'),
                channel_id BIGINT NOT NULL,
                title TEXT NOT NULL,
                revision BIGINT NOT NULL,
                creator_id BIGINT NOT NULL,
                updated_by BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                body TEXT NOT NULL
            )
            """,
            "CREATE INDEX canvas_channel ON canvas (channel_id, id)",
        ]

        private static let message = [
            """
            CREATE TABLE message (
                id BIGINT PRIMARY KEY,
                channel_id BIGINT NOT NULL,
                user_id BIGINT NOT NULL,
                thread_id BIGINT,
                body TEXT NOT NULL,
                body_seq BIGINT,
                attachments TEXT,
                reply_count BIGINT NOT NULL DEFAULT 0,
                pinned BIGINT,
                reactions TEXT,
                created_at BIGINT NOT NULL,
                edited_at BIGINT,
                deleted_at BIGINT,
                key TEXT,
                params_hash BYTEA
            )
            """,
            "CREATE INDEX message_channel ON message (channel_id, id)",
            """
            CREATE INDEX message_unread ON message (channel_id, id, user_id) WHERE thread_id IS NULL AND deleted_at IS NULL
            """,
            "CREATE INDEX message_thread ON message (thread_id, id, user_id) WHERE thread_id IS NOT NULL",
            "CREATE INDEX message_pinned ON message (channel_id, id) WHERE pinned IS NOT NULL",
            "CREATE UNIQUE INDEX message_key ON message (user_id, key) WHERE key IS NOT NULL",
            "CREATE TABLE message_search (message_id BIGINT PRIMARY KEY, words tsvector NOT NULL)",
            "CREATE INDEX message_search_words ON message_search USING gin (words)",
            """
            CREATE TABLE reaction (
                id BIGINT PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY,
                message_id BIGINT NOT NULL,
                emoji TEXT NOT NULL,
                user_id BIGINT NOT NULL,
                UNIQUE (message_id, emoji, user_id)
            )
            """,
            """
            CREATE TABLE mention (
                user_id BIGINT NOT NULL,
                message_id BIGINT NOT NULL,
                channel_id BIGINT NOT NULL,
                thread_id BIGINT,
                author_id BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                seen_at BIGINT,
                PRIMARY KEY (user_id, message_id)
            )
            """,
            "CREATE INDEX mention_message ON mention (message_id)",
            "CREATE INDEX mention_channel ON mention (user_id, channel_id, message_id) WHERE thread_id IS NULL",
            "CREATE INDEX mention_unseen ON mention (user_id, message_id) WHERE seen_at IS NULL",
            """
            CREATE TABLE notification (
                id BIGINT PRIMARY KEY,
                user_id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                actor_id BIGINT,
                workspace_id BIGINT,
                channel_id BIGINT,
                message_id BIGINT,
                read_at BIGINT,
                created_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX notification_user ON notification (user_id, id)",
            "CREATE INDEX notification_unread ON notification (user_id, id) WHERE read_at IS NULL",
            "CREATE INDEX notification_message ON notification (message_id) WHERE message_id IS NOT NULL",
        ]

        private static let media = [
            """
            CREATE TABLE media (
                id TEXT PRIMARY KEY,
                content_hash TEXT NOT NULL,
                name TEXT NOT NULL,
                content_type TEXT NOT NULL,
                size BIGINT NOT NULL,
                uploader_id BIGINT NOT NULL,
                created_at BIGINT NOT NULL,
                unreferenced_at BIGINT
            )
            """,
            "CREATE INDEX media_content ON media (content_hash)",
            "CREATE INDEX media_unreferenced ON media (unreferenced_at) WHERE unreferenced_at IS NOT NULL",
            """
            CREATE TABLE media_reference (
                media_id TEXT NOT NULL,
                channel_id BIGINT NOT NULL,
                kind TEXT NOT NULL,
                referrer_id BIGINT NOT NULL,
                PRIMARY KEY (media_id, channel_id, kind, referrer_id)
            )
            """,
            "CREATE INDEX media_referrer ON media_reference (kind, referrer_id)",
            "CREATE TABLE media_garbage (content_hash TEXT PRIMARY KEY)",
        ]

        private static let mediaParts = [
            """
            CREATE TABLE media_part (        -- the bytes of uploads
                content_hash TEXT NOT NULL,
                number BIGINT NOT NULL,
                bytes BYTEA NOT NULL,
                PRIMARY KEY (content_hash, number)
            )
            """,
            // Most of it is compressed already.
            "ALTER TABLE media_part ALTER bytes SET STORAGE EXTERNAL",
        ]

        private static let huddle = [
            """
            CREATE TABLE huddle (
                room_id TEXT PRIMARY KEY,
                channel_id BIGINT NOT NULL,
                started_by BIGINT NOT NULL,
                started_at BIGINT NOT NULL,
                ended_at BIGINT,
                joins BIGINT NOT NULL DEFAULT 0
            )
            """,
            "CREATE UNIQUE INDEX huddle_active ON huddle (channel_id) WHERE ended_at IS NULL",
            """
            CREATE TABLE huddle_participant (
                room_id TEXT NOT NULL,
                user_id BIGINT NOT NULL,
                join_number BIGINT NOT NULL,
                PRIMARY KEY (room_id, user_id)
            )
            """,
            "CREATE INDEX huddle_participant_user ON huddle_participant (user_id)",
        ]

        private static let workSession = [
            """
            CREATE TABLE work_session (
                id BIGINT PRIMARY KEY DEFAULT next_number('work session'),
                user_id BIGINT NOT NULL,
                local_id TEXT NOT NULL,
                repo_owner TEXT NOT NULL,
                repo_name TEXT NOT NULL,
                pr_number BIGINT NOT NULL,
                started_at BIGINT NOT NULL,
                ended_at BIGINT,
                duration BIGINT,
                end_reason TEXT,
                signs BIGINT NOT NULL DEFAULT 1,
                last_sign_at BIGINT NOT NULL,
                worked BIGINT,
                beacon_secret BYTEA NOT NULL,
                UNIQUE (user_id, local_id)
            )
            """,
            "CREATE INDEX work_session_user ON work_session (user_id, id)",
            "CREATE INDEX work_session_active ON work_session (id) WHERE ended_at IS NULL",
            """
            CREATE TABLE work_total (
                user_id BIGINT NOT NULL,
                quarter BIGINT NOT NULL,
                seconds BIGINT NOT NULL,
                PRIMARY KEY (user_id, quarter)
            )
            """,
            """
            CREATE TABLE activity (
                user_id BIGINT NOT NULL,
                local_id TEXT NOT NULL,
                kind TEXT NOT NULL,
                repo_owner TEXT NOT NULL,
                repo_name TEXT NOT NULL,
                pr_number BIGINT NOT NULL,
                session_local_id TEXT,
                occurred_at BIGINT NOT NULL,
                PRIMARY KEY (user_id, local_id)
            )
            """,
            "CREATE INDEX activity_session ON activity (user_id, session_local_id, occurred_at)",
        ]
    }
#endif
