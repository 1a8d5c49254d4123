// SPDX-License-Identifier: Apache-2.0

import Logging
import MartletRules
import MartletWire
import Synchronization

/// The core's end of its link to one edge.
final class LinkedEdge: Sendable {
    private struct State {
        var identity: EdgeIdentity?
        /// Questions that have not been answered.
        var outstanding = 0
        /// Whether no more questions are taken.
        var isClosing = false
        /// What was asked for operators, until it is answered; nil once the connection has ended.
        var asked: [Int64: CheckedContinuation<RawJSON?, Never>]? = [:]
        var lastAsked: Int64 = 0
        /// Uploads that are coming in.
        var uploads: [Int64: MediaInflow] = [:]
    }

    let line: any EdgeLine
    let host: LinkedCore
    private let greeted: @Sendable (LinkedEdge, LinkHello) -> Void
    private let state = Mutex(State())
    /// An answer that consists of entries is cut into frames of about this many bytes.
    private static let part = 1024 * 1024
    /// What was missed is answered with about this many bytes at most: the edge asks on.
    private static let page = 4 * 1024 * 1024

    /// Creates an edge that has not said who it is.
    /// - Parameters:
    ///   - line: The way to it.
    ///   - host: The core it is linked to.
    ///   - greeted: Told once the edge has said who it is.
    init(_ line: any EdgeLine, of host: LinkedCore, greeted: @escaping @Sendable (LinkedEdge, LinkHello) -> Void) {
        self.line = line
        self.host = host
        self.greeted = greeted
    }

    /// Which edge this is; nil before it has said so.
    var identity: EdgeIdentity? { self.state.withLock { $0.identity } }

    /// Whether every question has been answered.
    var isIdle: Bool { self.state.withLock { $0.outstanding == 0 } }

    /// Takes no more questions, and so no more of an upload.
    func finish() {
        let uploads = self.state.withLock { state in
            state.isClosing = true
            return state.uploads.values
        }
        for inflow in uploads { inflow.fail(with: .noLink) }
    }

    func received(_ frames: [[UInt8]]) {
        for frame in frames {
            do {
                try self.received(WireDecoder().decode(EdgeMessage.self, from: frame))
            } catch let error as LinkVersion.Unknown {
                self.host.logger.error(
                    "an edge is of another version",
                    metadata: [LogKey.version: "\(error.version)"]
                )
                self.line.send(CoreMessage.refused(error.description))
                self.line.close()
                return
            } catch {
                self.host.metrics.failed(.link)
            }
        }
    }

    func received(_ message: EdgeMessage) {
        guard let identity = self.identity else {
            guard case .hello(let hello) = message else { return }
            self.state.withLock { $0.identity = hello.identity }
            self.greeted(self, hello)
            return
        }
        switch message {
        case .hello, .beat: break
        case .answer(let id, let json): self.takeAsked(id)?.resume(returning: json)
        case .report(let count): self.host.core.presence.reported(count, from: identity)
        case .reconcile(let counts):
            let connections = Dictionary(counts.map { ($0.user, $0.count) }) { _, last in last }
            self.host.core.presence.reconciled(connections, from: identity)
        case .ask(let id, let question):
            let isTaken = self.state.withLock { state in
                guard !state.isClosing else { return false }
                state.outstanding += 1
                return true
            }
            // A closing core leaves it unanswered no longer than it takes to close.
            if isTaken { self.answer(question, as: id) } else { self.line.send(CoreMessage.failure(id, .noLink)) }
        }
    }

    // MARK: - Answers

    private func answer(_ question: LinkQuestion, as id: Int64) {
        let link = self.host.local
        switch question {
        case .entries(let request):
            link.entries(after: request.after, limit: request.limit) { answer in
                self.finish(id, entries: answer.map { $0.prefix(ofBytes: Self.page) })
            }
        case .attach(let request): link.attach(request) { self.finish(id, $0) }
        case .replay(let request): link.replay(request) { self.finish(id, entries: $0) }
        case .count(let request): link.count(request) { self.finish(id, $0) }
        case .call(let call):
            link.call(call) { answer in
                self.finish(id, answer.map { RawJSON(trusted: $0 ?? Array("null".utf8)) })
            }
        case .beacon(let beacon): link.beacon(beacon) { self.finish(id, $0) }
        case .presence(let workspaces):
            link.presence(of: workspaces) { answer in
                self.finish(id, answer.map { $0.map(RawJSON.init(trusted:)) })
            }
        case .resolve, .keep, .take, .signOut:
            self.host.core.tasks.run { await self.answerAccess(question, as: id) }
        case .upload(let request): self.receive(request, as: id)
        case .part(let part): self.receive(part, as: id)
        case .dropUpload(let upload):
            self.takeUpload(upload)?.fail(with: .lostOnLink)
            self.finish(id, .success(Empty()))
        case .findMedia(let request): self.find(request, as: id)
        case .readMedia(let request): self.read(request, as: id)
        }
    }

