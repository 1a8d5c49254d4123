// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet media`.
struct MediaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "media",
        abstract: "Uploads.",
        subcommands: [Get.self, Delete.self]
    )
}
