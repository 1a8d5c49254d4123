// SPDX-License-Identifier: Apache-2.0

package import Logging
package import MartletRules
package import MartletWire

/// Everything that an operator decides about a server, with what holds unless they decide.
///
/// Plain values: where they came from is the command line's business, and what each part of the server makes of them
/// is that part's.
package struct ServerSettings: Sendable {
    /// The certificate chain and private key of TLS, as PEM files.
    package struct TLSFiles: Hashable, Sendable {
        /// The chain, the server's own certificate first.
        package var certificate: String
        /// The key, without a passphrase.
        package var privateKey: String

        package init(certificate: String, privateKey: String) {
            self.certificate = certificate
            self.privateKey = privateKey
        }
    }

    /// How the store works.
    package struct StoreTuning: Hashable, Sendable {
        /// How many changes share one transaction at most; default: 512.
        package var batch = 512
        /// How many snapshots may be read at once; default: 4.
        package var readers = 4
        /// Files up to this many bytes are checked whole at start, larger ones by header and schema; default: 1 GiB.
        package var wholeCheckBelow: Int64 = 1 << 30
        /// How often entries that the log need not keep are removed; default: 60 s.
        package var trimInterval = Duration.seconds(60)
    }

    /// How fast connections are taken on, so that a storm of returning clients does not become an outage.
    package struct Admission: Hashable, Sendable {
        /// How many sockets may attach each second; nil takes all; default: 2000.
        package var perSecond: Int? = 2000
        /// How many may attach at once after a rest; default: 2000.
        package var burst = 2000
        /// How long after a start people who were online are still counted so; default: 60 s.
        package var window = Duration.seconds(60)
        /// How many connections may not yet have made a request; default: 16,384.
        ///
        /// One address may take two thirds of them when nobody else asks.
        package var handshakes = 16_384
    }

    /// The room service for huddles; without one, huddles are counted but carry no sound.
    package struct LiveKit: Sendable {
        /// Where clients and this server reach it, `wss://…` or `https://…`.
        package var url: String
        /// The name of the API key.
        package var key: String
        /// The API key's secret.
        package var secret: Secret

        package init(url: String, key: String, secret: Secret) {
            self.url = url
            self.key = key
            self.secret = secret
        }
    }

    /// How the NATS servers are used that cores and edges meet on.
    package struct Bus: Sendable {
        /// What the names of all subjects begin with, so that several systems may share servers; default: `martlet`.
        package var prefix = "martlet"
        /// A file of a user's JWT and key; default: none.
        package var credentials: String?
        /// A user's name; default: none.
        package var user: String?
        /// The user's password; default: none.
        package var password: Secret?
        /// A token in place of user and password; default: none.
        package var token: Secret?
        /// The PEM file of whoever signs the servers' certificates; default: whom the system trusts.
        package var authority: String?
        /// Our own certificate, for servers that ask for one; default: none.
        package var certificate: String?
        /// The key of our own certificate; default: none.
        package var privateKey: String?
        /// How long an edge is believed to be there that says nothing; default: 10 s.
        package var lease = Duration.seconds(10)
        /// How often an edge tells of everyone it has, at most a third of a lease; default: 3 s.
        package var renewal = Duration.seconds(3)

        package init() {}
    }

    /// Which halves run in this process; default: both.
    package var role = ServerRole.all
    /// Where core and edge meet; needed unless both run here; default: none.
    package var events: EventsAddress?
    /// How the servers are used, if they meet on NATS.
    package var bus = Bus()

    /// The address to bind; default: loopback.
    package var host = "127.0.0.1"
    /// The port to bind, 0 for a free one; default: 8787.
    package var port = 8787
    /// A second port, on the same address, for health and metrics alone; default: none.
    ///
    /// Whoever reaches it needs no sign-in. Without one, both are on the main port, and metrics are for operators.
    package var operationsPort: Int?
    /// TLS for the main port; default: none.
    package var tls: TLSFiles?
    /// How many event loops serve connections; nil takes one for each processor but one, which the store
    /// has; default: nil.
    package var loops: Int?
    /// How many connections the kernel holds until they are accepted; default: 4096.
    package var backlog = 4096

    /// The directory of store and media; created when absent; default: `data` in the working directory.
    package var data = "data"
    /// The file of the key that our own tokens are signed with, made when absent; default: `signing.key` among the data.
    package var signingKeyFile: String?
    /// Where the signing key is.
    package var signingKeyPath: String { self.signingKeyFile ?? "\(self.data)/\(SigningKey.fileName)" }
    /// Where the PostgreSQL database is that holds the store, as libpq reads it; nil keeps it in a file of the data
    /// directory; default: none.
    ///
    /// Secret because it may hold a password.
    package var database: Secret?
    /// How the store works.
    package var store = StoreTuning()

    /// Whom the server believes, and what they may do.
    package var access = AccessConfiguration()

    /// The file of what clients are told at `/config.json` beside the server's own fields; default: none.
    package var clientConfiguration: String?
    /// A directory whose files are served instead of the pages' own of the same name; default: none.
    package var pagesDirectory: String?

    /// Every size, count and time that clients may run into, the drain's and the log's among them.
    package var limits = Limits.standard
    /// Whether rates are limited, that of admission among them; default: yes.
    ///
    /// May be off in dev mode only. Sizes and counts are limited always.
    package var limitsRates = true
    /// How fast connections are taken on.
    package var admission = Admission()
    /// What an edge keeps of the log in memory; default: 100,000 entries or 64 MiB.
    package var tail = LogTailCapacity()

    /// The room service for huddles; default: none.
    package var liveKit: LiveKit?
    /// How often huddles are compared with the room service; default: 15 s.
    package var huddleInterval = Duration.seconds(15)

    /// The least important level that is logged; default: info.
    package var logLevel = Logger.Level.info
    /// How log lines are written; default: text.
    package var logFormat = LogFormat.text

    package init() {}
}
