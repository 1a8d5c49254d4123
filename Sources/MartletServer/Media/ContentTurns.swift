// SPDX-License-Identifier: Apache-2.0

/// Lets one task at a time deal with the file of some bytes, so that none is removed while another upload of the same
/// bytes comes to rely on it.
actor ContentTurns {
    private var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]

    /// Waits for the turn; ``leave(_:)`` must follow.
    func enter(_ hash: String) async {
        guard self.waiting[hash] != nil else {
            self.waiting[hash] = []
            return
        }
        await withCheckedContinuation { self.waiting[hash]?.append($0) }
    }

    /// Hands the turn on.
    func leave(_ hash: String) {
        guard let next = self.waiting[hash]?.first else {
            self.waiting[hash] = nil
            return
        }
        self.waiting[hash]?.removeFirst()
        next.resume()
    }
}
