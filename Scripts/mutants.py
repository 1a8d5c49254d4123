#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Breaks one rule at a time on purpose and says which seed and which invariant of the simulation notice.

    Scripts/mutants.py [--seeds 2000] [NAME ...]     one row for each mutant, as docs/testing.md has them

Works on a copy in .build/mutants that has no more than the simulation needs; the sources are never touched. Fails if a mutant
survives, or if what it replaces is no longer there.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
COPY = ROOT / ".build" / "mutants"
RULES = "Sources/MartletRules/"
# What stands in for a server in an application's tests: it needs the whole client, and the simulation needs nothing of it.
UNNEEDED = pathlib.PurePath("Sources/MartletTesting/Pretend")

# name: what is broken, where, what stood there, what stands there instead.
MUTANTS = {
    "resume-boundary": (
        "a resume begins one entry too late",
        RULES + "Resume/ResumeDecision.swift",
        "self = .resume(after: seq)",
        "self = .resume(after: min(seq + 1, span.head))",
    ),
    "term-boundary": (
        "a position of a lost branch of the log is good",
        RULES + "Resume/ResumeDecision.swift",
        "return next == terms.count || seq < terms[next].firstSeq",
        "return next <= terms.count",
    ),
    "reader-count": (
        "a client does not compare counts",
        RULES + "Resume/Reception.swift",
        "guard ping.sent == self.count, let epoch",
        "guard let epoch",
    ),
    "reader-repeats": (
        "a client applies what it has applied before",
        RULES + "Resume/Reception.swift",
        "let isNew = seq > (self.certain?.seq ?? 0) && !self.uncertain.contains(seq)",
        "let isNew = seq > (self.certain?.seq ?? 0)",
    ),
    "catch-up": (
        "a reader is live one entry too early",
        RULES + "Resume/CatchUpStep.swift",
        "if cursor >= span.head {",
        "if cursor >= span.head - 1 {",
    ),
    "membership-end": (
        "whoever is sent away does not hear of it",
        RULES + "Fanout/Membership.swift",
        "self.end = min(self.end, seq + 1)",
        "self.end = min(self.end, seq)",
    ),
    "attach-fold": (
        "what changed while a connection attached is forgotten",
        RULES + "Fanout/Entitlements.swift",
        "for (change, seq) in changes where seq > head { self.fold",
        "for (change, seq) in changes where seq > head + 100 { self.fold",
    ),
    "redaction": (
        "a deleted text stays in what is replayed",
        "Sources/MartletWire/Fanout/EventBytes.swift",
        'message.body = ""',
        "message.body = message.body + \"\"",
    ),
    "dedup-key": (
        "a repeated call is carried out again",
        RULES + "Idempotency/IdempotencyDecision.swift",
        "case .some(let stored) where stored.digest == digest: self = .replay(stored.reply)",
        "case .some(let stored) where stored.digest == digest: self = .first",
    ),
    "presence-generation": (
        "an edge's earlier life is believed",
        RULES + "Presence/PresenceLedger.swift",
        "guard edge.incarnation > known else { return edge.incarnation == known }",
        "guard edge.incarnation > known else { return true }",
    ),
    "presence-reconcile": (
        "whoever was lost while the link was cut stays online",
        RULES + "Presence/PresenceLedger.swift",
        "for user in known.keys where connections[user] == nil {",
        "for user in known.keys where connections[user] == 0 {",
    ),
    "heartbeat": (
        "a peer that does not answer is asked again",
        RULES + "Heartbeat/HeartbeatSeats.swift",
        "case (.asked, nil):\n                self.free(index)\n                visit(peer, .close)",
        "case (.asked, nil):\n                self.link(index, after: self.interval)\n                visit(peer, .ping)",
    ),
    "silence": (
        "a client believes in a silent connection for ever",
        RULES + "Heartbeat/SilenceWatch.swift",
        "guard now >= deadline else { return .wait(until: deadline) }",
        "guard now >= deadline.advanced(by: .seconds(9999)) else { return .wait(until: deadline.advanced(by: .seconds(9999))) }",
    ),
    "close-codes": (
        "a client comes back after 4000 to 4999",
        "Sources/MartletWire/Frame/CloseReaction.swift",
        "default: return (4000..<5000).contains(self.rawValue) ? .stop : .reconnect",
        "default: return .reconnect",
    ),
    "backoff-reset": (
        "a connection that is dropped at once starts the delays over",
        RULES + "Backoff/Backoff.swift",
        "since.duration(to: now) >= self.schedule.proof",
        "since.duration(to: now) >= .zero",
    ),
    "retry-count": (
        "an item is tried six times",
        RULES + "Outbox/LaneSettlement.swift",
        "guard entry.history.strikes < self.limits.strikes else {",
        "guard entry.history.strikes <= self.limits.strikes else {",
    ),
    "outage-counts": (
        "an answer 503 ends an item",
        RULES + "Outbox/DeliveryOutcome.swift",
        "case 502, 503, 504: self = .unknown(fault(.unavailable))",
        "case 502, 503, 504: self = .permanent(fault(.unavailable))",
    ),
    "lane-order": (
        "an item that failed goes to the end of its lane",
        RULES + "Outbox/OutboxLane.swift",
        "self.waiting.insert(entry, at: after.map { $0 + 1 } ?? 0)",
        "self.waiting.insert(entry, at: max(after.map { $0 + 1 } ?? 0, self.waiting.count))",
    ),
    "outbox-reread": (
        "whoever begins to send does not read again what it had read before",
        RULES + "Outbox/Outbox.swift",
        "        self.lastRead = 0\n        self.mayHaveMore = true",
        "        self.mayHaveMore = true",
    ),
    "outbox-fsync": (
        "the outbox does not wait for the disk",
        "Sources/MartletClient/Outbox/OutboxFile.swift",
        'try database.execute(sql: "PRAGMA synchronous = FULL")\n                guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2,',
        'try database.execute(sql: "PRAGMA synchronous = OFF")\n                guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 0,',
    ),
    "stale-correction": (
        "a client's own end does not correct a stale one",
        RULES + "WorkSession/WorkEndDecision.swift",
        "case (.ended, .stale, .ended), (.ended, .stale, .idle)",
        "case (.ended, .stale, .idle)",
    ),
    "stale-total": (
        "a correction moves the total by the whole duration",
        RULES + "WorkSession/WorkEndDecision.swift",
        "difference: end.duration - (session.duration ?? 0)",
        "difference: end.duration",
    ),
    "silent-work": (
        "silent work goes on for ever",
        RULES + "WorkSession/SilentSessions.swift",
        "$0.duration(to: now) >= self.patience",
        "$0.duration(to: now) >= self.patience * 1000",
    ),
}

