// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import MartletWire

extension StoreWriting {
    /// Lets whoever reads a canvas read what its text links to, as far as its writer may read it.
    ///
    /// A link that was there before stays good whoever changes the text.
    func refer(toLinksOf canvas: Canvas, by user: UserID) throws {
        let before = Set(try self.media(referredToBy: .canvas(canvas.id)))
        let links = try MediaLinks(in: canvas.body).media.filter { try before.contains($0) || self.mayRead($0, user) }
        guard Set(links) != before else { return }
        try self.removeReferences(from: .canvas(canvas.id))
        try self.refer(to: links, from: .canvas(canvas.id), in: canvas.channelID)
    }
}
