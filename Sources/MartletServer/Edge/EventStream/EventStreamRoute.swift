// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import MartletRules
import MartletWire
import NIOCore
import ServiceLifecycle

/// `GET /v1/events` with `Accept: text/event-stream`: a session that only listens.
struct EventStreamRoute: Sendable {
    let edge: Edge
    let context: SocketContext
    let connectionID: @Sendable () -> ConnectionID

    func answer(
        _ request: Hummingbird.Request,
        for caller: Caller,
        on eventLoop: any EventLoop
    ) -> Response {
        guard let inbox = self.edge.inbox(on: eventLoop), self.edge.isReady else {
            return PollRoute.unavailable(retryAfter: 1000)
        }
        if case .comeBack(let pause) = self.edge.admit() {
            return PollRoute.unavailable(retryAfter: Milliseconds(pause).rawValue)
        }
        let query = request.uri.queryParameters
        let last = request.headers[.lastEventID].flatMap(LastEventID.init)
        let epoch = last?.epoch ?? query["epoch"].map(String.init)
        let from = last?.seq ?? query["since"].map(String.init)
        let (chunks, continuation) = AsyncStream<ByteBuffer>.makeStream()
        let (context, id) = (self.context, self.connectionID())
        inbox.post { shard in
            shard.stream(to: continuation, for: caller, epoch: epoch, from: from, in: context, as: id)
        }
        let headers: HTTPFields = [
            .contentType: "text/event-stream", .cacheControl: "no-store", .xAccelBuffering: "no",
        ]
        let body = ResponseBody { writer in
            defer { continuation.finish() }
            for await chunk in chunks.cancelOnGracefulShutdown() {
                let bytes = chunk.readableBytes
                try await writer.write(chunk)
                inbox.post { shard in shard.streamSent(bytes, on: id) }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }
}

/// `epoch:seq`, as an event's id gives it back.
struct LastEventID: Hashable, Sendable {
    let epoch: String
    let seq: String

    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        self.epoch = String(text[..<colon])
        self.seq = String(text[text.index(after: colon)...])
    }
}

extension HTTPField.Name {
    static var lastEventID: Self { Self("Last-Event-ID") ?? .eTag }
    static var xAccelBuffering: Self { Self("X-Accel-Buffering") ?? .eTag }
}

extension FanoutShard {
    /// Begins a stream's session; it ends when its chunks do.
    func stream(
        to chunks: AsyncStream<ByteBuffer>.Continuation,
        for caller: Caller,
        epoch: String?,
        from: String?,
        in context: SocketContext,
        as id: ConnectionID
    ) {
        var begun: Session?
        let outlet = EventStreamOutlet(chunks: chunks) { greeting in
            context.greeting(greeting, to: caller.userID, on: id)
        } whenGreeted: {
            if let session = begun { self.beginHeartbeat(of: session, answers: false) }
        }
        let origin = SessionOrigin(id: id, transport: .stream, openedAt: context.clock())
        let session = Session(
            user: caller.userID,
            outlet: outlet,
            resumeLimit: context.limits.resumeEvents,
            origin: origin
        )
        begun = session
        self.streams[id] = session
        let bound = NIOLoopBound(session, eventLoop: self.eventLoop)
        let inbox = self.inbox
        chunks.onTermination = { _ in
            inbox?.post { shard in
                shard.streams[id] = nil
                shard.detach(bound.value, isFarewell: false)
            }
        }
        self.attach(session, epoch: epoch, from: from)
    }

    /// Notes that bytes of a stream have left.
    func streamSent(_ bytes: Int, on id: ConnectionID) {
        guard let session = self.streams[id], let outlet = session.outlet as? EventStreamOutlet else { return }
        if let seat = session.seat { self.heartbeats.heard(seat) }
        if outlet.sent(bytes) { self.resume(session) }
    }
}
