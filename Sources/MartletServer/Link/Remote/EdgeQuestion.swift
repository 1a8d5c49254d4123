// SPDX-License-Identifier: Apache-2.0

/// What a core asks an edge for an operator, each answered once.
enum EdgeQuestion: Sendable, Codable {
    case standing
    case connections(ConnectionQuery)
    case carryOut(EdgeCommand)
}