    private func answerAccess(_ question: LinkQuestion, as id: Int64) async {
        let core = self.host.core
        do throws(RPCError) {
            switch question {
            case .resolve(let request):
                let account = try await core.resolve(
                    issuer: request.issuer,
                    subject: request.subject,
                    displayName: request.displayName,
                    provision: request.provision
                )
                self.finish(id, .success(account))
            case .keep(let request):
                try await core.keep(request.offer, under: request.digest)
                self.finish(id, .success(Empty()))
            case .take(let digest):
                let offer = try await core.take(digest)
                self.finish(id, .success(offer.map { [$0] } ?? []))
            case .signOut(let request):
                try await core.signOut(request.session, of: request.user, until: request.end)
                self.finish(id, .success(Empty()))
            case .entries, .attach, .replay, .count, .call, .beacon, .presence, .upload, .part, .dropUpload, .findMedia,
                .readMedia:
                break
            }
        } catch {
            self.finish(id, Result<Empty, RPCError>.failure(error))
        }
    }

    func finish(_ id: Int64, _ outcome: Result<some Encodable, RPCError>) {
        defer { self.answered() }
        do {
            let answer = RawJSON(trusted: try WireEncoder().encode(try outcome.get()))
            let json = try WireEncoder().encode(CoreMessage.answer(id, answer))
            guard json.count > LinkFrame.sizeLimit else {
                self.line.send(json: json)
                return
            }
            let limit = Int64(LinkFrame.sizeLimit)
            let tooLarge = RPCError(.tooLarge, "the answer is too large", data: .init(limit: limit, outcome: .unknown))
            self.line.send(CoreMessage.failure(id, tooLarge))
        } catch let error as RPCError {
            self.line.send(CoreMessage.failure(id, error))
        } catch {
            self.line.send(CoreMessage.failure(id, RPCError(.internalError, "the answer cannot be written")))
        }
    }

    private func finish(_ id: Int64, entries outcome: Result<[LogEntry], RPCError>) {
        defer { self.answered() }
        switch outcome {
        case .failure(let error): self.line.send(CoreMessage.failure(id, error))
        case .success(let entries):
            let epoch = self.host.core.position.epoch
            var part: [LinkEnvelope] = []
            var size = 0
            for entry in entries {
                if size + entry.encodedSize > Self.part, !part.isEmpty {
                    self.line.send(CoreMessage.entries(id, part, hasMore: true))
                    (part, size) = ([], 0)
                }
                part.append(LinkEnvelope(epoch: epoch, entry: entry))
                size += entry.encodedSize
            }
            self.line.send(CoreMessage.entries(id, part, hasMore: false))
        }
    }

    private func answered() {
        self.state.withLock { $0.outstanding -= 1 }
    }
}

// MARK: - What outlives a frame

extension LinkedEdge {
    /// Names a question for the edge and keeps who waits for its answer; nil once the connection has ended.
    func noteAsked(_ waiting: CheckedContinuation<RawJSON?, Never>) -> Int64? {
        self.state.withLock { state in
            guard state.asked != nil else { return nil }
            state.lastAsked += 1
            state.asked?[state.lastAsked] = waiting
            return state.lastAsked
        }
    }

    /// Who waits for the answer to a question, once.
    func takeAsked(_ id: Int64) -> CheckedContinuation<RawJSON?, Never>? {
        self.state.withLock { $0.asked?.removeValue(forKey: id) }
    }

    func noteUpload(_ id: Int64, _ inflow: MediaInflow) {
        self.state.withLock { $0.uploads[id] = inflow }
    }

    func upload(_ id: Int64) -> MediaInflow? {
        self.state.withLock { $0.uploads[id] }
    }

    func takeUpload(_ id: Int64) -> MediaInflow? {
        self.state.withLock { $0.uploads.removeValue(forKey: id) }
    }

    /// The connection has ended: nothing will come any more.
    func ended() {
        let (asked, uploads) = self.state.withLock { state in
            defer {
                state.asked = nil
                state.uploads = [:]
            }
            return (state.asked, state.uploads)
        }
        for waiting in asked.map({ Array($0.values) }) ?? [] { waiting.resume(returning: nil) }
        for inflow in uploads.values { inflow.fail(with: .lostOnLink) }
    }
}

extension [LogEntry] {
    /// As many as have about that many bytes, and one at least.
    fileprivate func prefix(ofBytes limit: Int) -> [LogEntry] {
        var size = 0
        let end = self.firstIndex { entry in
            defer { size += entry.encodedSize }
            return size >= limit
        }
        return Array(self.prefix(upTo: end ?? self.endIndex))
    }
}
