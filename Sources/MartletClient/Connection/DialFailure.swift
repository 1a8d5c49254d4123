// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why nobody could be dialled, in words that hold no more than the reason.
package struct DialFailure: Error, CustomStringConvertible {
    /// A few words.
    let reason: String

    /// One that was made up.
    package init(reason: String) {
        self.reason = reason
    }

    init(_ failure: any Error) {
        switch failure {
        case let failure as NIOConnectionError:
            let errors = failure.connectionErrors.map(\.error)
            if failure.connectionErrors.isEmpty {
                self.reason = "its name is not known"
            } else {
                self.reason = errors.compactMap { $0 as? IOError }.last.map(Self.words) ?? "no answer"
            }
        case let failure as IOError:
            self.reason = Self.words(for: failure)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.reason = "TLS failed: is its certificate trusted here, and is it TLS that it speaks?"
        case let failure as DialFailure:
            self.reason = failure.reason
        default:
            self.reason = "no answer"
        }
    }

    /// Recognises a failure after which nothing can have reached the server; nil for any other.
    init?(unreached failure: any Error) {
        switch failure {
        case is NIOConnectionError, is NIOSSLExtraError:
            self.init(failure)
        case let error as NIOSSLError:
            guard case .handshakeFailed = error else { return nil }
            self.init(failure)
        case let error as IOError where [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH].contains(error.errnoCode):
            self.init(failure)
        default:
            return nil
        }
    }

    package var description: String { self.reason }

    private static func words(for error: IOError) -> String {
        String(cString: strerror(error.errnoCode)).lowercased()
    }
}
