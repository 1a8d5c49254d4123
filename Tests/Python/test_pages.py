# SPDX-License-Identifier: Apache-2.0
"""What the server serves to browsers, to whom, and how people sign in and out there: DESIGN 4.8."""

import re
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from harness.browser import PHONE, page_settings, sign_in, violations
from harness.client import RPCError
from harness.process import ROOT, Hub, run
from harness.tokens import Issuer

ASSETS = ROOT / "Sources/MartletPages/Assets"
FILES = sorted(path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.is_file())
PAGES = {"/": "chat.html", "/board": "board.html", "/console": "console.html", "/signin": "signin.html"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
# Rates may be off in dev mode only.
RATED = {"limits.rates": True}
SECRET = "a-long-enough-secret-between-proxy-and-server"


def get(hub, path: str, *, verb: str = "GET", user: int | None = None, **headers) -> requests.Response:
    if user is not None:
        headers["X-Martlet-User"] = str(user)
    headers.setdefault("Accept-Encoding", "identity")
    session = requests.Session()
    session.trust_env = False
    return session.request(verb, hub.url + path, headers=headers, allow_redirects=False, timeout=20)


def bearer(token: str) -> dict:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture(scope="module")
def compiled():
    """A server that serves what was compiled in, wherever other tests take their pages from."""
    hub = Hub(split=False)
    yield hub.start()
    hub.close()


# --- Files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served_as_it_stands_in_the_repository(compiled, name):
    answer = get(compiled, f"/{name}")
    assert answer.status_code == 200, "Scripts/list-assets.sh, then build"
    assert answer.content == (ASSETS / name).read_bytes(), "build: the binary is older than the file"
    assert answer.headers["Content-Type"] == TYPES[Path(name).suffix]


def test_what_is_compiled_in_is_what_is_there():
    listed = re.findall(r'^    \{"([^"]+)",', (ASSETS.parent / "Assets.c").read_text(), re.MULTILINE)
    assert listed == FILES, "run Scripts/list-assets.sh"


@pytest.mark.parametrize("path", [*PAGES, "/martlet.js", "/sw.js", "/icon.svg"])
def test_a_browser_is_told_to_do_as_little_as_possible(compiled, path):
    headers = get(compiled, path, user=1).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'" and policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in headers["Content-Security-Policy"] and "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-cache"
    assert headers.get("Service-Worker-Allowed") == ("/" if path == "/sw.js" else None)


@pytest.mark.parametrize("path", [*PAGES, "/martlet.css"])
def test_what_a_browser_has_already_is_not_sent_again(compiled, path):
    whole = get(compiled, path, user=1)
    tag = whole.headers["ETag"]
    assert re.fullmatch(r'"[\w-]{20,}"', tag), "strong: the same tag means the same bytes"
    again = get(compiled, path, user=1, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert get(compiled, path, user=1, **{"If-None-Match": '"other"'}).content == whole.content
    head = get(compiled, path, verb="HEAD", user=1)
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", tag)
    assert head.headers["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize("path", ["/", "/martlet.js", "/martlet.css", "/icon.svg"])
def test_a_browser_that_takes_less_gets_less(compiled, path):
    plain = get(compiled, path, user=1)
    assert "Content-Encoding" not in plain.headers and plain.headers["Vary"] == "Accept-Encoding"
    packed = get(compiled, path, user=1, **{"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.content == plain.content
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])
    assert packed.headers["ETag"] != plain.headers["ETag"], "a strong tag names the bytes as they were sent"
    assert get(compiled, path, user=1, **{"If-None-Match": packed.headers["ETag"]}).status_code == 304
    assert "Content-Encoding" not in get(compiled, path, user=1, **{"Accept-Encoding": "gzip;q=0, *"}).headers


@pytest.mark.parametrize(
    "path", ["/nothing.js", "/chat/nothing.js", "/README.md", "/.js", "/chat/.js", "/board/x", "/chat/../../Assets.c.js"]
)
def test_what_is_no_file_of_the_pages_is_not_there(compiled, path):
    assert get(compiled, path).status_code == 404


def test_a_page_is_read_and_never_written(compiled):
    assert get(compiled, "/chat.js", verb="PUT", **{"Content-Type": "application/json"}).status_code in (404, 405)


def test_an_operators_files_come_before_those_compiled_in(new_hub, tmp_path):
    hub = new_hub({"pages.directory": tmp_path})
    own = (ASSETS / "martlet.css").read_bytes()
    assert get(hub, "/martlet.css").content == own
    (tmp_path / "martlet.css").write_text("body { color: teal }")
    (tmp_path / "chat").mkdir()
    (tmp_path / "chat/extra.js").write_text("export {};")
    (tmp_path / "secret.txt").write_text("not for anybody")
    first = get(hub, "/martlet.css")
    assert first.text == "body { color: teal }"
    assert get(hub, "/chat/extra.js").text == "export {};"
    assert get(hub, "/secret.txt").status_code == 404
    (tmp_path / "martlet.css").write_text("body { color: navy }")
    second = get(hub, "/martlet.css", **{"If-None-Match": first.headers["ETag"]})
    assert second.text == "body { color: navy }", "a changed file needs no restart"
    (tmp_path / "martlet.css").unlink()
    assert get(hub, "/martlet.css").content == own


def test_a_pages_directory_that_is_none_is_refused_at_start(tmp_path):
    answer = run("serve", "--auth", "dev", "--port", "0", "--data", str(tmp_path), "--pages-directory", "/no/such/folder")
    assert answer.returncode != 0 and "pages.directory" in answer.stderr


# --- Who sees what ---------------------------------------------------------------------------------------------------


def shown(answer: requests.Response) -> str:
    """Which page was answered, or where a browser is sent, or the status of anything else."""
    if answer.status_code == 303:
        return answer.headers["Location"]
    for path, name in PAGES.items():
        if answer.content == (ASSETS / name).read_bytes() and answer.status_code == 200:
            return f"page {path}"
    if answer.content == (ASSETS / "forbidden.html").read_bytes():
        return f"forbidden {answer.status_code}"
    return str(answer.status_code)


def matrix(hub, headers: dict) -> list[str]:
    return [shown(get(hub, path, **headers)) for path in PAGES]


LED_TO_SIGN_IN = ["/signin?to=/", "/signin?to=/board", "/signin?to=/console", "page /signin"]
AS_A_MEMBER = ["page /", "page /board", "forbidden 403", "page /signin"]
AS_AN_OPERATOR = ["page /", "page /board", "page /console", "page /signin"]


@pytest.fixture(scope="module")
def issuer():
    with tempfile.TemporaryDirectory() as directory:
        yield Issuer(Path(directory))


@pytest.fixture(scope="module")
def tokened(issuer):
    hub = Hub(split=False, settings=page_settings(RATED), arguments=issuer.arguments)
    yield hub.start()
    hub.close()


@pytest.fixture(scope="module")
def proxied():
    arguments = ["--auth", "proxy", "--provision", "auto", "--operators", "olga"]
    settings = page_settings({**RATED, "proxy_secret": SECRET, "logout_url": "/oauth2/sign_out"})
    hub = Hub(split=False, settings=settings, arguments=arguments)
    yield hub.start()
    hub.close()


def from_proxy(subject: str) -> dict:
    return {"X-Martlet-User": subject, "X-Martlet-Proxy-Secret": SECRET}


def test_in_dev_mode_a_page_wants_somebody_to_be_picked(page_team):
    hub = page_team.hub
    assert matrix(hub, {}) == LED_TO_SIGN_IN
    assert matrix(hub, {"X-Martlet-User": str(page_team.ann)}) == AS_A_MEMBER
    assert matrix(hub, {"X-Martlet-User": "1"}) == AS_AN_OPERATOR


def test_in_jwt_mode_a_page_wants_a_sign_in(tokened, issuer):
    assert matrix(tokened, {}) == LED_TO_SIGN_IN
    assert matrix(tokened, bearer(issuer.token("ada"))) == AS_A_MEMBER
    assert matrix(tokened, bearer(issuer.token("root"))) == AS_AN_OPERATOR
    # What is refused is no sign-in, and its bearer is led to where there is one.
    assert matrix(tokened, bearer(issuer.token("ada", life=-3600))) == LED_TO_SIGN_IN
    assert get(tokened, "/martlet.js").status_code == 200


def test_behind_a_proxy_everybody_has_signed_in_and_nobody_else_gets_anything(proxied):
    assert matrix(proxied, {}) == ["401"] * 4
    assert get(proxied, "/martlet.js").status_code == 401
    assert matrix(proxied, {**from_proxy("ada"), "X-Martlet-Proxy-Secret": "wrong"}) == ["401"] * 4
    assert matrix(proxied, from_proxy("ada")) == [*AS_A_MEMBER[:3], "/"]
    assert matrix(proxied, from_proxy("olga")) == [*AS_AN_OPERATOR[:3], "/"]


def test_every_edge_shows_the_pages_and_hears_of_dead_letters(team):
    assert shown(get(team.hub, "/board", user=team.ann)) == "page /board"
    assert shown(get(team.hub, "/console", user=team.ann)) == "forbidden 403"
    assert get(team.hub, "/v1/session", user=team.ann).json()["user_id"] == team.ann
    letters = [{"method": "message.send", "reason": "expired", "count": 2}]
    team.call(team.ann, "client.report_dead_letters", client=f"phone {team.token}", letters=letters)
    reports = team.call(1, "admin.dead_letters")["reports"]
    assert (reports[0]["user_id"], reports[0]["letters"]) == (team.ann, letters)
    with pytest.raises(RPCError, match="-32003"):
        team.call(team.ann, "admin.dead_letters")


def test_a_media_token_shows_no_page(page_hub, person):
    token = sign_in(person(), "1")["media_token"]
    assert shown(get(page_hub, "/", **bearer(token))) == "/signin?to=/"


def test_a_page_may_ask_who_is_signed_in_and_how_one_does(page_team, tokened, issuer, proxied):
    nobody = {"user_id": None, "operator": False, "expires_at": None, "login_url": None, "logout_url": None}
    assert get(page_team.hub, "/v1/session").json() == {"mode": "dev", **nobody}
    ann = get(page_team.hub, "/v1/session", user=page_team.ann).json()
    assert (ann["user_id"], ann["operator"]) == (page_team.ann, False)
    assert get(page_team.hub, "/v1/session", user=1).json()["operator"] is True

    assert get(tokened, "/v1/session").json() == {"mode": "jwt", **nobody}
    root = get(tokened, "/v1/session", **bearer(issuer.token("root"))).json()
    assert root["user_id"] and root["operator"] and root["expires_at"]

    assert get(proxied, "/v1/session").status_code == 401
    olga = get(proxied, "/v1/session", **from_proxy("olga")).json()
    assert (olga["mode"], olga["operator"], olga["logout_url"]) == ("proxy", True, "/oauth2/sign_out")


# --- Signing in and out, in a browser --------------------------------------------------------------------------------


def location(page) -> str:
    address = urlsplit(page.url)
    return address.path + (f"?{address.query}" if address.query else "") + (f"#{address.fragment}" if address.fragment else "")


def arrive(page, path: str) -> None:
    """Waits until the browser is there."""
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def signed_in(page) -> int | None:
    """As whom this browser acts."""
    return page.evaluate("fetch('/v1/session').then(answer => answer.json())")["user_id"]


def sign_out(page) -> None:
    """What a page does when somebody signs out; from where no other page's own way out comes between."""
    page.goto("/signin?out")
    script = "() => fetch('/v1/session', {method: 'DELETE', headers: {'Content-Type': 'application/json'}}).then(r => r.status)"
    assert page.evaluate(script) == 204


def test_in_dev_mode_one_picks_who_one_is_and_gets_to_the_page_one_wanted(page_team, person):
    # So many people that they are looked for.
    for number in range(9):
        page_team.person(f"guest{number}")
    page = person().new_page()
    page.goto("/board")
    assert location(page) == "/signin?to=/board"
    page.get_by_label("Find somebody").fill(f"ben-{page_team.token}")
    page.get_by_role("button", name="Ben").click()
    arrive(page, "/board")
    assert signed_in(page) == page_team.ben

    sign_out(page)
    page.goto("/board")
    assert location(page) == "/signin?to=/board"


def test_in_dev_mode_somebody_new_is_added_on_the_way_in(page_team, person):
    page = person().new_page()
    page.goto("/signin")
    page.get_by_label("Somebody new").fill(f"dora-{page_team.token}")
    page.get_by_role("button", name="Sign in", exact=True).click()
    arrive(page, "/")
    assert signed_in(page) > page_team.cat


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(page_team, person):
    page = person().new_page()
    page.goto("/signin")
    page.get_by_label("Somebody new").fill(f"ann-{page_team.token}")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("alert").wait_for()
    assert location(page) == "/signin"


def test_signing_in_never_leads_to_another_site(page_team, person):
    for target in ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]:
        page = person().new_page()
        page.goto(f"/signin?to={target}")
        page.get_by_role("button", name=f"@ben-{page_team.token}").click()
        page.wait_for_url(lambda url: urlsplit(url).path != "/signin")
        assert urlsplit(page.url).netloc == urlsplit(page_team.hub.url).netloc


def link(hub, subject: str) -> str:
    """A one-use link, as an operator makes it on the data directory."""
    settings = {"data": hub.data, "auth": "jwt", "issuer": "https://issuer.example.com/", "public_url": hub.url}
    made = run("token", "mint", "--link", "--subject", subject, settings=settings)
    assert made.returncode == 0, made.stderr
    return made.stdout.strip()


def test_a_one_use_link_signs_in_once_and_leaves_no_trace_in_the_address(tokened, person):
    address = link(tokened, "ada")
    assert address.startswith(f"{tokened.url}/signin#sign-in=")
    page = person(hub=tokened).new_page()
    page.goto(address)
    arrive(page, "/")
    assert signed_in(page)
    assert "sign-in=" not in page.evaluate("document.referrer + location.href")

    late = person(hub=tokened).new_page()
    late.goto(address)
    late.get_by_role("alert").get_by_text("used or has expired").wait_for()
    assert location(late) == "/signin"
    assert address.partition("=")[2] not in tokened.log


def test_a_link_asks_before_it_takes_somebodys_place(tokened, person):
    context = person(hub=tokened)
    page = context.new_page()
    page.goto(link(tokened, "ada"))
    arrive(page, "/")
    ada = signed_in(page)

    other = context.new_page()
    other.goto(link(tokened, "ben"))
    other.get_by_role("heading", name="You are signed in already").wait_for()
    assert signed_in(other) == ada
    other.get_by_role("button", name="Use the link").click()
    arrive(other, "/")
    assert signed_in(other) != ada


def test_without_a_login_page_one_is_told_of_links_and_signing_out_holds(tokened, issuer, person):
    context = person(hub=tokened)
    sign_in(context, issuer.token("eva"))
    page = context.new_page()
    page.goto("/board")
    assert location(page) == "/board"
    kept = context.cookies()
    sign_out(page)
    page.goto("/board")
    page.get_by_text("Open the sign-in link").wait_for()
    # The cookie is gone, and would be worth nothing if it were not.
    assert context.cookies() == []
    context.add_cookies(kept)
    page.goto("/board")
    assert location(page) == "/signin?to=/board"


def test_a_login_page_signs_in_with_a_token_and_leads_back_to_the_page_that_was_wanted(new_issuer_hub, person):
    hub, issuer = new_issuer_hub
    context = person(hub=hub)
    # The team's own page, which knows its people by some means of its own.
    back = f"{hub.url}/signin#sign-in={issuer.token('ada')}"
    context.route("**/team/login", lambda route: route.fulfill(status=303, headers={"Location": back}))
    page = context.new_page()
    page.goto("/board")
    arrive(page, "/board")
    assert signed_in(page)

    # Whoever has just signed out is not signed in again by the issuer's memory of them.
    sign_out(page)
    page.get_by_role("link", name="Go there").wait_for()
    assert location(page) == "/signin?out"


@pytest.fixture
def new_issuer_hub(issuer):
    hub = Hub(split=False, settings=page_settings({**RATED, "login_url": "/team/login"}), arguments=issuer.arguments)
    yield hub.start(), issuer
    hub.close()


def test_behind_a_proxy_a_browser_is_at_home_at_once(proxied, person):
    page = person(hub=proxied, extra_http_headers=from_proxy("ada")).new_page()
    page.goto("/signin")
    assert location(page) == "/"
    page.goto("/console")
    page.get_by_role("heading", name="This page is for operators").wait_for()


def test_signing_out_has_browsers_drop_what_they_keep_of_media_and_nothing_else(page_team):
    answer = get(page_team.hub, "/v1/session", verb="DELETE", user=page_team.ben, **{"Content-Type": "application/json"})
    assert answer.headers["Clear-Site-Data"] == '"cache"', "what a page could not send yet is still the person's"


def test_signing_out_ends_every_tab(page_team, person):
    context = person(page_team.ben)
    one, other = context.new_page(), context.new_page()
    one.goto("/signin")
    other.goto("/signin")
    sign_out(one)
    other.goto("/board")
    assert location(other) == "/signin?to=/board"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("shape", [{}, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_the_page_for_signing_in(page_team, person, theme, shape):
    page = person(color_scheme=theme, **shape).new_page()
    page.goto("/signin")
    page.get_by_role("button", name="Ben").first.wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    member = person(page_team.ben, color_scheme=theme, **shape).new_page()
    member.goto("/console")
    member.get_by_role("heading", name="This page is for operators").wait_for()
    assert violations(member) == []


def test_the_policy_keeps_scripts_from_being_written_into_a_page(page_team, person):
    page = person(page_team.ben).new_page()
    page.goto("/signin")
    refused = page.evaluate(
        "() => { try { document.body.innerHTML = '<b>hostile</b>'; return 'written' } catch (error) { return error.name } }"
    )
    assert refused == "TypeError"
    person.problems.clear()
