// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

extension ValidationError {
    /// Refuses options that must be more than nothing.
    static func refuse(unlessPositive options: (name: String, value: Double)...) throws {
        for option in options where !(option.value > 0) {
            throw ValidationError("--\(option.name) must be more than 0.")
        }
    }
}
