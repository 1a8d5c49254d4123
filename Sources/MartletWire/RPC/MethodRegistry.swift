// SPDX-License-Identifier: Apache-2.0

/// The methods that a server answers, by name.
///
/// The OpenRPC document is produced from the same list, so that a method is documented if and only if it is served.
public struct MethodRegistry: Sendable {
    /// The methods, in the order in which the document lists them.
    public let methods: [any Method.Type]
    private let byName: [String: any Method.Type]

    /// Creates a registry; of two methods under one name the first is kept.
    public init(_ methods: [any Method.Type]) {
        self.byName = Dictionary(methods.map { ($0.name.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
        self.methods = methods
    }

    /// The method of that name.
    public subscript(name: String) -> (any Method.Type)? {
        self.byName[name]
    }
}

extension Method {
    /// Whether a call changes something, and so takes an idempotency key.
    public static var isMutating: Bool { Self.self is any MutatingMethod.Type }
}
