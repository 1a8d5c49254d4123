// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreReading {
    /// The person whom an identity stands for, if nothing about it has to be written first.
    func settled(_ name: IdentityName, displayName: String?) throws -> UserID? {
        guard let record = try self.identity(name) else { return nil }
        return displayName == nil || displayName == record.displayName ? record.user : nil
    }
}

extension StoreWriting {
    /// Finds the person whom an identity stands for, claims it for someone made by hand, or makes a person.
    ///
    /// - Parameters:
    ///   - name: Who vouches for whom.
    ///   - displayName: What the issuer calls the person; followed when the issuer changes it, and only then.
    ///   - provision: Whether to make a person.
    /// - Returns: The person.
    /// - Throws: ``RPCError`` `notFound` if there is none and none was to be made.
    func resolve(_ name: IdentityName, displayName: String?, provision: Bool) throws -> UserID {
        if let record = try self.identity(name) {
            try self.follow(displayName, of: record)
            return record.user
        }
        let unclaimed = IdentityName.unclaimed(name.subject)
        if let record = try self.identity(unclaimed) {
            let claimed = IdentityRecord(name, user: record.user, displayName: displayName)
            try self.replaceIdentity(unclaimed, with: claimed)
            return record.user
        }
        guard provision else { throw RPCError.notFound("person") }
        let proposals = ShortName(
            subject: name.subject.normalized,
            displayName: displayName?.normalized,
            limit: self.limits.userName
        )
        var rank = 0
        while try self.user(named: proposals.proposal(rank)) != nil { rank += 1 }
        let shortName = proposals.proposal(rank)
        let user = try self.addUser(name: shortName, displayName: displayName?.shown(within: self.limits) ?? shortName)
        try self.addIdentity(IdentityRecord(name, user: user.id, displayName: displayName))
        return user.id
    }

    private func follow(_ displayName: String?, of record: IdentityRecord) throws {
        guard let displayName, displayName != record.displayName, var user = try self.user(record.user) else { return }
        var renamed = record
        renamed.displayName = displayName
        try self.replaceIdentity(record.name, with: renamed)
        guard let shown = displayName.shown(within: self.limits), shown != user.displayName else { return }
        user.displayName = shown
        try self.rename(user.id, name: user.name, displayName: shown)
        try self.announce(user)
    }

    /// Tells everyone who shares a workspace with a person, and the person, how they are called now.
    func announce(_ user: User) throws {
        let audience = Audience(users: [user.id], workspaces: try self.workspaceIDs(of: user.id))
        try self.append(to: audience, UserUpdated(user: user))
    }
}

extension String {
    /// The text as a name to show: within the limit, without control characters; nil if nothing is left of it.
    fileprivate func shown(within limits: Limits) -> String? {
        let scalars = self.normalized.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let name = String(String.UnicodeScalarView(scalars.prefix(limits.name)))
        return name.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? nil : name
    }
}
