// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What makes a change safe to ask for twice.
struct KeyOptions: ParsableArguments {
    @Option(help: "A name for this one effect, 1 to 64 bytes; the same key never has a second effect.")
    var idempotencyKey: String?
}
