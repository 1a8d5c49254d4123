// SPDX-License-Identifier: Apache-2.0

import MartletWire

extension Media: TableRow {
    static var columns: [Column<Self>] {
        [
            .text("ID") { $0.id.description },
            .text("NAME", isElastic: true) { $0.name },
            .text("TYPE") { $0.contentType },
            .number("BYTES") { $0.size },
            .number("BY") { $0.uploaderID },
            .text("CREATED") { TimeText($0.createdAt).description },
        ]
    }
}
