// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletWire

extension Martlet {
    /// Where an application is.
    public enum Lifecycle: Hashable, Sendable {
        /// In front of its user.
        case foreground
        /// Not to be seen, and perhaps about to be held.
        case background
    }

    /// A sign that somebody is there again, beside the lifecycle: such signs tend to come together, and share one throttle.
    public enum ReturnSign: Hashable, Sendable {
        /// The application got the focus.
        case focus
        /// What the platform had put aside was brought back.
        case restoration
        /// Somebody touched something; only the first touch after ten minutes counts.
        case touch
    }

    /// How the client stands, and each change of that while something is followed.
    public var statusUpdates: AsyncStream<ClientStatus> { self.board.updates() }

    /// How the client stands.
    public var status: ClientStatus { self.board.status }

    /// Tells that the application came to the foreground or left it.
    ///
    /// On the way to the background what waits is sent at once; in the background it looks for news once an hour.
    public func setLifecycle(_ lifecycle: Lifecycle) {
        self.inlet.tell(.lifecycle(isInForeground: lifecycle == .foreground))
    }

    /// Tells whether there is a network, as the platform says.
    public func setNetworkAvailable(_ isAvailable: Bool) {
        self.inlet.tell(.network(isAvailable: isAvailable))
    }

    /// Tells that somebody is there again: connections are probed, and what was told to stop is tried again unless that
    /// was done within the last 15 s.
    public func noticed(_ sign: ReturnSign) {
        self.inlet.tell(.sign(sign))
    }

    /// Goes offline at once, whatever else is so, or back: nothing is fetched or sent, and all is kept.
    public func setOffline(_ isOffline: Bool) {
        self.inlet.tell(.offline(isOffline))
    }

    /// Asks for a mode, whatever network and lifecycle say; with nil, leaves it to them again.
    public func request(_ mode: ClientStatus.Mode?) {
        self.inlet.tell(.mode(mode?.connectionMode))
    }

    /// Tries again what was told to stop: newer credentials are there, or somebody wishes it.
    public func encourage() {
        self.inlet.tell(.encouragement)
    }
}
