// SPDX-License-Identifier: Apache-2.0

/// Members that may be nil: said as null unless the writer leaves them out.
///
/// Every overload is written out, since the standard library's own leave nil out.
extension KeyedWriter {
    private func encodeAbsence(forKey key: Key) {
        guard !self.writer.leavesNilOut else { return }
        self.encodeNil(forKey: key)
    }

    func encodeIfPresent(_ value: (some Encodable)?, forKey key: Key) throws {
        guard let value else { return self.encodeAbsence(forKey: key) }
        try self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: String?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
        guard let value else { return self.encodeAbsence(forKey: key) }
        try self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
        guard let value else { return self.encodeAbsence(forKey: key) }
        try self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Int?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Int8?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Int16?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Int32?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: Int64?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: UInt?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: UInt8?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: UInt16?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: UInt32?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }

    func encodeIfPresent(_ value: UInt64?, forKey key: Key) {
        guard let value else { return self.encodeAbsence(forKey: key) }
        self.encode(value, forKey: key)
    }
}
