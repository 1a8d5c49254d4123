// SPDX-License-Identifier: Apache-2.0

/// The server that is measured.
struct BenchServer: Sendable {
    /// What clients call it.
    let url: String
    /// Where it listens, on this machine.
    let port: Int
    /// What it has used.
    let meter: ProcessMeter
    /// The process, if the bench has started it.
    let process: ServerProcess?

    /// Takes one that runs already.
    init(url: String, process: Int32) throws {
        self.url = url
        self.port = try Self.port(of: url)
        self.meter = try ProcessMeter(process: process)
        self.process = nil
    }

    /// Starts one on a data directory.
    init(data: String) throws {
        let process = try ServerProcess(data: data)
        self.url = process.url
        self.port = try Self.port(of: process.url)
        self.meter = try ProcessMeter(process: process.identifier)
        self.process = process
    }

    /// The port of a plain server on this machine.
    static func port(of url: String) throws -> Int {
        for host in ["http://127.0.0.1:", "http://localhost:"] where url.hasPrefix(host) {
            let rest = url.dropFirst(host.count)
            if let port = Int(rest.hasSuffix("/") ? rest.dropLast() : rest), (1...65_535).contains(port) { return port }
        }
        throw CommandFailure(.usage, "server: expected http://127.0.0.1:PORT, a server on this machine without TLS")
    }
}
