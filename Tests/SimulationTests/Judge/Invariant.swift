// SPDX-License-Identifier: Apache-2.0

/// What must hold whatever happens.
enum Invariant: String, CaseIterable, Sendable {
    case everyEventOnceAndInOrder =
        "every entitled event is applied exactly once and in order, or a resync said so"
    case noLateText = "nothing that was taken back is said again"
    case noChangeWithoutEvent = "no committed change is without its event"
    case presenceIsReality = "presence equals reality when all is quiet"
    case everyEffectOnce = "every effect of the outbox happens exactly once, in the order of its lane"
    case failuresEnd = "an item over which the server fails is given up after five attempts"
    case workEndsOnce = "each work session ends once, with the right duration"
    case serverIsSpared = "a server that drops whoever comes is not dialled without pause"
    case stopMeansStop = "whoever is told to stay away does so until somebody acts"
    case everythingComesToRest = "once nothing fails any more, everything arrives"
}
