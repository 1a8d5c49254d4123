// SPDX-License-Identifier: Apache-2.0

/// Every metric we count, by the name it has in Prometheus; `docs/metrics.md` is this list.
///
/// The unit ends the name; what has none counts things.
package enum MetricName: String, Hashable, Sendable, CaseIterable {
    case connectionsOpen = "martlet_connections_open"
    case connectionsOpened = "martlet_connections_opened_total"
    case connectionsBehind = "martlet_connections_behind"
    case connectionCloses = "martlet_connection_closes_total"
    case cursorLag = "martlet_cursor_lag_entries"
    case deliveries = "martlet_deliveries_total"
    case deliveredBytes = "martlet_delivered_bytes_total"
    case replays = "martlet_replays_total"
    case replayEvents = "martlet_replay_events"
    case commitBatch = "martlet_commit_batch_changes"
    case commitSeconds = "martlet_commit_seconds"
    case commitFailures = "martlet_commit_failures_total"
    case storeWritable = "martlet_store_writable"
    case logHead = "martlet_log_head"
    case logFloor = "martlet_log_floor"
    case logPosition = "martlet_log_position"
    case peopleOnline = "martlet_people_online"
    case presenceTransitions = "martlet_presence_transitions_total"
    case presenceGraceSaves = "martlet_presence_grace_saves_total"
    case calls = "martlet_calls_total"
    case callSeconds = "martlet_call_seconds"
    case rateLimited = "martlet_rate_limited_total"
    case decodeFailures = "martlet_decode_failures_total"
    case linkUp = "martlet_link_up"
    case linkConnects = "martlet_link_connects_total"
    case busMessages = "martlet_bus_messages_total"
    case busBytes = "martlet_bus_bytes_total"
    case logHoles = "martlet_log_holes_total"
    case draining = "martlet_draining"
    case uptime = "martlet_uptime_seconds"
    case build = "martlet_build_info"
    case seriesDropped = "martlet_metrics_series_dropped_total"
    case processMemory = "process_resident_memory_bytes"
    case processProcessor = "process_cpu_seconds_total"
    case processDescriptors = "process_open_fds"
    case processDescriptorLimit = "process_max_fds"
    case processStart = "process_start_time_seconds"

    /// What its numbers are.
    package var kind: MetricKind {
        switch self {
        case .replayEvents, .commitBatch, .commitSeconds, .callSeconds: .histogram
        default: self.rawValue.hasSuffix("_total") ? .counter : .gauge
        }
    }

    /// What it is broken down by.
    package var labels: [MetricLabel] {
        switch self {
        case .connectionsOpen, .connectionsOpened: [.transport]
        case .connectionCloses: [.code]
        case .deliveries, .rateLimited, .busMessages, .busBytes: [.kind]
        case .replays: [.outcome]
        case .presenceTransitions: [.to]
        case .calls: [.method, .outcome]
        case .decodeFailures: [.source]
        case .build: [.version]
        default: []
        }
    }

    /// What it says, in a sentence for an operator.
    package var help: String {
        switch self {
        case .connectionsOpen: "Connections that are attached now, by transport: socket, stream or poll."
        case .connectionsOpened: "Connections that were attached, by transport."
        case .connectionsBehind: "Connections that are being brought up to the log's head."
        case .connectionCloses: "Sockets that ended, by close code; 1006 ended without one."
        case .cursorLag: "Log entries by which the slowest connection is behind."
        case .deliveries: "Frames handed to connections, by kind: logged, ephemeral or control."
        case .deliveredBytes: "Bytes of the frames handed to connections."
        case .replays: "Attaches by outcome: live, resumed, or the reason why the client had to load afresh."
        case .replayEvents: "Logged events replayed for one resume."
        case .commitBatch: "Changes that shared one transaction."
        case .commitSeconds: "How long a transaction took, its fsync included."
        case .commitFailures: "Transactions that failed."
        case .storeWritable: "Whether changes can be committed: 1 or 0."
        case .logHead: "The newest entry of the log, in the core."
        case .logFloor: "The oldest entry that the log still keeps."
        case .logPosition: "The newest entry that this edge has handed to its connections."
        case .peopleOnline: "People with a connection, or within the grace after losing it."
        case .presenceTransitions: "People who came or went, by what they became: online or offline."
        case .presenceGraceSaves: "People who were back before their grace ended, so that nobody saw them leave."
        case .calls: "RPC calls by method and outcome: ok, refused, limited, unavailable or failed."
        case .callSeconds: "How long a call took, from its bytes to its answer."
        case .rateLimited: "What was held back for coming too fast, by kind: call, typing, attach or handshake."
        case .decodeFailures: "Input that could not be read, by source: socket, rpc, http or link."
        case .linkUp: "Whether core and edge are joined: 1 or 0."
        case .linkConnects: "How often core and edge were joined."
        case .busMessages: "Messages on NATS, by kind: in or out."
        case .busBytes: "Bytes of the messages on NATS, by kind: in or out."
        case .logHoles: "How often entries that did not come by themselves were asked for."
        case .draining: "Whether the server is going away: 1 or 0."
        case .uptime: "Time since the server started."
        case .build: "Always 1; says the version."
        case .seriesDropped: "Requests for a metric with a set of labels past what one metric may have."
        case .processMemory: "Resident memory."
        case .processProcessor: "Processor time used, user and system."
        case .processDescriptors: "Open file descriptors."
        case .processDescriptorLimit: "The most file descriptors that may be open."
        case .processStart: "When the process started, since 1970."
        }
    }
}
