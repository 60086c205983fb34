"""A sealed ballot of a hall of hundreds: sealing, casting, opening, and each device's own look at what is published.

What a browser does is measured on a real page of the house, as it is, times six, which a busy machine hardly changes; and beside the
bare operations it cannot do without (X25519 products, digests, signatures), in the same page and run; what the server does beside an
open vote of the same people. The board's three tablets and one voter are pages with Chromium's throttle, tapped as people tap them.
"""

from __future__ import annotations

import base64
import json
import random
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.bench.measuring import NO_PACE, Server, load, ms, quantile, serving
from tests.bench.screens import SLOWER, Driver, Say, Slow, opened
from tests.chromium import launched
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.manifest import read

BOARD = 3
WINDOW = 2.0
QUESTION = "Bầu bổ sung Ủy viên?"
TIMED = """async ([what, manifest, text, person, rounds]) => {
  const script = [...document.scripts].find((one) => one.type === "module" && one.src.includes("/js/")).src;
  const static_ = script.slice(0, script.indexOf("/js/"));
  const box = await import(`${static_}/js/voting/sealedbox.js`);
  const { nacl, sha256 } = await import(`${static_}/vendor/sealed.js`);
  const time = async (act, times) => {
    const all = [];
    for (let n = 0; n < times; n++) {
      const began = performance.now();
      await act(n);
      all.push(performance.now() - began);
    }
    return Math.min(...all); // what else the machine does is nobody's
  };
  const secret = new Uint8Array(32).fill(7);
  const key = nacl.box.keyPair.fromSecretKey(secret).publicKey;
  const product = () => nacl.scalarMult(secret, key);
  // So many in a row as what they are the floor of: a busy machine leaves neither of them in peace for longer.
  const productsOf = async (many, times) => (await time(() => { for (let n = 0; n < many; n++) product(); }, times)) / many;
  await productsOf(20, 1);
  if (what === "seal") {
    const ballot = () => ({ choice: [0], code: box.newCode(), mark: "" });
    box.seal(manifest, ballot());
    const products = JSON.parse(manifest).board.length * 2;
    return { product: await productsOf(products, 3 * rounds), seal: await time(() => box.seal(manifest, ballot()), 3 * rounds) };
  }
  if (what === "open") {
    // A tablet's keys in a ballot of its own: the real one's never leave their page.
    const own = box.newSecrets();
    const told = JSON.parse(manifest);
    told.board = told.board.map((keeper) => ({ ...keeper, ...box.publicOf(own) }));
    const mine = JSON.stringify(told);
    const sent = Array.from({ length: 40 }, () => box.seal(mine, { choice: [0], code: box.newCode(), mark: "" })[0]);
    const given = sent.map((one) => [box.hashOf(one), one]).sort().map(([, one]) => one);
    const all = await time(() => box.openList(mine, 1, given, given.length, own), 3 * rounds);
    return { product: await productsOf(given.length, 3 * rounds), open: all / given.length };
  }
  const bundle = box.readBundle(text);
  const layers = bundle.signatures.length;
  const told = new TextEncoder().encode(text);
  const signed = nacl.sign.keyPair.fromSeed(secret);
  const signature = nacl.sign.detached(secret, signed.secretKey);
  const floor = () => {
    JSON.parse(text);
    sha256(told);
    for (let n = 0; n < bundle.ballots.length; n++) sha256(told.subarray(n, n + 256));
    for (let n = 0; n < layers; n++) nacl.sign.detached.verify(secret, signature, signed.publicKey);
  };
  const mine = { person, manifest: bundle.manifest, ballot: null, digests: [] };
  const look = () => {
    const faults = box.check(box.readBundle(text), mine).filter((one) => one.code !== "never_voted");
    if (faults.length) throw new Error(JSON.stringify(faults));
    box.sha256Hex(text);
    box.resultCode(text);
  };
  look();
  return { floor: await time(floor, 2 * rounds), check: await time(look, 2 * rounds) };
}"""


