// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import MartletWire

/// `martlet openrpc`.
struct OpenRPCCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openrpc",
        abstract: "Prints the OpenRPC document: every method with its parameters, results and errors.",
        discussion:
            "It is the document of this binary; no server is asked. A server's own is `martlet call rpc.discover`."
    )

    func run() throws {
        let document = OpenRPCDocument(version: MartletCommand.version)
        try Terminal.standard.write(String(decoding: WireEncoder().encode(document.json), as: UTF8.self))
    }
}
