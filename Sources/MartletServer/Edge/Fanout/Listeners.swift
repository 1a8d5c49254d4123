// SPDX-License-Identifier: Apache-2.0

import MartletWire

/// Who hears what on one loop.
///
/// Adding and removing are constant in the number of listeners: each person remembers their places.
struct Listeners {
    private var people: [AudienceKey: ContiguousArray<Person>] = [:]

    /// Everyone who hears a key.
    subscript(key: AudienceKey) -> ContiguousArray<Person> {
        self.people[key] ?? []
    }

    mutating func add(_ person: Person, to key: AudienceKey) {
        guard !person.listening.contains(where: { $0.key == key }) else { return }
        let index = Self.append(person, to: &self.people[key, default: []])
        person.listening.append((key, index))
    }

    private static func append(_ person: Person, to people: inout ContiguousArray<Person>) -> Int {
        people.append(person)
        return people.count - 1
    }

    mutating func remove(_ person: Person, from key: AudienceKey) {
        guard let place = person.listening.firstIndex(where: { $0.key == key }) else { return }
        let index = person.listening.remove(at: place).index
        self.removePerson(at: index, from: key)
    }

    mutating func remove(_ person: Person) {
        for (key, index) in person.listening { self.removePerson(at: index, from: key) }
        person.listening = []
    }

    /// Everyone's listening to a key ends.
    mutating func removeAll(from key: AudienceKey) {
        for person in self.people.removeValue(forKey: key) ?? [] {
            person.listening.removeAll { $0.key == key }
        }
    }

    private mutating func removePerson(at index: Int, from key: AudienceKey) {
        guard let last = self.people[key]?.popLast() else { return }
        guard let count = self.people[key]?.count, count > 0 || index < count else {
            self.people[key] = nil
            return
        }
        guard index < count else { return }
        self.people[key]?[index] = last
        guard let place = last.listening.firstIndex(where: { $0.key == key }) else { return }
        last.listening[place].index = index
    }
}
