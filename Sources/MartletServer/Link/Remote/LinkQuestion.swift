// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

/// What an edge asks the core, each answered once.
enum LinkQuestion: Sendable {
    case entries(MissedEntries)
    case attach(AttachRequest)
    case replay(ReplayRequest)
    case count(ReplayRequest)
    case call(ForwardedCall)
    case beacon(SessionBeacon)
    case presence([WorkspaceID])
    case resolve(AccountRequest)
    case keep(KeptOffer)
    case take([UInt8])
    case signOut(EndedSession)
    /// Answered with what was kept, once its last part has come.
    case upload(MediaUpload)
    /// Answered once it has been taken: one is on its way at a time.
    case part(MediaPart)
    case dropUpload(Int64)
    case findMedia(WantedMedia)
    case readMedia(WantedBytes)

    enum Kind: String, Codable {
        case entries, attach, replay, count, call, beacon, presence, resolve, keep, take
        case signOut = "sign_out"
        case upload
        case part
        case dropUpload = "drop_upload"
        case findMedia = "find_media"
        case readMedia = "read_media"
    }
}

extension LinkQuestion {
    /// Entries after a seq that the edge has missed.
    struct MissedEntries: Sendable, Codable {
        var after: Seq
        var limit: Int
    }

    /// Which of our people a subject is.
    struct AccountRequest: Sendable, Codable {
        var issuer: String
        var subject: String
        var displayName: String?
        var provision: Bool
    }

    /// A one-use link to keep.
    struct KeptOffer: Sendable, Codable {
        var offer: SignInOffer
        var digest: [UInt8]
    }

    /// A session to end for good.
    struct EndedSession: Sendable, Codable {
        var session: SessionID
        var user: UserID
        var end: Timestamp
    }
}

extension LinkQuestion {
    var kind: Kind {
        switch self {
        case .entries: .entries
        case .attach: .attach
        case .replay: .replay
        case .count: .count
        case .call: .call
        case .beacon: .beacon
        case .presence: .presence
        case .resolve: .resolve
        case .keep: .keep
        case .take: .take
        case .signOut: .signOut
        case .upload: .upload
        case .part: .part
        case .dropUpload: .dropUpload
        case .findMedia: .findMedia
        case .readMedia: .readMedia
        }
    }

    init<Key: CodingKey>(_ kind: Kind, in fields: KeyedDecodingContainer<Key>, at key: Key) throws {
        self =
            switch kind {
            case .entries: .entries(try fields.decode(MissedEntries.self, forKey: key))
            case .attach: .attach(try fields.decode(AttachRequest.self, forKey: key))
            case .replay: .replay(try fields.decode(ReplayRequest.self, forKey: key))
            case .count: .count(try fields.decode(ReplayRequest.self, forKey: key))
            case .call: .call(try fields.decode(ForwardedCall.self, forKey: key))
            case .beacon: .beacon(try fields.decode(SessionBeacon.self, forKey: key))
            case .presence: .presence(try fields.decode([WorkspaceID].self, forKey: key))
            case .resolve: .resolve(try fields.decode(AccountRequest.self, forKey: key))
            case .keep: .keep(try fields.decode(KeptOffer.self, forKey: key))
            case .take: .take(try fields.decode([UInt8].self, forKey: key))
            case .signOut: .signOut(try fields.decode(EndedSession.self, forKey: key))
            case .upload: .upload(try fields.decode(MediaUpload.self, forKey: key))
            case .part: .part(try fields.decode(MediaPart.self, forKey: key))
            case .dropUpload: .dropUpload(try fields.decode(Int64.self, forKey: key))
            case .findMedia: .findMedia(try fields.decode(WantedMedia.self, forKey: key))
            case .readMedia: .readMedia(try fields.decode(WantedBytes.self, forKey: key))
            }
    }

    func encode<Key: CodingKey>(into fields: inout KeyedEncodingContainer<Key>, at key: Key) throws {
        switch self {
        case .entries(let body): try fields.encode(body, forKey: key)
        case .attach(let body): try fields.encode(body, forKey: key)
        case .replay(let body), .count(let body): try fields.encode(body, forKey: key)
        case .call(let body): try fields.encode(body, forKey: key)
        case .beacon(let body): try fields.encode(body, forKey: key)
        case .presence(let body): try fields.encode(body, forKey: key)
        case .resolve(let body): try fields.encode(body, forKey: key)
        case .keep(let body): try fields.encode(body, forKey: key)
        case .take(let body): try fields.encode(body, forKey: key)
        case .signOut(let body): try fields.encode(body, forKey: key)
        case .upload(let body): try fields.encode(body, forKey: key)
        case .part(let body): try fields.encode(body, forKey: key)
        case .dropUpload(let body): try fields.encode(body, forKey: key)
        case .findMedia(let body): try fields.encode(body, forKey: key)
        case .readMedia(let body): try fields.encode(body, forKey: key)
        }
    }
}
