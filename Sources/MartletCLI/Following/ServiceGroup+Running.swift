// SPDX-License-Identifier: Apache-2.0

import Logging
import ServiceLifecycle
import UnixSignals

extension ServiceGroup {
    /// A group that runs one service, until that has done enough or somebody presses Ctrl-C.
    static func runningUntilStopped(_ service: some Service) -> ServiceGroup {
        ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                gracefulShutdownSignals: [.sigint, .sigterm],
                logger: Logger(label: "martlet") { _ in SwiftLogNoOpLogHandler() }
            )
        )
    }
}
