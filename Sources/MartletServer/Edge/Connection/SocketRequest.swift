// SPDX-License-Identifier: Apache-2.0

package import MartletRules

/// What an upgrade asked for, and who asked.
package struct SocketRequest: Sendable {
    /// What access made of the request.
    package enum Admission: Sendable {
        /// It is known who this is.
        case caller(Caller)
        /// The first frame has to say.
        case awaitingOpen(PathUser)
    }

    /// Who it is.
    package var admission: Admission
    /// The `epoch` it gave, as it came.
    package var epoch: String?
    /// The `resume_from` it gave, as it came.
    package var resumeFrom: String?

    package init(admission: Admission, epoch: String? = nil, resumeFrom: String? = nil) {
        self.admission = admission
        self.epoch = epoch
        self.resumeFrom = resumeFrom
    }
}
