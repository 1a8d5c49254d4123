// SPDX-License-Identifier: Apache-2.0

import Foundation

/// This very binary, serving in a process of its own on a port that the system picks.
final class ServerProcess: Sendable {
    /// What clients call it.
    let url: String
    /// Its number.
    let identifier: Int32
    private let process: Process
    private let ended: AsyncStream<Void>

    /// Starts it, and waits until it listens: blocks the thread meanwhile.
    /// - Parameter data: Its data directory.
    /// - Throws: A failure if it ends before it listens; it has said why on standard error.
    init(data: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "serve", "--auth", "dev", "--limits", "off", "--port", "0", "--data", data, "--log-level", "error",
        ]
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MARTLET_") }
        let (ended, end) = AsyncStream<Void>.makeStream()
        process.terminationHandler = { _ in end.finish() }
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
        self.identifier = process.processIdentifier
        self.ended = ended
        var text = ""
        while !text.contains("\n") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else {
                throw CommandFailure(.unavailable, "the server that was to be measured did not start")
            }
            text += String(decoding: data, as: UTF8.self)
        }
        guard let url = text.split(separator: "\n")[0].split(separator: " ").last else {
            throw CommandFailure(.notUnderstood, "the server does not say where it listens")
        }
        self.url = String(url)
    }

    /// Asks it to end.
    func terminate() {
        self.process.terminate()
    }

    /// Asks it to end, and waits until it has.
    func stop() async {
        self.process.terminate()
        for await _ in self.ended {}
    }
}
