// SPDX-License-Identifier: Apache-2.0

import MartletRules
import MartletStore
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Where core and edge meet when they are two processes.
extension Server {
    /// Where a core meets its edges, and whether it can.
    func meeting(
        for host: LinkedCore,
        at events: EventsAddress,
        _ group: MultiThreadedEventLoopGroup
    ) throws -> (any Service, (@Sendable () -> Bool)?) {
        switch events {
        case .socket(let path): return (SocketLinkListener(for: host, at: path, group: group), nil)
        #if NATS
            case .nats(let servers):
                let bus = NATSAccess(servers: servers, settings: self.settings.bus)
                let store = host.core.store
                let hub = NATSHost(
                    for: host,
                    on: bus,
                    eventLoop: group.next(),
                    entropy: .system,
                    leads: { store.peers.isLeading }
                )
                return (hub, { hub.isConnected })
        #else
            case .nats: throw MissingTrait()
        #endif
        }
    }

    /// What carries an edge's link to a core.
    func carrier(
        to events: EventsAddress,
        as identity: EdgeIdentity,
        _ group: MultiThreadedEventLoopGroup
    ) throws -> any LinkCarrier {
        switch events {
        case .socket(let path):
            return SocketCarrier(to: path, as: identity, eventLoop: group.next(), logger: self.logger)
        #if NATS
            case .nats(let servers):
                let bus = NATSAccess(servers: servers, settings: self.settings.bus)
                return NATSCarrier(
                    to: bus,
                    as: identity,
                    eventLoop: group.next(),
                    entropy: .system,
                    logger: self.logger
                )
        #else
            case .nats: throw MissingTrait()
        #endif
        }
    }
}

/// A role of its own needs to know where the other half is.
struct MissingEvents: Error, CustomStringConvertible {
    var description: String { "events: needed with this role: unix:PATH or nats://HOST:PORT" }
}

/// Where cores and edges are to meet is a place that this program was built without.
struct MissingTrait: Error, CustomStringConvertible {
    var description: String { "events: nats:// needs a martlet that was built with the trait NATS" }
}
