// SPDX-License-Identifier: Apache-2.0

package import MartletWire

/// The seam between an edge and the core.
///
/// Every implementation passes `LinkConformance`. News and answers come on any thread, news in order.
package protocol Link: Sendable {
    /// Follows the log and what is said beside it until the task is cancelled.
    ///
    /// The first news is ``LinkNews/joined(_:isContinuation:)``; so is the first after the link was lost and found again.
    /// - Parameters:
    ///   - edge: Who follows: what an operator asks of it comes back to it over the link.
    ///   - position: Asked whenever the link comes to stand: where the follower is, nil before its first entry.
    ///   - hear: Told everything, in order.
    /// - Throws: What ended the following for good.
    func follow(
        as edge: any EdgeControl,
        from position: @escaping @Sendable () -> Position?,
        _ hear: @escaping @Sendable (LinkNews) -> Void
    ) async throws

    /// Has the follower's position judged anew: news of ``LinkNews/joined(_:isContinuation:)`` follows, unless the link
    /// is lost.
    func joinAgain()

    /// Entries that the follower missed: those after a seq, in order, at most `limit`, and perhaps fewer.
    func entries(after seq: Seq, limit: Int, _ answer: @escaping LinkAnswer<[LogEntry]>)

    /// Says who somebody is, what they hear and what they are owed.
    func attach(_ request: AttachRequest, _ answer: @escaping LinkAnswer<Attachment>)

    /// Reads what a person is entitled to from the store, for a cursor below the edge's own tail.
    func replay(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<[LogEntry]>)

    /// Counts what ``replay(_:_:)`` would give, up to the request's limit.
    func count(_ request: ReplayRequest, _ answer: @escaping LinkAnswer<Int>)

    /// Forwards one JSON-RPC request or batch as it came; nil answers notifications alone.
    func call(_ call: ForwardedCall, _ answer: @escaping LinkAnswer<[UInt8]?>)

    /// Ends what a closing page's token covers: the token, and no caller, speaks for it.
    func beacon(_ beacon: SessionBeacon, _ answer: @escaping LinkAnswer<SessionBeacon.Answer>)

    /// Reads the presence of a workspace's people, encoded, in order with the changes that are news.
    func presence(of workspaces: [WorkspaceID], _ answer: @escaping LinkAnswer<[[UInt8]]>)

    /// Tells how many connections somebody has on this edge now.
    func report(_ count: ConnectionCount)

    /// Tells how many connections everybody has on this edge now: who is not named has none.
    func reconcile(_ counts: [UserID: Int])
}

/// How a link hands over an answer; called once.
package typealias LinkAnswer<Answer> = @Sendable (Result<Answer, RPCError>) -> Void
