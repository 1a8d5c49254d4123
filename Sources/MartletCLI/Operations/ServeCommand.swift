// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Logging
import MartletServer
import Metrics
import NIOCore

/// `martlet serve`.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the server until SIGTERM or Ctrl-C.",
        usage: "martlet serve --auth <mode> [<option> ...]",
        discussion: """
            Settings come from options, then from the environment (MARTLET_PORT is --port), then from a file. `martlet \
            config sample` prints a file with every one of them, and `martlet config check` says what holds. The server does \
            not start with settings that cannot work, and names them. Log lines go to standard error.
            """
    )

    @OptionGroup var options: SettingOptions

    func validate() throws {
        _ = try self.options.values()
    }

    func run() async throws {
        let settings = try await self.options.sources().load().settings
        let problems = settings.problems + StartChecks(settings: settings).problems
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        LoggingSystem.bootstrap { label in
            LogOutput(label: label, format: settings.logFormat, level: settings.logLevel)
        }
        let scheme = settings.tls == nil ? "http" : "https"
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let server = Server(settings, registry: registry, logger: Logger(label: "martlet")) { address in
            guard let port = address.port else { return }
            let host = settings.host.contains(":") ? "[\(settings.host)]" : settings.host
            try? Terminal.standard.write("listening on \(scheme)://\(host):\(port)")
        }
        try await server.run()
    }
}