MANIFEST = """// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "mutants",
    dependencies: [.package(path: "GRDB.swift")],
    targets: [
        .target(name: "MartletWire", exclude: ["MartletWire.docc"]),
        .target(name: "MartletRules", dependencies: ["MartletWire"]),
        .target(name: "MartletTesting", dependencies: ["MartletRules", "MartletWire"]),
        .target(
            name: "MartletClient",
            dependencies: ["MartletRules", "MartletWire", .product(name: "GRDB", package: "GRDB.swift")],
            exclude: ["Outbox/DeadLetters.swift", "Outbox/RPCTransport.swift", "Outbox/Posting.swift"],
            sources: ["Outbox"]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "MartletClient", "MartletRules", "MartletTesting", "MartletWire",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            exclude: ["Store"]
        ),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
"""


def copy_package():
    """Brings the copy up to date; only what differs is written, so that little is built again."""
    checkout = ROOT / ".build" / "checkouts" / "GRDB.swift"
    if not checkout.exists():
        subprocess.run(["swift", "package", "resolve"], cwd=ROOT, check=True)
    COPY.mkdir(parents=True, exist_ok=True)
    if not (COPY / "GRDB.swift").exists():
        shutil.copytree(checkout, COPY / "GRDB.swift", ignore=shutil.ignore_patterns(".git"))
    folders = ["Sources/MartletWire", "Sources/MartletRules", "Sources/MartletTesting", "Sources/MartletClient"]
    for folder in folders + ["Tests/SimulationTests"]:
        wanted = {path.relative_to(ROOT) for path in (ROOT / folder).rglob("*") if path.is_file()}
        wanted = {path for path in wanted if UNNEEDED not in path.parents}
        for path in (COPY / folder).rglob("*"):
            if path.is_file() and path.relative_to(COPY) not in wanted:
                path.unlink()
        for path in wanted:
            write(COPY / path, (ROOT / path).read_bytes())
    write(COPY / "Package.swift", MANIFEST.encode())


def write(path, content):
    if path.exists() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def swift(*arguments, **environment):
    process = subprocess.run(
        ["swift", *arguments],
        cwd=COPY,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return process.returncode, process.stdout


def verdict(seeds):
    """The first seed that notices, with the invariant and how it was broken; None if none does."""
    code, output = swift("build", "--build-tests")
    if code != 0:
        sys.exit("The copy does not build:\n" + "\n".join(line for line in output.splitlines() if "error:" in line))
    code, output = swift(
        "test", "--skip-build", "--filter", r"^SimulationTests\.SimulationTests", MARTLET_SEEDS=str(seeds), MARTLET_SEED="1"
    )
    found = re.search(r"seed (\d+), after [\d.]+ seconds: ([^:]*): (.*)", output)
    if found:
        return found.groups()
    if code == 0:
        return None
    # A rule that is broken badly enough breaks its own promises first.
    crash = re.search(r"Fatal error: (.*)", output)
    return ("–", "the process ended", crash.group(1) if crash else output[-300:])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=2000, help="how many seeds each mutant has to survive")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which mutants; all by default")
    options = parser.parse_args()
    unknown = set(options.names) - set(MUTANTS)
    if unknown:
        sys.exit(f"no such mutant: {', '.join(sorted(unknown))}")
    survivors = 0
    print("| mutant | what is broken | seed | invariant | how it showed |\n|---|---|---|---|---|", flush=True)
    for name in options.names or MUTANTS:
        what, path, old, new = MUTANTS[name]
        copy_package()
        source = (ROOT / path).read_text()
        if source.count(old) != 1:
            sys.exit(f"{name}: {path} no longer has exactly one\n    {old}")
        (COPY / path).write_text(source.replace(old, new))
        found = verdict(options.seeds)
        survivors += found is None
        seed, invariant, detail = found or ("none", "**survives**", "")
        print(f"| `{name}` | {what} | {seed} | {invariant} | {detail} |", flush=True)
    copy_package()
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
