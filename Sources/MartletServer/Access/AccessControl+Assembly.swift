// SPDX-License-Identifier: Apache-2.0

package import AsyncHTTPClient
package import Logging
import MartletRules
package import ServiceLifecycle

extension AccessControl {
    /// What access needs from the rest of the server.
    package struct Surroundings: Sendable {
        /// The address that the server binds.
        package var host: String
        /// Whether the server itself ends TLS.
        package var servesTLS: Bool
        /// Where the key of our own tokens is.
        package var signingKey: any SigningKeySource
        /// Which person a subject is.
        package var directory: any IdentityDirectory
        /// How people stand.
        package var standings: any AccountStandings
        /// The one-use links that are out.
        package var links: (any SignInLinks)?
        /// Ends sessions.
        package var ending: any SessionEnding
        /// Fetches the issuer's keys; made with ``KeyAddress/clientConfiguration``.
        package var client: HTTPClient
        /// Where unguessable bytes come from.
        package var entropy: Entropy
        /// For what an operator must know.
        package var logger: Logger

        package init(
            host: String,
            servesTLS: Bool,
            signingKey: any SigningKeySource,
            directory: any IdentityDirectory,
            standings: any AccountStandings,
            links: (any SignInLinks)?,
            ending: any SessionEnding,
            client: HTTPClient,
            entropy: Entropy,
            logger: Logger
        ) {
            self.host = host
            self.servesTLS = servesTLS
            self.signingKey = signingKey
            self.directory = directory
            self.standings = standings
            self.links = links
            self.ending = ending
            self.client = client
            self.entropy = entropy
            self.logger = logger
        }
    }

    /// Builds access as an operator has configured it.
    ///
    /// Keys in a file must be readable now. Keys at an address need not be: an issuer that is down must not keep everyone
    /// else from starting, and those who are signed in need it only once a minute.
    ///
    /// - Parameters:
    ///   - configuration: The settings.
    ///   - surroundings: The rest of the server.
    /// - Returns: Access, and the service that must run as long as it is used, if there is one.
    /// - Throws: ``AccessConfigurationError``, for whoever starts the server.
    package static func assemble(
        _ configuration: AccessConfiguration,
        in surroundings: Surroundings
    ) async throws -> (access: AccessControl, service: (any Service)?) {
        try configuration.validate(boundTo: surroundings.host)
        let people = People(
            configuration: configuration,
            directory: surroundings.directory,
            standings: surroundings.standings
        )
        let local = Self.localTokens(configuration, in: surroundings)
        let keys = try await Self.keys(configuration, in: surroundings)
        let authenticator = Authenticator(
            configuration: configuration,
            people: people,
            local: local,
            foreign: keys.map { Self.verifier(configuration, keys: $0) }
        )
        let cookie = configuration.sessionCookie(servesTLS: surroundings.servesTLS)
        let sessions = Sessions(
            configuration: configuration,
            cookie: cookie,
            authenticator: authenticator,
            people: people,
            tokens: local,
            links: surroundings.links,
            ending: surroundings.ending,
            entropy: surroundings.entropy
        )
        let access = AccessControl(
            configuration: configuration,
            requestGuard: configuration.requestGuard(boundTo: surroundings.host),
            cookie: cookie,
            authenticator: authenticator,
            sessions: sessions
        )
        return (access, keys)
    }

    private static func localTokens(
        _ configuration: AccessConfiguration,
        in surroundings: Surroundings
    ) -> LocalTokens? {
        guard configuration.mode != .proxy else { return nil }
        return LocalTokens(key: surroundings.signingKey, entropy: surroundings.entropy)
    }

    private static func keys(
        _ configuration: AccessConfiguration,
        in surroundings: Surroundings
    ) async throws -> RotatingKeys<ContinuousClock>? {
        guard configuration.mode == .jwt else { return nil }
        if let path = configuration.keysFile {
            let interval = min(KeyFile.interval, configuration.keysInterval)
            let keys = Self.rotating(KeyFile(path: path), every: interval, in: surroundings)
            do {
                try await keys.load()
            } catch {
                let advice = (error as? KeyDocument.Fault)?.description ?? "cannot be read"
                throw AccessConfigurationError(problems: [.init(setting: .keysFile, advice: advice)])
            }
            return keys
        }
        let address = KeyAddress(url: configuration.keysURL ?? "", client: surroundings.client)
        let keys = Self.rotating(address, every: configuration.keysInterval, in: surroundings)
        await keys.loadOrKeep()
        return keys
    }

    private static func rotating(
        _ source: any KeySource,
        every interval: Duration,
        in surroundings: Surroundings
    ) -> RotatingKeys<ContinuousClock> {
        RotatingKeys(from: source, every: interval, clock: ContinuousClock(), logger: surroundings.logger)
    }

    private static func verifier(_ configuration: AccessConfiguration, keys: any VerificationKeys) -> TokenVerifier {
        TokenVerifier(
            terms: TokenTerms(
                issuer: configuration.issuer ?? "",
                audience: configuration.audience ?? "",
                leeway: configuration.leeway,
                grace: configuration.leeway
            ),
            operatorClaim: configuration.operatorClaim,
            keys: keys
        )
    }
}
