// SPDX-License-Identifier: Apache-2.0

package import AsyncHTTPClient
import FoundationEssentials
import HTTPTypes
import JWTKit
package import MartletWire
import NIOCore
import NIOHTTP1

/// A LiveKit server as the room service, over its Twirp JSON API.
///
/// Every answer but a plain success, or LiveKit's own word that there is no such room or person, is an error: a proxy's
/// 404 and a late answer say nothing about who is there.
package struct LiveKitRooms: RoomService {
    /// The most that is read of an answer.
    private static let answerLimit = 1024 * 1024
    /// How long a token lets somebody come in; who is in stays in.
    private static let tokenLife = Duration.seconds(3600)
    /// How long a token for one call of ours lives.
    private static let callLife = Duration.seconds(60)
    /// How long LiveKit keeps a room that nobody came into, in seconds.
    private static let emptyTimeout = 300

    private let api: String
    private let socket: String
    private let key: String
    private let signer: JWTKeyCollection
    private let client: HTTPClient
    private let patience: TimeAmount
    private let clock: @Sendable () -> Timestamp

    /// Uses a LiveKit server.
    package init(
        _ settings: ServerSettings.LiveKit,
        client: HTTPClient,
        patience: Duration = .seconds(5),
        clock: @escaping @Sendable () -> Timestamp
    ) async {
        let address = settings.url.hasSuffix("/") ? String(settings.url.dropLast()) : settings.url
        self.api = address.hasPrefix("ws") ? "http" + address.dropFirst(2) : address
        self.socket = address.hasPrefix("http") ? "ws" + address.dropFirst(4) : address
        self.key = settings.key
        // HMAC fills up short keys with zeros by itself; JWTKit insists on 32 bytes, and LiveKit's secrets may be shorter.
        var secret = Array(settings.secret.exposedText.utf8)
        secret += Array(repeating: 0, count: max(0, 32 - secret.count))
        self.signer = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
        self.client = client
        self.patience = TimeAmount(patience)
        self.clock = clock
    }

    package func admit(_ user: UserID, named name: String, to room: RoomID) async throws -> HuddleToken {
        struct CreateRoom: Encodable {
            var name: String
            var empty_timeout: Int
        }
        let create = CreateRoom(name: room.rawValue, empty_timeout: Self.emptyTimeout)
        _ = try await self.call("CreateRoom", create, with: .keeper)
        let expiry = self.clock().advanced(by: Self.tokenLife)
        let token = try await self.sign(.participant(in: room), for: (user.description, name), until: expiry)
        return HuddleToken(roomID: room, url: self.socket, token: token, expiresAt: expiry)
    }

    package func people(in room: RoomID) async throws -> Set<UserID>? {
        struct Participants: Decodable {
            struct Participant: Decodable {
                var identity: String
                var state: State?
            }
            enum State: Decodable {
                case disconnected
                case other

                init(from decoder: any Decoder) throws {
                    let value = try decoder.singleValueContainer()
                    let word = (try? value.decode(String.self)) ?? (try? value.decode(Int.self)).map(String.init)
                    self = word == "DISCONNECTED" || word == "3" ? .disconnected : .other
                }
            }
            var participants: [Participant]?
        }
        let room = Room(room)
        guard let answer = try await self.call("ListParticipants", room, with: .administrator(of: room.id)) else {
            return []
        }
        guard let list = try? JSONDecoder().decode(Participants.self, from: answer) else {
            throw RoomServiceError("the list of participants cannot be read")
        }
        let connected = (list.participants ?? []).filter { $0.state != .disconnected }
        return Set(connected.compactMap { UserID($0.identity) })
    }

    package func remove(_ user: UserID, from room: RoomID) async throws {
        struct Identity: Encodable {
            var room: String
            var identity: String
        }
        let identity = Identity(room: room.rawValue, identity: user.description)
        _ = try await self.call("RemoveParticipant", identity, with: .administrator(of: room))
    }

    package func close(_ room: RoomID) async throws {
        _ = try await self.call("DeleteRoom", Room(room), with: .keeper)
    }

    private struct Room: Encodable {
        var room: String
        var id: RoomID { RoomID(rawValue: self.room) }

        init(_ id: RoomID) {
            self.room = id.rawValue
        }
    }
}

// MARK: - Calling

extension LiveKitRooms {
    /// One call; nil if LiveKit says that there is no such room or person.
    private func call(
        _ method: String,
        _ body: some Encodable,
        with video: LiveKitGrant.Video
    ) async throws -> Data? {
        let token = try await self.sign(video, for: nil, until: self.clock().advanced(by: Self.callLife))
        var request = HTTPClientRequest(url: "\(self.api)/twirp/livekit.RoomService/\(method)")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(token)")
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(try JSONEncoder().encode(body))
        let response: (status: HTTPResponseStatus, body: ByteBuffer)
        do {
            let answer = try await self.client.execute(request, deadline: .now() + self.patience)
            response = (answer.status, try await answer.body.collect(upTo: Self.answerLimit))
        } catch let error as CancellationError {
            throw error
        } catch {
            throw RoomServiceError("\(method): no answer (\(type(of: error)))")
        }
        let bytes = Data(response.body.readableBytesView)
        if response.status == .ok { return bytes }
        if response.status == .notFound, Self.meansMissing(bytes) { return nil }
        throw RoomServiceError("\(method): status \(response.status.code)")
    }

    private static func meansMissing(_ answer: Data) -> Bool {
        struct Failure: Decodable { var code: String }
        return (try? JSONDecoder().decode(Failure.self, from: answer))?.code == "not_found"
    }

    private func sign(
        _ video: LiveKitGrant.Video,
        for person: (identity: String, name: String)?,
        until expiry: Timestamp
    ) async throws -> String {
        // LiveKit's clock may be a little behind ours.
        let grant = LiveKitGrant(
            iss: self.key,
            sub: person?.identity,
            name: person?.name,
            nbf: self.clock().rawValue / 1000 - 10,
            exp: expiry.rawValue / 1000,
            video: video
        )
        do {
            return try await self.signer.sign(grant)
        } catch {
            throw RoomServiceError("a token could not be signed")
        }
    }
}
