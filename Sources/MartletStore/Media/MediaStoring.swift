// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// What is known of uploads; their bytes are files beside the store or ``MediaContent``, named by their hash.
package protocol MediaReading {
    /// One upload.
    func media(_ id: MediaID) throws -> StoredMedia?

    /// Whether a person may read an upload: its uploader, and whoever may read something that refers to it.
    func mayRead(_ id: MediaID, _ user: UserID) throws -> Bool

    /// The hashes of bytes that were some upload's and are no one's now.
    func unusedContent(limit: Int) throws -> [String]

    /// Whether any upload has these bytes.
    func isContentUsed(_ hash: String) throws -> Bool

    /// Uploads that nothing has referred to since before an instant, the oldest first.
    func orphanedMedia(before instant: Timestamp, limit: Int) throws -> [MediaID]

    /// What something refers to.
    func media(referredToBy referrer: MediaReferrer) throws -> [MediaID]
}

/// Notes uploads and what refers to them.
package protocol MediaWriting {
    /// Whether a new upload's bytes are in place; they may have been removed with an older one that had the same.
    func hasContent(of stored: StoredMedia) throws -> Bool

    /// Adds an upload, whose bytes are in place.
    func insert(_ stored: StoredMedia) throws

    /// Lets whoever may read a channel read these, for as long as the referrer refers to them.
    func refer(to media: [MediaID], from referrer: MediaReferrer, in channel: ChannelID) throws

    /// Ends everything that a referrer refers to.
    func removeReferences(from referrer: MediaReferrer) throws

    /// Removes an upload and what refers to it; its bytes are unused if no other upload has them.
    ///
    /// Whoever removes the file keeps uploads of the same bytes out meanwhile, looks again whether they are used, and
    /// then says ``forgetContent(_:)``.
    func removeMedia(_ id: MediaID) throws

    /// Notes that the file of unused bytes is gone.
    func forgetContent(_ hash: String) throws
}

/// An upload with what the wire does not say of it.
package struct StoredMedia: Hashable, Sendable {
    /// The upload as readers see it.
    package var media: Media
    /// The hash of its bytes: uploads of the same bytes share one file.
    package var contentHash: String

    package init(_ media: Media, contentHash: String) {
        self.media = media
        self.contentHash = contentHash
    }
}

/// What can refer to an upload.
package enum MediaReferrer: Hashable, Sendable {
    /// A message that it is attached to.
    case message(MessageID)
    /// A canvas whose text links to it.
    case canvas(CanvasID)
}
