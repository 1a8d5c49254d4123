// SPDX-License-Identifier: Apache-2.0

import MartletClient
import MartletWire
import ServiceLifecycle

/// Follows a stream and prints it, until it is told to stop or has printed enough.
struct Tail: Service {
    /// Enough was printed.
    struct Enough: Error {}

    let martlet: Martlet
    let start: StreamStart
    let output: TailOutput

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            var output = self.output
            do {
                try await self.martlet.stream(from: self.start) { try output.print($0) }
            } catch is Enough {
                return
            } catch is CancellationError {
                guard let position = output.position else { return }
                Terminal.standard.note("to go on from here: --since \(PositionText(position))")
            }
        }
    }
}
