// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import FoundationEssentials
import MartletServer
import MartletStore
import MartletWire

extension TokenCommand {
    /// Signs a token, or makes a link that signs a page in once.
    struct Mint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a token that signs somebody in, or with --link a link that does so once.",
            discussion: """
                Whoever may read the data directory may do this: it is how the first operator gets in. The token goes to standard \
                output and nowhere else. The server need not run for a token, but must have been started once for a link.
                """
        )

        @OptionGroup var file: ConfigurationFileOptions
        @Option(
            help: "The server's data directory; as the server's own settings say by default.",
            completion: .directory
        )
        var data: String?
        @Option(help: "Whom it signs in, as whoever vouches for them spells them.") var subject: String?
        @Option(help: "Who vouches for the subject; as the server's settings say by default.") var issuer: String?
        @Option(help: "What to call somebody who comes for the first time.") var name: String?
        @Flag(help: "Sign in the operator, who always exists; or make the subject an operator for as long as it lasts.")
        var `operator` = false
        @Option(help: ArgumentHelp("How long the token lasts, or the sign-in by the link.", valueName: "duration"))
        var life = DurationText(.seconds(12 * 3600))
        @Flag(help: "Print a link for a browser, good once and for 15 minutes.") var link = false

        private static let linkLife = Duration.seconds(15 * 60)

        func validate() throws {
            guard self.subject != nil || self.operator else {
                throw ValidationError("Say whom it signs in: --subject, --operator or both.")
            }
            guard self.life.duration > .zero else { throw ValidationError("--life must be longer than nothing.") }
        }

        func run() async throws {
            let environment = ProcessInfo.processInfo.environment
            let options: [String: SettingValue] = self.data.map { ["data": .text($0)] } ?? [:]
            let sources = ConfigurationSources(
                options: options,
                environment: environment,
                file: self.file.path(environment: environment)
            )
            let settings = try await sources.load().settings
            guard FileManager.default.fileExists(atPath: settings.data) else {
                throw CommandFailure(.notFound, "data: there is no directory \(settings.data); start the server once")
            }
            let now = Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
            let line = self.link ? try await self.link(settings, at: now) : try await self.token(settings, at: now)
            try Terminal.standard.write(line)
        }

        private func token(_ settings: ServerSettings, at now: Timestamp) async throws -> String {
            let key = try SigningKey(at: settings.signingKeyPath, entropy: .system)
            let tokens = LocalTokens(key: key, entropy: .system)
            return try await tokens.mint(self.grant(settings, at: now), at: now).exposedText
        }

        private func link(_ settings: ServerSettings, at now: Timestamp) async throws -> String {
            let grant = self.grant(settings, at: now)
            let offer = SignInOffer(
                issuer: grant.issuer,
                subject: grant.subject,
                displayName: grant.displayName,
                isOperator: grant.isOperator,
                expiresAt: now.advanced(by: Self.linkLife),
                sessionMilliseconds: Milliseconds(self.life.duration).rawValue
            )
            let code = SignInCode(entropy: .system)
            try await StoreVisit(directory: settings.data).keepSignInLink(
                WireEncoder().encode(offer),
                under: code.digest,
                until: offer.expiresAt
            )
            let scheme = settings.tls == nil ? "http" : "https"
            let address = settings.access.publicURL ?? "\(scheme)://\(settings.host):\(settings.port)"
            return code.link(to: address).exposedText
        }

        /// What is granted; the server takes it as its settings say at the time.
        func grant(_ settings: ServerSettings, at now: Timestamp) -> TokenGrant {
            let end = now.advanced(by: self.life.duration)
            guard let subject = self.subject else { return .forOperator(until: end) }
            return TokenGrant(
                issuer: self.issuer ?? settings.access.subjectIssuer,
                subject: subject,
                displayName: self.name,
                isOperator: self.operator,
                expiresAt: end
            )
        }
    }
}
