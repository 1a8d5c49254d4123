// SPDX-License-Identifier: Apache-2.0

/// An upload, without its bytes.
public struct Media: Hashable, Sendable, Codable {
    /// Names it.
    public var id: MediaID
    /// The file's name as uploaded.
    public var name: String
    /// Its type as the server found it.
    public var contentType: String
    /// How many bytes.
    public var size: Int64
    /// Who uploaded it.
    public var uploaderID: UserID
    /// When it was uploaded.
    public var createdAt: Timestamp

    private enum CodingKeys: String, CodingKey {
        case id, name
        case contentType = "content_type"
        case size
        case uploaderID = "uploader_id"
        case createdAt = "created_at"
    }

    /// Creates a media.
    public init(id: MediaID, name: String, contentType: String, size: Int64, uploaderID: UserID, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.contentType = contentType
        self.size = size
        self.uploaderID = uploaderID
        self.createdAt = createdAt
    }
}
