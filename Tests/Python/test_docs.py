# SPDX-License-Identifier: Apache-2.0
"""The documentation names what exists."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from harness.process import ROOT

DOCS = ROOT / "docs"
BEHAVIOURS = DOCS / "behaviours.md"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "Examples").rglob("*.md"), *(ROOT / "deploy").rglob("*.md")])


def test_every_pinned_behaviour_has_its_place():
    numbers = re.findall(r"^### R3-(\d+) ", BEHAVIOURS.read_text(), re.MULTILINE)
    assert numbers == [str(number) for number in range(1, 33)]


def test_every_test_that_is_named_exists():
    named = re.findall(r"^- `([^`]+)`$", BEHAVIOURS.read_text(), re.MULTILINE)
    swift = defaultdict(str)
    for path in (ROOT / "Tests").rglob("*.swift"):
        swift[path.stem] += path.read_text()
    missing = []
    for name in named:
        if "::" in name:
            module, _, function = name.partition("::")
            path = Path(__file__).with_name(f"{module}.py")
            exists = path.exists() and f"def {function}(" in path.read_text()
        else:
            suite, _, sentence = name.partition(": ")
            exists = f"func `{sentence}`(" in swift[suite]
        if not exists:
            missing.append(name)
    assert len(named) > 100 and missing == []


def test_every_known_gap_is_a_test():
    lines = Path(__file__).with_name("known_gaps.txt").read_text().splitlines()
    for line in [line.split()[0] for line in lines if line.strip() and not line.startswith("#")]:
        module, _, function = line.partition("::")
        assert f"def {function}(" in Path(__file__).with_name(f"{module}.py").read_text(), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_page_that_is_pointed_to_exists(page):
    text = page.read_text()
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)
    assert [link for link in links if not (page.parent / link).exists()] == []
    if page.name == "known-gaps.md":
        return  # It names what is missing.
    files = re.findall(r"`((?:docs|Examples|deploy|Scripts|Tests)/[\w./-]+)`", text)
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_the_readme_leads_to_every_page():
    readme = (ROOT / "README.md").read_text()
    pages = [*DOCS.glob("*.md"), *DOCS.glob("*/README.md")]
    assert [page.name for page in pages if str(page.relative_to(ROOT)) not in readme] == []
