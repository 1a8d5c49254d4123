// SPDX-License-Identifier: Apache-2.0

import MartletServer
import Testing

@Suite struct SessionCookieTests {
    static let plain = SessionCookie(isSecure: false)
    static let secure = SessionCookie(isSecure: true)

    @Test func `the cookie is out of reach of scripts and of other sites' requests`() {
        #expect(
            Self.plain.setting(Secret("abc"), for: .seconds(60))
                == "martlet=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"
        )
    }

    @Test func `under TLS it is for this very host and TLS only`() {
        #expect(
            Self.secure.setting(Secret("abc"), for: .milliseconds(60_999))
                == "__Host-martlet=abc; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure"
        )
    }

    @Test func `it is taken away by name, and never lives longer than its token`() {
        #expect(Self.plain.clearing() == "martlet=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
        #expect(Self.secure.clearing() == "__Host-martlet=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure")
        #expect(Self.plain.setting(Secret("a"), for: .seconds(-5)).contains("Max-Age=0;"))
    }

    static let headers: [([String], [String])] = [
        ([], []),
        (["martlet=abc"], ["abc"]),
        (["a=b; martlet=abc; c=d"], ["abc"]),
        (["a=b", "martlet=abc"], ["abc"]),
        (["martlet=a=b=="], ["a=b=="]),
        (["  martlet = abc\t"], ["abc"]),
        (["xmartlet=no; martlet2=no; Martlet=no; martlet"], []),
        (["__Host-martlet=no"], []),
        (["martlet=abc; martlet=abc"], ["abc"]),
        (["martlet=abc; martlet=evil"], ["abc", "evil"]),
        ([";;;=;==;martlet=;"], [""]),
    ]

    @Test(arguments: headers)
    func `it is found among others, and two of the name are both seen`(headers: [String], values: [String]) {
        #expect(Self.plain.values(in: headers) == values)
    }

    @Test func `a plain cookie does not pass for the one that only TLS may set`() {
        #expect(Self.secure.values(in: ["martlet=planted; __Host-martlet=abc"]) == ["abc"])
        #expect(Self.secure.values(in: ["martlet=planted"]).isEmpty)
    }
}
