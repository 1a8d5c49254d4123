// SPDX-License-Identifier: Apache-2.0

/// One delivery of the current credentials.
package struct CredentialPush: Hashable, Sendable {
    /// Counts pushes, so that the end of one that no longer matters is told apart.
    package let number: UInt64
    /// Whose credentials.
    package let account: CredentialAccount
    /// Which sign-in they belong to: a receiver that has heard of a later one ignores them.
    package let generation: UInt64
    /// To whom; each gets them once.
    package let receivers: Set<CredentialReceiverID>
}

/// Names one receiver for as long as it lives: one that was replaced has another name.
package struct CredentialReceiverID: Hashable, Sendable {
    private let name: String

    package init(_ name: String) {
        self.name = name
    }
}

/// How a push ended.
package enum CredentialPushOutcome: Hashable, Sendable {
    /// A receiver said that it has them.
    case acknowledged
    /// There was nothing to push, or nobody to push to.
    case skipped
    /// Nobody confirmed in time, or there was an error.
    case failed

    /// How a push to several receivers ended: one that has them is enough.
    package init(of outcomes: some Sequence<CredentialPushOutcome>) {
        self = outcomes.reduce(.skipped) { result, outcome in
            switch (result, outcome) {
            case (.acknowledged, _), (_, .acknowledged): .acknowledged
            case (.failed, _), (_, .failed): .failed
            case (.skipped, .skipped): .skipped
            }
        }
    }
}
