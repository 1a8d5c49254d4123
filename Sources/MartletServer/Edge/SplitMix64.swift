// SPDX-License-Identifier: Apache-2.0

/// Numbers that are well spread and never twice the same (Steele, Lea and Flood, OOPSLA 2014): when heartbeats and
/// farewells come, and what connections are called.
///
/// Guessable, so nothing secret comes from here; the system's generator would be a call to the kernel each time.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    /// Begins at a place of the system's choosing.
    init() {
        var system = SystemRandomNumberGenerator()
        self.state = system.next()
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
