// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import MartletWire

// How the wire's own types are written on a command line.

extension Identifier: ExpressibleByArgument {}
extension MediaID: ExpressibleByArgument {}
extension RoomID: ExpressibleByArgument {}
extension ConnectionID: ExpressibleByArgument {}
extension ChannelKind: ExpressibleByArgument {}
extension WorkspaceRole: ExpressibleByArgument {}
extension TypingState: ExpressibleByArgument {}
extension LocalID: ExpressibleByArgument {}
extension WorkSessionStatus: ExpressibleByArgument {}
extension WorkSessionEndReason: ExpressibleByArgument {}
extension ActivityKind: ExpressibleByArgument {}
extension DurationText: ExpressibleByArgument {}

extension Timestamp: ExpressibleByArgument {
    /// Reads whole milliseconds since 1970.
    public init?(argument: String) {
        guard let number = Int64(argument) else { return nil }
        self.init(rawValue: number)
    }
}

extension Milliseconds: ExpressibleByArgument {
    /// Reads a whole number of milliseconds, or a number with its unit.
    public init?(argument: String) {
        guard let number = Int64(argument) else {
            guard let text = DurationText(argument) else { return nil }
            self.init(text.duration)
            return
        }
        self.init(rawValue: number)
    }
}
