// SPDX-License-Identifier: Apache-2.0

/// Creates a channel with the caller in it; the same people always get the same DM.
public struct ChannelCreate: MutatingMethod {
    /// The channel.
    public typealias Result = Channel

    /// `channel.create`.
    public static let name = MethodName("channel.create")
    /// For the OpenRPC document.
    public static let documentation = MethodDocumentation(
        "Creates a channel with the caller in it; the same people always get the same DM.",
        callers: "members of the workspace",
        parameters: [
            "workspace_id": "the workspace it shall be in",
            "kind": "who may find and join it",
            "name": "the name to show, required save for a DM: 1 to 80 Unicode scalars, no control characters",
            "topic": "what it is for: at most 250 Unicode scalars",
            "peer_ids": "who else is in a DM: at least one and at most 50 people of the workspace; for a DM only",
            "idempotency_key": "a name for this one effect, 1 to 64 bytes; the same key never has a second effect",
        ],
        errors: [.notFound, .forbidden]
    )

    /// The workspace it shall be in.
    public var workspaceID: WorkspaceID
    /// Who may find and join it.
    public var kind: ChannelKind
    /// The name to show, required save for a DM: 1 to 80 Unicode scalars, no control characters.
    public var name: String?
    /// What it is for: at most 250 Unicode scalars.
    public var topic: String?
    /// Who else is in a DM: at least one and at most 50 people of the workspace; for a DM only.
    public var peerIDs: [UserID]?
    /// A name for this one effect, 1 to 64 bytes; the same key never has a second effect.
    public var idempotencyKey: String?

    private enum CodingKeys: String, CodingKey {
        case workspaceID = "workspace_id"
        case kind, name, topic
        case peerIDs = "peer_ids"
        case idempotencyKey = "idempotency_key"
    }

    /// Creates the call.
    public init(
        workspaceID: WorkspaceID,
        kind: ChannelKind,
        name: String? = nil,
        topic: String? = nil,
        peerIDs: [UserID]? = nil,
        idempotencyKey: String? = nil
    ) {
        self.workspaceID = workspaceID
        self.kind = kind
        self.name = name
        self.topic = topic
        self.peerIDs = peerIDs
        self.idempotencyKey = idempotencyKey
    }

    /// Checks numbers, sizes and counts.
    public func validate(within limits: Limits) throws(RPCError) {
        try limits.check(id: self.workspaceID, field: "workspace_id")
        try limits.check(topic: self.topic)
        try limits.check(idempotencyKey: self.idempotencyKey)
        switch self.kind {
        case .dm:
            guard let peers = self.peerIDs, !peers.isEmpty else {
                throw RPCError.invalid("peer_ids", "a dm needs at least one other person")
            }
            try limits.check(ids: peers, atMost: limits.directPeers, field: "peer_ids")
        case .public, .private:
            guard let name = self.name else { throw RPCError.invalid("name", "required unless kind is dm") }
            try limits.check(name: name, field: "name")
            guard self.peerIDs?.isEmpty ?? true else {
                throw RPCError.invalid("peer_ids", "only a dm has peers; use channel.add_member")
            }
        }
    }
}
