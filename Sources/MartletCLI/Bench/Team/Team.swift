// SPDX-License-Identifier: Apache-2.0

import MartletServer
import MartletWire

/// The people and channels of a scenario, as the server numbers them.
struct Team: Hashable, Sendable {
    /// Who may speak in every channel.
    let sender: UserID
    /// Who listens; the i-th is in channel i modulo the number of channels.
    let people: [UserID]
    /// All private, all in one workspace.
    let channels: [ChannelID]
}

extension Team {
    /// Makes a team of names that nobody has.
    /// - Parameters:
    ///   - roster: How many of each.
    ///   - tag: What makes the names new.
    ///   - founder: How calls are made.
    /// - Returns: The team.
    /// - Throws: What a call was refused with.
    static func found(_ roster: Roster, tag: String, by founder: some Founder) async throws -> Team {
        let everyone = try await founder.call(
            (0...roster.people).map { UserCreate(name: "bench-\(tag)-\($0)") },
            as: Caller.operatorID
        ).map(\.id)
        let (sender, people) = (everyone[0], Array(everyone.dropFirst()))
        let workspace = try await founder.call([WorkspaceCreate(name: "bench \(tag)")], as: sender)[0].id
        _ = try await founder.call(
            people.map { WorkspaceMemberAdd(workspaceID: workspace, userID: $0) },
            as: sender
        )
        let channels = try await founder.call(
            (0..<roster.channels).map {
                ChannelCreate(workspaceID: workspace, kind: .private, name: "bench-\(tag)-\($0)")
            },
            as: sender
        ).map(\.id)
        _ = try await founder.call(
            people.enumerated().map { ChannelAddMember(channelID: channels[$0 % channels.count], userID: $1) },
            as: sender
        )
        return Team(sender: sender, people: people, channels: channels)
    }
}
