// SPDX-License-Identifier: Apache-2.0

extension Limits: Decodable {
    /// Decodes what a server reports; what it does not report is as in ``standard``.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init()
        func read<Value: Decodable>(_ key: CodingKeys, into path: WritableKeyPath<Self, Value>) throws {
            guard let value = try fields.decodeIfPresent(Value.self, forKey: key) else { return }
            self[keyPath: path] = value
        }
        try read(.messageBody, into: \.messageBody)
        try read(.attachments, into: \.attachments)
        try read(.emoji, into: \.emoji)
        try read(.reactions, into: \.reactions)
        try read(.reactionUsers, into: \.reactionUsers)
        try read(.statusText, into: \.statusText)
        try read(.name, into: \.name)
        try read(.userName, into: \.userName)
        try read(.topic, into: \.topic)
        try read(.query, into: \.query)
        try read(.canvasBody, into: \.canvasBody)
        try read(.media, into: \.media)
        try read(.directPeers, into: \.directPeers)
        try read(.idempotencyKey, into: \.idempotencyKey)
        try read(.page, into: \.page)
        try read(.defaultPage, into: \.defaultPage)
        try read(.catchUpPage, into: \.catchUpPage)
        try read(.presenceEntries, into: \.presenceEntries)
        try read(.unreadCount, into: \.unreadCount)
        try read(.entry, into: \.entry)
        try read(.rpcBody, into: \.rpcBody)
        try read(.rpcBatch, into: \.rpcBatch)
        try read(.socketMessage, into: \.socketMessage)
        try read(.connectionsPerUser, into: \.connectionsPerUser)
        try read(.awaitingOpenPerAddress, into: \.awaitingOpenPerAddress)
        try read(.openTimeout, into: \.openTimeout)
        try read(.heartbeat, into: \.heartbeat)
        try read(.heartbeatTimeout, into: \.heartbeatTimeout)
        try read(.resumeEvents, into: \.resumeEvents)
        try read(.pollEvents, into: \.pollEvents)
        try read(.pollReach, into: \.pollReach)
        try read(.pollWait, into: \.pollWait)
        try read(.logKept, into: \.logKept)
        try read(.logKeptAtLeast, into: \.logKeptAtLeast)
        try read(.logSize, into: \.logSize)
        try read(.rpcRate, into: \.rpcRate)
        try read(.rpcBurst, into: \.rpcBurst)
        try read(.typingBurst, into: \.typingBurst)
        try read(.typingInterval, into: \.typingInterval)
        try read(.typingPerWindow, into: \.typingPerWindow)
        try read(.typingWindow, into: \.typingWindow)
        try read(.typingLasts, into: \.typingLasts)
        try read(.presenceGrace, into: \.presenceGrace)
        try read(.activities, into: \.activities)
        try read(.sessionSilence, into: \.sessionSilence)
        try read(.drain, into: \.drain)
    }
}
