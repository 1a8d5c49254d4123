// SPDX-License-Identifier: Apache-2.0

/// The settings of access by the names that an operator writes.
package enum AccessSetting: String, Hashable, Sendable, CaseIterable {
    case auth
    case host
    case operators
    case operatorClaim = "operator-claim"
    case proxySecret = "proxy-secret"
    case keysFile = "jwks-file"
    case keysURL = "jwks-url"
    case issuer
    case audience
    case allowedHosts = "allowed-hosts"
    case allowedOrigins = "allowed-origins"
    case publicURL = "public-url"
    case loginURL = "login-url"
    case logoutURL = "logout-url"
    case cookieLife = "cookie-life"
    case mediaTokenLife = "media-token-life"
    case leeway = "token-leeway"
    case pendingOpens = "pending-opens"
    case openDeadline = "open-deadline"
    case rememberedTokens = "remembered-tokens"
    case keysInterval = "jwks-interval"
}
