// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// `martlet message`.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "message",
        abstract: "Messages: send, list, find, change, react, pin.",
        subcommands: [
            Send.self, Update.self, Delete.self, Get.self, List.self, Thread.self, Search.self, React.self,
            Unreact.self, ToggleReact.self, Pin.self, Unpin.self, ListPins.self,
        ]
    )
}
