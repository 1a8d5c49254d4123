// SPDX-License-Identifier: Apache-2.0

extension PrometheusRegistry {
    /// Shows what the operating system knows of this process, and which version it is.
    ///
    /// - Parameters:
    ///   - version: the program's.
    ///   - start: when the process started, in seconds since 1970.
    ///   - uptime: seconds since the server started.
    package func observeProcess(version: String, start: Double, uptime: @escaping @Sendable () -> Double) {
        self.observe(.processMemory) { ProcessReading.residentMemory() }
        self.observe(.processProcessor) { ProcessReading.processorTime() }
        self.observe(.processDescriptors) { ProcessReading.openDescriptors() }
        self.observe(.processDescriptorLimit) { ProcessReading.descriptorLimit() }
        self.observe(.processStart) { start }
        self.observe(.uptime, read: uptime)
        self.observe(.build, [(.version, version)]) { 1 }
    }
}
