// SPDX-License-Identifier: Apache-2.0

#if Postgres
    /// Counts what is done of a copy.
    final class CopyMeter {
        private let steps: Int
        private let progress: (Double) -> Void
        private var done = 0

        init(steps: Int, _ progress: @escaping (Double) -> Void) {
            self.steps = max(steps, 1)
            self.progress = progress
        }

        /// So many steps more are done.
        func advance(by steps: Int) {
            self.done += steps
            self.progress(Double(self.done) / Double(self.steps))
        }
    }
#endif
