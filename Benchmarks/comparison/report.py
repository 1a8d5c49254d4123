# SPDX-License-Identifier: Apache-2.0
"""From what was measured to a table: medians, and medians of the ratios to the floor within each round."""

import json
from collections import defaultdict
from pathlib import Path
from statistics import median

# (scenario, figure): heading.
COLUMNS = {
    ("fanout", "us"): "1000 × 20/s, µs",
    ("flood", "us"): "flood to 1000, µs",
    ("channels", "us"): "2000 channels × 5, µs",
    ("idle", "us"): "accept, µs",
    ("idle", "kib"): "idle, KiB",
    ("resume", "us"): "replayed event, µs",
    ("latency", "p50_ms"): "p50, ms",
    ("latency", "p99_ms"): "p99, ms",
    ("growth", "us_100"): "100 connections, µs",
    ("growth", "us_1000"): "1000 connections, µs",
    ("growth", "us_10000"): "10,000 connections, µs",
}
FLOOR = "floor"


def values(rows: list[dict]) -> dict:
    """{(scenario, figure): {peer: {round: value}}}"""
    found: dict = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        for figure, value in (row.get("figures") or {}).items():
            found[row["scenario"], figure][row["peer"]][row["round"]] = value
    return found


def ratio(rounds: dict[int, float], floor: dict[int, float]) -> float | None:
    """The median of the ratios to the floor, each within one round."""
    ratios = [value / floor[number] for number, value in rounds.items() if floor.get(number)]
    return median(ratios) if ratios else None


def cell(rounds: dict[int, float], floor: dict[int, float]) -> str:
    if not rounds:
        return "–"
    text = f"{median(rounds.values()):.2f}"
    times = ratio(rounds, floor)
    return text if times is None else f"{text} ({times:.2f} ×)"


def table(rows: list[dict]) -> str:
    """Markdown: a row for each peer, a column for each figure that was measured."""
    found = values(rows)
    columns = [key for key in COLUMNS if key in found]
    peers = list(dict.fromkeys(row["peer"] for row in rows))
    lines = [
        "| peer | " + " | ".join(COLUMNS[key] for key in columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for peer in peers:
        cells = [cell(found[key].get(peer, {}), found[key].get(FLOOR, {})) for key in columns]
        lines.append(f"| {peer} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def rounds_table(rows: list[dict]) -> str:
    """Markdown: each round's value and ratio, for whoever wants to see the spread."""
    lines = ["| figure | peer | each round: value (ratio to the floor) |", "|---|---|---|"]
    for key, peers in values(rows).items():
        floor = peers.get(FLOOR, {})
        for peer, rounds in peers.items():
            texts = [
                f"{value:.2f}" + (f" ({value / floor[number]:.2f})" if floor.get(number) else "")
                for number, value in sorted(rounds.items())
            ]
            lines.append(f"| {key[0]} {key[1]} | {peer} | {', '.join(texts)} |")
    return "\n".join(lines)


def write(directory: Path, rows: list[dict], about: str) -> Path:
    """Writes results.json and results.md."""
    (directory / "results.json").write_text(json.dumps(rows, indent=1))
    errors = [f"- {row['peer']}, {row['scenario']}, round {row['round']}: {row['error']}" for row in rows if "error" in row]
    parts = ["# Martlet beside its peers", about, "Medians, and in brackets the median ratio to the floor.", table(rows)]
    parts += ["## What failed", "\n".join(errors)] if errors else ["Every delivery was made once and in order."]
    parts += ["## Round by round", rounds_table(rows)]
    target = directory / "results.md"
    target.write_text("\n\n".join(parts) + "\n")
    return target
