// SPDX-License-Identifier: Apache-2.0

/// What an upload is, told from its first bytes; what the uploader says of it counts for nothing.
///
/// Only what a browser shows without running it is told apart. Everything else, and SVG, HTML and other markup with it,
/// is ``unknown``, to be saved and not shown.
package enum MediaType: String, Hashable, Sendable, CaseIterable {
    case png = "image/png"
    case jpeg = "image/jpeg"
    case gif = "image/gif"
    case webp = "image/webp"
    case avif = "image/avif"
    case mp4 = "video/mp4"
    case mp4Audio = "audio/mp4"
    case webm = "video/webm"
    case mp3 = "audio/mpeg"
    case ogg = "audio/ogg"
    case wav = "audio/wav"
    case pdf = "application/pdf"
    case text = "text/plain; charset=utf-8"
    case unknown = "application/octet-stream"

    /// How many bytes are looked at.
    package static let prefixLength = 512

    /// Tells it from the first ``prefixLength`` bytes, or all if there are fewer.
    package init(startingWith prefix: some Collection<UInt8>) {
        let bytes = Array(prefix.prefix(Self.prefixLength))
        self = Self.binary(bytes) ?? (Self.isText(bytes) ? .text : .unknown)
    }

    /// Whether a browser may show it in place.
    package var isShown: Bool { self != .unknown }

    private static func binary(_ bytes: [UInt8]) -> Self? {
        if bytes.has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
        if bytes.has([0xFF, 0xD8, 0xFF]) { return .jpeg }
        if bytes.has("GIF87a") || bytes.has("GIF89a") { return .gif }
        if bytes.has("RIFF") { return bytes.has("WEBP", at: 8) ? .webp : bytes.has("WAVE", at: 8) ? .wav : nil }
        if bytes.has("ftyp", at: 4) { return Self.container(bytes) }
        if bytes.has([0x1A, 0x45, 0xDF, 0xA3]) { return bytes.prefix(64).contains("webm") ? .webm : .unknown }
        if bytes.has("OggS") { return .ogg }
        if bytes.has("%PDF-") { return .pdf }
        if bytes.has("ID3") { return .mp3 }
        // A frame of MPEG audio: eleven set bits, then version 1 or 2, layer III.
        if bytes.count > 2, bytes[0] == 0xFF, [0xFA, 0xFB, 0xF2, 0xF3].contains(bytes[1]) { return .mp3 }
        return nil
    }

    /// What an ISO base media file is, by its major brand.
    private static func container(_ bytes: [UInt8]) -> Self {
        if bytes.has("avif", at: 8) || bytes.has("avis", at: 8) { return .avif }
        if bytes.has("M4A ", at: 8) { return .mp4Audio }
        let brands = ["isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V "]
        return brands.contains { bytes.has($0, at: 8) } ? .mp4 : .unknown
    }

    /// Whether it is UTF-8 without control characters, and not markup.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        var bytes = bytes[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0C, 0x0D].contains($0) }
        guard isPlain, let first = bytes.first(where: { $0 > 0x20 }), first != UInt8(ascii: "<") else { return false }
        // The last character may be cut.
        return (0...min(3, bytes.count)).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}

extension [UInt8] {
    fileprivate func has(_ signature: [UInt8], at offset: Int = 0) -> Bool {
        self.dropFirst(offset).starts(with: signature)
    }

    fileprivate func has(_ signature: String, at offset: Int = 0) -> Bool {
        self.dropFirst(offset).starts(with: signature.utf8)
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ signature: String) -> Bool {
        self.indices.contains { self[$0...].starts(with: signature.utf8) }
    }
}
