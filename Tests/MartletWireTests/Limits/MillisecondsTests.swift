// SPDX-License-Identifier: Apache-2.0

import MartletWire
import Testing

struct MillisecondsTests {
    // A wait of 0.4 ms was told as 0: whoever came back at once, as told, was refused again.
    @Test(
        arguments: [
            (.zero, 0), (.microseconds(1), 1), (.microseconds(400), 1), (.milliseconds(1), 1), (.microseconds(1001), 2),
            (.seconds(2), 2000),
        ] as [(Duration, Int64)]
    )
    func `a wait that is rounded up is never too short`(duration: Duration, milliseconds: Int64) {
        #expect(Milliseconds(roundingUp: duration) == Milliseconds(rawValue: milliseconds))
    }

    @Test func `a length is cut to whole milliseconds`() {
        #expect(Milliseconds(.microseconds(1999)) == 1)
    }
}
