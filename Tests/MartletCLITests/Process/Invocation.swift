// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One run of the `martlet` that was built with these tests.
struct Invocation: Sendable {
    /// What a run left behind.
    struct Outcome: Sendable {
        var status: Int32
        var output: String
        var notes: String
    }

    /// The binary, beside the tests' own.
    static let binary: String = {
        let tests = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "martlet").path
    }()

    var arguments: [String]
    var environment: [String: String] = [:]
    var input: String?

    /// Runs it to its end.
    func run() async throws -> Outcome {
        let running = try RunningProcess(self)
        async let output = running.output.all()
        async let notes = running.notes.all()
        let status = await running.exit()
        return await Outcome(status: status, output: output, notes: notes)
    }
}

/// A process that a test has started, and that does not outlive the test's interest in it: whoever lets go of it, or is
/// cancelled while waiting for its end, kills it.
final class RunningProcess: Sendable {
    let output = Lines()
    let notes = Lines()
    private let process: Process
    private let ended: AsyncStream<Int32>

    init(_ invocation: Invocation) throws {
        let process = Process()
        process.executableURL = URL(filePath: Invocation.binary)
        process.arguments = invocation.arguments
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MARTLET_") }
        environment.merge(invocation.environment) { _, given in given }
        environment["TZ"] = "UTC"
        process.environment = environment
        let (ended, end) = AsyncStream<Int32>.makeStream()
        process.terminationHandler = { process in
            end.yield(process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus)
            end.finish()
        }
        let (output, notes, input) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = notes
        process.standardInput = input
        self.output.read(output.fileHandleForReading)
        self.notes.read(notes.fileHandleForReading)
        try process.run()
        if let text = invocation.input { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }
        try input.fileHandleForWriting.close()
        self.process = process
        self.ended = ended
    }

    /// Asks it to end, as Ctrl-C does.
    func interrupt() {
        self.process.interrupt()
    }

    /// Asks it to end, as a service manager does.
    func terminate() {
        self.process.terminate()
    }

    /// Waits for its exit status.
    func exit() async -> Int32 {
        for await status in self.ended { return status }
        self.kill()
        return -SIGKILL
    }

    deinit {
        self.kill()
    }

    private func kill() {
        guard self.process.isRunning else { return }
        Foundation.kill(self.process.processIdentifier, SIGKILL)
    }
}

/// The lines that a process writes.
final class Lines: Sendable {
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (self.stream, self.continuation) = AsyncStream.makeStream()
    }

    /// Reads until the other end is closed.
    func read(_ handle: FileHandle) {
        let continuation = self.continuation
        Thread.detachNewThread {
            var rest = Data()
            while true {
                // Unlike `read(upToCount:)`, which waits until it has as much.
                let data = handle.availableData
                guard !data.isEmpty else { break }
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[rest.index(after: end)...])
                }
            }
            if !rest.isEmpty { continuation.yield(String(decoding: rest, as: UTF8.self)) }
            continuation.finish()
        }
    }

    /// The next line; nil at the end.
    func next() async -> String? {
        for await line in self.stream { return line }
        return nil
    }

    /// Everything that is still to come.
    func all() async -> String {
        var lines: [String] = []
        for await line in self.stream { lines.append(line) }
        return lines.joined(separator: "\n")
    }
}
