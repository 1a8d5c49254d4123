// SPDX-License-Identifier: Apache-2.0

import Metrics

/// How commits go, for an operator.
struct CommitMetrics: Sendable {
    private let size = Recorder(label: "martlet_commit_batch_changes", aggregate: true)
    private let seconds = Recorder(label: "martlet_commit_seconds", aggregate: true)
    private let failures = Counter(label: "martlet_commit_failures_total")

    func committed(_ changes: Int, in duration: Duration) {
        self.size.record(changes)
        self.seconds.record(duration / .seconds(1))
    }

    func failed() {
        self.failures.increment()
    }
}
