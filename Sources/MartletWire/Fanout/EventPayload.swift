// SPDX-License-Identifier: Apache-2.0

/// An event as a client gets it: of a type it knows, or as it came.
///
/// The set of events is open. Match the types you care for, and let the rest pass: a position advances all the same.
///
/// ```swift
/// switch frame.event {
/// case .known(let created as MessageCreated): show(created.message)
/// default: break
/// }
/// ```
public enum EventPayload: Sendable {
    /// An event of the catalogue.
    case known(any Event)
    /// An event of a newer server, or with data that only a newer client can read.
    case unknown(EventName, RawJSON)

    /// The name it travels under.
    public var name: EventName {
        switch self {
        case .known(let event): type(of: event).name
        case .unknown(let name, _): name
        }
    }

    /// The event, if it is of this type.
    public func event<Expected: Event>(as type: Expected.Type = Expected.self) -> Expected? {
        guard case .known(let event) = self else { return nil }
        return event as? Expected
    }
}

extension EventPayload: Hashable {
    /// Whether both are the same event with the same data.
    public static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.known(let left), .known(let right)): AnyHashable(left) == AnyHashable(right)
        case (.unknown(let left, let leftData), .unknown(let right, let rightData)):
            left == right && leftData == rightData
        case (.known, .unknown), (.unknown, .known): false
        }
    }

    /// Hashes the event and its data.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .known(let event): hasher.combine(AnyHashable(event))
        case .unknown(let name, let data):
            hasher.combine(name)
            hasher.combine(data)
        }
    }
}
