// SPDX-License-Identifier: Apache-2.0

/// One thing that is measured, and in what.
struct Figure: Hashable, Sendable {
    /// What scripts know it by.
    let name: String
    /// What people know it by.
    let title: String
    /// What it is counted in.
    let unit: String
}

extension Figure {
    static let processorPerDelivery = Figure("server_us_per_delivery", "server CPU per delivered frame", "µs")
    static let deliveriesPerSecond = Figure("deliveries_per_second", "deliveries", "1/s")
    static let sendLatency50 = Figure("send_to_receive_p50", "send to receive, p50", "ms")
    static let sendLatency99 = Figure("send_to_receive_p99", "send to receive, p99", "ms")
    static let latency50 = Figure("commit_to_receive_p50", "commit to receive, p50", "ms")
    static let latency99 = Figure("commit_to_receive_p99", "commit to receive, p99", "ms")
    static let latency999 = Figure("commit_to_receive_p999", "commit to receive, p99.9", "ms")
    static let latencyMax = Figure("commit_to_receive_max", "commit to receive, longest", "ms")
    static let netProcessorPerDelivery = Figure(
        "server_us_per_delivery_net",
        "server CPU per delivered frame, less the sends'",
        "µs"
    )
    static let processorPerConnection = Figure(
        "server_us_per_connection",
        "server CPU per accepted and attached connection",
        "µs"
    )
    static let connectionsPerProcessorSecond = Figure(
        "connections_per_cpu_second",
        "connections per second of server CPU",
        "1/s"
    )
    static let memoryPerConnection = Figure("kib_per_connection", "resident memory per idle connection", "KiB")
    static let processorPerReplayed = Figure(
        "server_us_per_replayed_event",
        "server CPU per replayed event, coming back included",
        "µs"
    )
    static let replayedPerProcessorSecond = Figure(
        "replayed_per_cpu_second",
        "replayed events per second of server CPU",
        "1/s"
    )
    static let catchUpSeconds = Figure("caught_up_seconds", "until all have caught up", "s")
    static let sendsPerSecond = Figure("sends_per_second", "durable sends", "1/s")
    static let processorPerSend = Figure("server_us_per_send", "server CPU per durable send", "µs")
    static let replyLatency50 = Figure("send_to_reply_p50", "send to durable reply, p50", "ms")
    static let replyLatency99 = Figure("send_to_reply_p99", "send to durable reply, p99", "ms")
    static let processorPerSendEmpty = Figure("server_us_per_send_empty", "server CPU per send, store empty", "µs")
    static let processorPerSendFull = Figure("server_us_per_send_full", "server CPU per send, store full", "µs")
    static let growth = Figure("growth", "full to empty", "×")
    static let storedPerSecond = Figure("stored_per_second", "messages stored while filling", "1/s")

    static let clientEnqueues = Figure("client_enqueues_per_second", "client: durable enqueues", "1/s")
    static let clientAcknowledged = Figure(
        "client_acknowledged_per_second",
        "client: calls queued, carried out and settled",
        "1/s"
    )
    static let clientApplied = Figure(
        "client_events_per_core_second",
        "client: events decoded and applied, one core",
        "1/s"
    )
    static let clientResume = Figure("client_resume_500", "client: reconnect and resume of 500 events", "ms")
    static let clientEnd50 = Figure(
        "client_end_seen_p50",
        "client: end of a session to its sight by another, p50",
        "ms"
    )
    static let clientEnd99 = Figure(
        "client_end_seen_p99",
        "client: end of a session to its sight by another, p99",
        "ms"
    )
    static let clientTimers = Figure("client_idle_timers_per_minute", "client: timers of an idle client", "1/min")
    static let clientGrowth = Figure("client_day_growth_kib", "client: memory grown over a simulated day", "KiB")

    private init(_ name: String, _ title: String, _ unit: String) {
        self.init(name: name, title: title, unit: unit)
    }
}
