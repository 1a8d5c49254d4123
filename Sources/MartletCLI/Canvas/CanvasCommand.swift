// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet canvas`.
struct CanvasCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "canvas",
        abstract: "Canvases: texts that a channel writes together.",
        subcommands: [Create.self, Get.self, List.self, Update.self, Delete.self]
    )
}
