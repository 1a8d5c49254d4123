// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletClient
import MartletWire

/// `martlet call`.
struct CallMethodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call",
        abstract: "Calls any method by name, and prints the result as the server sent it.",
        discussion: "martlet call message.list '{\"channel_id\": 1, \"limit\": 5}'"
    )

    @OptionGroup(title: "Whom to call") var client: ClientOptions
    @Argument(
        help: "The method's name, such as message.send.",
        completion: .list(MethodRegistry.standard.methods.map { $0.name.rawValue })
    )
    var method: String
    @Argument(help: "The parameters as a JSON object; - reads them from standard input.") var params = "{}"

    func run() async throws {
        let bytes = self.params == "-" ? try StandardInput.bytes() : Array(self.params.utf8)
        let params: RawJSON
        do {
            params = try RawJSON(checking: bytes)
        } catch {
            throw CommandFailure(.usage, "the parameters are not JSON: \(error)")
        }
        guard bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
            throw CommandFailure(.usage, "the parameters are not a JSON object")
        }
        let martlet = try self.client.martlet()
        let answer = try await Progress.showing("calling \(self.method)") { _ in
            try await martlet.call(self.method, params: params)
        }
        try Terminal.standard.write(answer.description)
    }
}
