// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Empty: Presentable {
    var report: Report { .sentence("done") }
}
