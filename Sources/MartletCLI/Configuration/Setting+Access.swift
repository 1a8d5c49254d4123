// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletServer

extension Setting {
    static let access: [Setting] = Self.mode + Self.proxy + Self.tokens + Self.names + Self.lives

    private static let mode: [Setting] = [
        .choice(
            "auth",
            \.access.mode,
            among: [.dev, .proxy, .jwt],
            "Whom the server believes: dev (whoever asks, on loopback only), proxy (a reverse proxy), jwt (tokens)"
        ),
        .list(
            "operators",
            \.operators,
            accepts: "subjects, separated by commas",
            example: "[alice, bob]",
            "The subjects who are operators, as whoever vouches for them spells them"
        ),
        .value(
            "operator_claim",
            \.access.operatorClaim,
            accepts: "name=value or outer.inner=value",
            example: "roles=martlet-operator",
            "jwt: the claim that makes a token's subject an operator"
        ),
        .choice("provision", \.access.provision, "proxy, jwt: whether people get an account when they first come"),
    ]

    private static let proxy = Setting.secret(
        "proxy_secret",
        "proxy: what the proxy shows in X-Martlet-Proxy-Secret",
        example: "/etc/martlet/proxy.secret"
    ) {
        $0.access.proxySecret != nil
    } write: {
        $1.access.proxySecret = $0
    }

    private static let tokens: [Setting] = [
        .text(
            "jwks_file",
            \.access.keysFile,
            accepts: "the path of a readable file",
            example: "/etc/martlet/jwks.json",
            "jwt: the issuer's keys in a file, read again when it changes; this or jwks_url"
        ),
        .text(
            "jwks_url",
            \.access.keysURL,
            accepts: "an https URL",
            example: "https://issuer.example.com/.well-known/jwks.json",
            "jwt: where the issuer publishes its keys"
        ),
        .duration(
            "jwks_interval",
            \.access.keysInterval,
            in: .seconds(1) ... .seconds(7 * 86_400),
            "jwt: how often the keys are fetched even if none is missing"
        ),
        .text(
            "issuer",
            \.access.issuer,
            accepts: "a text",
            example: "https://issuer.example.com/",
            "jwt: what iss must be"
        ),
        .text("audience", \.access.audience, accepts: "a text", example: "martlet", "jwt: what aud must be or contain"),
        .duration(
            "token_leeway",
            \.access.leeway,
            in: .zero ... .seconds(600),
            "jwt: how far the issuer's clock may be from ours"
        ),
        .number(
            "remembered_tokens",
            \.access.rememberedTokens,
            in: 1...10_000_000,
            "How many verified tokens are remembered"
        ),
    ]

    private static let names: [Setting] = [
        .list(
            "allowed_hosts",
            \.access.allowedHosts,
            accepts: "host names, separated by commas",
            example: "[chat.example.com]",
            "The hosts that requests may be for, beside this machine's own names on loopback and public_url's"
        ),
        .list(
            "allowed_origins",
            \.access.allowedOrigins,
            accepts: "origins such as https://host, separated by commas",
            example: "[https://www.example.com]",
            "Other sites whose pages may use this server"
        ),
        .text(
            "public_url",
            \.access.publicURL,
            accepts: "http(s)://host",
            example: "https://chat.example.com",
            "How browsers reach this server; https makes cookies Secure behind a proxy that ends TLS"
        ),
        .text(
            "login_url",
            \.access.loginURL,
            accepts: "a URL or a path",
            example: "https://issuer.example.com/login",
            "jwt: where a page sends whoever is not signed in"
        ),
        .text(
            "logout_url",
            \.access.logoutURL,
            accepts: "a URL or a path",
            example: "/oauth2/sign_out",
            "Where a page goes once somebody has signed out; behind a proxy nobody can without it"
        ),
    ]

    private static let lives: [Setting] = [
        .duration(
            "cookie_life",
            \.access.cookieLife,
            in: .seconds(1) ... .seconds(400 * 86_400),
            "The longest life of a page's sign-in"
        ),
        .duration(
            "media_token_life",
            \.access.mediaTokenLife,
            in: .seconds(1) ... .seconds(400 * 86_400),
            "The longest life of a service worker's media token"
        ),
    ]
}