def sealed(say: Say, members: int, rounds: int) -> dict[str, Any]:
    """Seconds and ratios of each step; `lost` and `refused` of the envelopes, and the audit's word."""
    with serving(members, **NO_PACE) as server, sync_playwright() as playwright:
        browser = launched(playwright)
        found = _held(browser, server, members, rounds)
        found["audit_ok"] = server.audit()["ok"]
        browser.close()
    found["cast_p99_ratio"] = round(found["cast_p99_ms"] / found["open_vote_p99_ms"], 2)
    _tell(say, found)
    return found


def _held(browser: Browser, server: Server, members: int, rounds: int) -> dict[str, Any]:
    driver = Driver(server)
    chair, people = server.demo["chair"]["cookie"], server.demo["members"]
    with ExitStack() as stack:
        tablets = [stack.enter_context(_slow(browser, server, one)) for one in people[:BOARD]]
        voter = stack.enter_context(_slow(browser, server, people[BOARD]))
        board = [one["person"] for one in people[:BOARD]]
        asked = {"question": QUESTION, "item": server.demo["items"][0], "secret": True, "board": board}
        vote = driver.command(chair, "vote.prepare", asked)
        _read_aloud(tablets)
        driver.command(chair, "vote.open", {"vote": vote})
        found = _cast(server, driver, [*tablets, voter], vote, [*people[:BOARD], *people[BOARD + 1 :]], rounds)
        for page_ in (*tablets, voter):
            page_.evaluate(WATCHED)
        driver.command(chair, "vote.close", {"vote": vote})
        found["opened_ms"] = [ms(_opens(tablet)) for tablet in tablets]
        found["looked_ms"] = ms(_looked(driver, chair, voter, vote))
        found["still_ms"] = max(_stood_still(page_) for page_ in (*tablets, voter))
        text = _bundle(server, chair, vote)
        one = _timed(voter, "open", json.loads(text)["manifest"], "", "", rounds)
        for page_ in (*tablets, voter):
            Slow(page_).throttled(1)
        plain = load(server.scenario("votes", members, window=WINDOW))["latencies"]
        page = _timed(voter, "check", json.loads(text)["manifest"], text, people[BOARD]["person"], rounds)
    envelopes = json.loads(text)["lists"][0]
    return {
        "members": members,
        **found,
        "open_vote_p99_ms": ms(quantile(plain, 99)),
        "lost": members - len(envelopes),
        "open_ms": round(one["open"] * len(envelopes)),
        "open_ratio": round(one["open"] / one["product"], 2),
        "check_ms": round(page["check"], 2),
        "check_floor_ms": round(page["floor"], 2),
        "check_ratio": round(page["check"] / page["floor"], 2),
        "bundle_kb": round(len(text) / 1000, 1),
    }


@contextmanager
def _slow(browser: Browser, server: Server, one: dict[str, Any]) -> Iterator[Page]:
    with opened(browser, server, one["cookie"], (1180, 820)) as page:
        Slow(page).throttled(SLOWER)
        yield page


def _tap(page: Page, name: str) -> Locator:
    button = page.locator(".ban-kiem").get_by_role("button", name=name)
    button.click(timeout=60_000)
    return button


def _read_aloud(tablets: list[Page]) -> None:
    for name in ("Nhận kiểm phiếu", "Đọc mã"):
        for tablet in tablets:
            expect(_tap(tablet, name)).to_have_count(0, timeout=60_000)


def _timed(page: Page, *args: Any) -> dict[str, float]:
    """Milliseconds on a device `SLOWER` times slower, by this page without its throttle."""
    slow = Slow(page)
    slow.throttled(1)
    found: dict[str, float] = page.evaluate(TIMED, list(args))
    slow.throttled(SLOWER)
    return {what: took * SLOWER for what, took in found.items()}


