// SPDX-License-Identifier: Apache-2.0

extension RPCError {
    /// Says which parameter could not be read, and why, in wire names.
    ///
    /// A leading `params` is left out of the path: the caller knows where its parameters stand.
    package init(_ error: DecodingError) {
        var path: [any CodingKey]
        let message: String
        switch error {
        case .keyNotFound(let key, let context):
            path = context.codingPath + [key]
            message = "missing"
        case .valueNotFound(_, let context):
            path = context.codingPath
            message = "\(context.debugDescription), not null"
        case .typeMismatch(_, let context), .dataCorrupted(let context):
            path = context.codingPath
            message = context.debugDescription
        @unknown default:
            path = []
            message = "unreadable"
        }
        if path.count > 1, path.first?.stringValue == "params" { path.removeFirst() }
        let field = path.map(\.stringValue).joined(separator: ".")
        self = .invalid(field.isEmpty ? "params" : field, message)
    }
}
