// SPDX-License-Identifier: Apache-2.0

package import MartletRules
import MartletStore
package import MartletWire
import Synchronization

extension Core: SignInLinks {
    package func keep(_ offer: SignInOffer, under digest: [UInt8]) async throws(RPCError) {
        try await self.answering {
            let bytes = try WireEncoder().encode(offer)
            try await self.store.commit { transaction in
                _ = try transaction.forgetSignIns(before: transaction.now)
                try transaction.keepSignInLink(bytes, under: digest, until: offer.expiresAt)
            }
        }
    }

    package func take(_ digest: [UInt8]) async throws(RPCError) -> SignInOffer? {
        try await self.answering {
            let bytes = try await self.store.commit { try $0.takeSignInLink(digest) }
            return try bytes.map { try WireDecoder().decode(SignInOffer.self, from: $0) }
        }
    }
}

extension Core: SessionEnding {
    package func signOut(_ session: SessionID, of user: UserID, until end: Timestamp) async throws(RPCError) {
        try await self.answering {
            let now = try await self.store.commit { transaction in
                _ = try transaction.forgetSignIns(before: transaction.now)
                try transaction.signOut(session, of: user, until: end)
                return transaction.now
            }
            self.change(.signedOut(session, of: user, until: end, at: now))
        }
    }
}