def _cast(
    server: Server, driver: Driver, pages: list[Page], vote: str, others: list[dict[str, Any]], rounds: int
) -> dict[str, Any]:
    """One by hand on the slow page; the rest within the window, sealed beforehand."""
    voter = pages[-1]
    manifest = driver.state(server.demo["chair"]["cookie"], "sealed")[vote]["manifest"]
    page = _timed(voter, "seal", manifest, "", "", rounds)
    expect(voter.locator(".man-bq")).to_have_attribute("data-ready", "", timeout=60_000)
    voter.get_by_role("radio", name="Tán thành", exact=True).click()
    voter.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(voter.locator(".ma-phieu .ma")).to_be_visible(timeout=60_000)
    bound, draw = read(manifest), random.Random(1)
    sealed_for = {
        one["cookie"]: base64.b64encode(seal(bound, Ballot((draw.randrange(3),), new_code(), ""))[0]).decode()
        for one in others
    }
    cookies = [one["cookie"] for one in others]
    scenario = server.scenario("sealed", 0, cookies=cookies, vote=vote, envelopes=sealed_for, window=WINDOW)
    for each in pages:  # a throttled page burns the processor that it has not
        Slow(each).throttled(1)
    burst = load(scenario)
    for each in pages:
        Slow(each).throttled(SLOWER)
    return {
        "product_ms": round(page["product"], 3),
        "seal_ms": round(page["seal"], 2),
        "seal_ratio": round(page["seal"] / (2 * BOARD * page["product"]), 2),
        "cast_p50_ms": ms(quantile(burst["latencies"], 50)),
        "cast_p99_ms": ms(quantile(burst["latencies"], 99)),
        "cpu_ms_per_ballot": round(burst["cpu"] / len(others) * 1000, 2),
        "refused": len(others) - burst["acknowledged"],
        "first_refusals": burst["refused"],
    }


def _opens(tablet: Page) -> float:
    """From the tap until the house has this tablet's list."""
    began = time.perf_counter()
    button = _tap(tablet, "Mở hòm phiếu")
    expect(button).to_have_count(0, timeout=120_000)
    return time.perf_counter() - began


def _looked(driver: Driver, chair: str, voter: Page, vote: str) -> float:
    """From the chair's tap until a slow device says that its ballot was counted as it was sent."""
    began = time.perf_counter()
    driver.command(chair, "vote.announce", {"vote": vote})
    expect(voter.locator(".xac-nhan")).to_contain_text("Phiếu của tôi đã được tính đúng", timeout=60_000)
    return time.perf_counter() - began


def _bundle(server: Server, cookie: str, vote: str) -> str:
    asked = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/api/sealed/{vote}/bundle", headers={"Cookie": cookie}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return str(answer.read().decode())


WATCHED = """() => {
  window.stoodStill = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.stoodStill = Math.max(window.stoodStill, one.duration);
  }).observe({ type: "longtask" });
}"""


def _stood_still(page: Page) -> float:
    """The longest that this page answered nobody since its ballot was sent, or its code read."""
    return round(float(page.evaluate("window.stoodStill")), 1)


def _tell(say: Say, found: dict[str, Any]) -> None:
    opening = ", ".join(f"{one / 1000:.1f}" for one in found["opened_ms"])
    say(
        f"sealed {found['members']:>5} voters: sealing for {BOARD} tablets {found['seal_ms']} ms on a device {SLOWER} times slower"
        f" ({found['seal_ratio']}x its products alone); acknowledged p50 {found['cast_p50_ms']} ms, p99 {found['cast_p99_ms']}"
        f" ({found['cast_p99_ratio']}x an open vote's, {found['open_vote_p99_ms']} ms), lost {found['lost']}"
    )
    say(
        f"sealed {found['members']:>5} voters: opening all takes such a tablet {found['open_ms']} ms ({found['open_ratio']}x its"
        f" products alone), looking at the published list ({found['bundle_kb']} kB) {found['check_ms']} ms"
        f" ({found['check_ratio']}x its digests and signatures alone)"
    )
    say(
        f"sealed {found['members']:>5} voters: from tap to tap, beside pages so slow (their workers are not): each tablet {opening} s,"
        f" a device has looked {found['looked_ms'] / 1000:.1f} s after the announcing; a page stood still {found['still_ms']} ms at most"
    )
