// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

/// A command that calls one method and shows the answer.
///
/// Its options are the method's parameters, and its help is the method's documentation.
protocol CallCommand: AsyncParsableCommand where Call.Result: Presentable {
    /// The method.
    associatedtype Call: Method

    /// Whom to call, and how to show the answer.
    var client: ClientOptions { get }

    /// The call that the options make.
    func call() throws -> Call
}

extension CallCommand {
    /// Describes the command as the method is described.
    static func described(as name: String, aliases: [String] = []) -> CommandConfiguration {
        let documentation = Call.documentation
        return CommandConfiguration(
            commandName: name,
            abstract: documentation.summary,
            discussion: "Calls \(Call.name). Callers: \(documentation.callers).",
            aliases: aliases
        )
    }

    mutating func run() async throws {
        try await self.client.perform(try self.call())
    }
}

extension ArgumentHelp {
    /// What a method's documentation says of a parameter, and what else a command has to say of it.
    static func parameter<Call: Method>(
        _ name: String,
        of method: Call.Type,
        _ more: String? = nil
    ) -> ArgumentHelp {
        guard let text = Call.documentation.parameters[name] else {
            preconditionFailure("\(Call.name) documents no parameter \(name)")
        }
        return ArgumentHelp(stringLiteral: text + (more.map { "; \($0)" } ?? ""))
    }
}
