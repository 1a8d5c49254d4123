// SPDX-License-Identifier: Apache-2.0

import HTTPTypes

/// What a browser is told beside every page and file: what it may do with it, which is as little as the pages need.
enum PageHeaders {
    /// The headers of all of them.
    ///
    /// - `connect-src 'self'` covers the socket too.
    /// - Trusted types forbid what turns text into HTML or script. The one policy that scripts may make is named
    ///   `martlet`, since starting a service worker takes one.
    /// - A referrer is kept for ourselves: without any, some requests of our own pages would come without an origin.
    static let common: HTTPFields = [
        .contentSecurityPolicy: Self.policy,
        .xContentTypeOptions: "nosniff",
        .xFrameOptions: "DENY",
        .referrerPolicy: "same-origin",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
        .permissionsPolicy: "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        .cacheControl: "no-cache",
        .vary: "Accept-Encoding",
    ]

    /// A service worker may serve all pages, wherever its own file is.
    static let worker: HTTPFields = [.serviceWorkerAllowed: "/"]

    private static let policy = [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob: data:",
        "media-src 'self' blob:",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "require-trusted-types-for 'script'",
        "trusted-types martlet",
    ].joined(separator: "; ")
}

extension HTTPField.Name {
    fileprivate static var xFrameOptions: Self { Self("X-Frame-Options") ?? .eTag }
    fileprivate static var referrerPolicy: Self { Self("Referrer-Policy") ?? .eTag }
    fileprivate static var permissionsPolicy: Self { Self("Permissions-Policy") ?? .eTag }
    fileprivate static var crossOriginOpenerPolicy: Self { Self("Cross-Origin-Opener-Policy") ?? .eTag }
    fileprivate static var serviceWorkerAllowed: Self { Self("Service-Worker-Allowed") ?? .eTag }
}
