// SPDX-License-Identifier: Apache-2.0

/// A bounded memory that forgets what was not asked for the longest.
package struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Node: Sendable {
        var key: Key
        var value: Value
        var older: Int
        var newer: Int
    }

    private static var none: Int { -1 }

    private let limit: Int
    private var places: [Key: Int] = [:]
    private var nodes: [Node] = []
    private var newest = Self.none
    private var oldest = Self.none

    /// Starts empty.
    package init(limit: Int) {
        precondition(limit > 0, "a memory holds at least one thing")
        self.limit = limit
    }

    /// How many things are remembered.
    package var count: Int { self.places.count }

    /// What is remembered under the key; asking makes it the newest.
    package mutating func value(for key: Key) -> Value? {
        guard let place = self.places[key] else { return nil }
        self.unlink(place)
        self.linkNewest(place)
        return self.nodes[place].value
    }

    /// Remembers something, forgetting the oldest if there is no room.
    package mutating func insert(_ value: Value, for key: Key) {
        if let place = self.places[key] {
            self.nodes[place].value = value
            self.unlink(place)
            self.linkNewest(place)
            return
        }
        let place: Int
        if self.nodes.count < self.limit {
            place = self.nodes.count
            self.nodes.append(Node(key: key, value: value, older: Self.none, newer: Self.none))
        } else {
            place = self.oldest
            self.unlink(place)
            self.places[self.nodes[place].key] = nil
            self.nodes[place].key = key
            self.nodes[place].value = value
        }
        self.places[key] = place
        self.linkNewest(place)
    }

    /// Forgets everything.
    package mutating func removeAll() {
        self = Self(limit: self.limit)
    }

    private mutating func unlink(_ place: Int) {
        let (older, newer) = (self.nodes[place].older, self.nodes[place].newer)
        if older == Self.none { self.oldest = newer } else { self.nodes[older].newer = newer }
        if newer == Self.none { self.newest = older } else { self.nodes[newer].older = older }
    }

    private mutating func linkNewest(_ place: Int) {
        self.nodes[place].older = self.newest
        self.nodes[place].newer = Self.none
        if self.newest == Self.none { self.oldest = place } else { self.nodes[self.newest].newer = place }
        self.newest = place
    }
}
