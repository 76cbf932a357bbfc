"""The widget on other people's pages: rude, strict, single-page, restored; and a server that is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.widget.fake import SNIPPET, Fake, Refuse
from tests.browser.widget.screen import Screen, shows, shows_not, soon

Visitor = Callable[..., BrowserContext]

STRICT = (
    "default-src 'none'; script-src {server}; connect-src {server}; img-src {server}; form-action 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; report-uri {server}/v1/violations"
)
LISTEN = """
  window.violations = [];
  addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
"""
RUDE = """
<script>
  Array.from = JSON.parse = () => { throw new Error("rude") };
  for (const kind of [Array, Object, String, Number]) {
    Object.defineProperty(kind.prototype, "toJSON", {value() { return "rude" }, enumerable: true});
  }
</script>
<style>
  * { display: none !important; font-size: 90px !important; visibility: hidden !important; all: revert }
  html, body, h1, smart-trigger { display: block !important; visibility: visible !important }
  div, section, button, p { color: red !important; transform: rotate(90deg) !important }
</style>
"""


def talk_to(fake: Fake, page: Page) -> None:
    """The whole way: message, reply, answer."""
    screen = Screen(page)
    shows(screen.text("Did you find it?"))
    soon(lambda: fake.events() == ["shown"], "shown is told")
    screen.reply("Not yet")
    soon(lambda: fake.texts() == ["Not yet"], "the reply arrives")
    fake.says("Let me help")
    shows(screen.thread.get_by_text("Let me help"))


def test_it_works_under_a_strict_policy_and_trusted_types(fake: Fake, page: Page) -> None:
    fake.headers["Content-Security-Policy"] = STRICT.format(server=fake.server)
    fake.campaign(7, "Did you find it?")
    fake.agent["picture"] = "/media/ada"
    page.add_init_script(LISTEN)
    page.goto(fake.shop)
    face = Screen(page).bubble.locator("img")
    assert face.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1
    talk_to(fake, page)
    assert page.evaluate("violations") == []
    assert fake.asked("violations") == []


def test_what_a_strict_policy_forbids_would_be_noticed(fake: Fake, chromium: Browser) -> None:
    fake.headers["Content-Security-Policy"] = STRICT.format(server=fake.server)
    context = chromium.new_context()
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.goto(fake.shop)
    page.evaluate("() => { document.body.append(Object.assign(new Image(), {src: '/elsewhere.gif'})) }")
    soon(lambda: page.evaluate("violations.length"), "the browser notices it")
    assert page.evaluate("violations") == ["img-src"]
    soon(lambda: fake.asked("violations"), "the browser reports it")
    context.close()


def test_it_works_on_a_page_that_spoils_prototypes_and_styles_everything(fake: Fake, page: Page) -> None:
    fake.head = RUDE
    fake.campaign(7, "Did you find it?")
    page.goto(fake.shop)
    talk_to(fake, page)
    box = Screen(page).window.bounding_box()
    assert box
    assert (round(box["width"]), round(box["height"])) == (380, 600)


def test_a_page_that_replaces_fetch_later_is_not_asked(fake: Fake, page: Page) -> None:
    fake.campaign(7, "Did you find it?")
    fake.gates["boot"] = threading.Event()
    page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "boot")
    page.evaluate("() => { window.fetch = () => { throw new Error('rude') } }")
    fake.gates["boot"].set()
    talk_to(fake, page)


def test_no_name_is_taken_but_one_and_nothing_is_drawn_before_the_answer(fake: Fake, page: Page) -> None:
    fake.gates["boot"] = threading.Event()
    page.goto(fake.shop + "/plain")
    soon(lambda: fake.asked("boot"), "boot")
    shows_not(page.locator("smart-trigger"))
    fake.gates["boot"].set()
    shows(Screen(page).launcher)
    names = page.evaluate(
        """() => {
          const frame = document.body.appendChild(document.createElement("iframe"));
          const fresh = new Set(Object.getOwnPropertyNames(frame.contentWindow));
          frame.remove();
          return Object.getOwnPropertyNames(window).filter((name) => !fresh.has(name) && !/^__pw|^\\d/.test(name));
        }"""
    )
    assert names == ["smartTrigger"]


def test_a_snippet_that_runs_twice_does_no_harm(fake: Fake, page: Page) -> None:
    fake.body += SNIPPET.format(server=fake.server)
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.wait_for_load_state("networkidle")
    assert len(fake.asked("boot")) == 1
    expect(page.locator("smart-trigger")).to_have_count(1)


def test_a_page_that_swaps_its_body_keeps_the_widget(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("() => { document.body = document.createElement('body') }")
    shows(Screen(page).launcher)


def test_a_removed_widget_comes_back_once(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Still here")
    page.goto(fake.shop)
    shows(Screen(page).text("Still here"))
    page.evaluate("() => document.querySelector('smart-trigger').remove()")
    shows(Screen(page).text("Still here"))
    page.evaluate("() => document.querySelector('smart-trigger').remove()")
    shows_not(page.locator("smart-trigger"))


@pytest.mark.usefixtures("network_lines")
@pytest.mark.parametrize("fault", [ConnectionError(), Refuse(500, "internal"), Refuse(403, "origin_foreign")], ids=repr)
def test_a_server_that_fails_is_nothing_the_page_notices(fake: Fake, page: Page, fault: Exception) -> None:
    fake.fail("boot", *[fault] * 9)
    page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "boot")
    page.wait_for_load_state("networkidle")
    page.evaluate("() => smartTrigger('event', 'added to cart')")
    shows_not(page.locator("smart-trigger"))
    fake.faults.clear()
    page.evaluate("() => history.pushState(null, '', '/next')")
    shows(Screen(page).launcher)


def test_crawlers_are_shown_nothing(fake: Fake, page: Page) -> None:
    def off(call: str, _: object, answer: dict[str, object]) -> None:
        if call == "boot":
            answer.clear()
            answer["off"] = True

    fake.answer = off
    page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "boot")
    page.wait_for_load_state("networkidle")
    shows_not(page.locator("smart-trigger"))
    assert Screen(page).stored() == {}


ROUTES = {
    "pushState with another path": ("history.pushState(null, '', '/b')", "/b", True),
    "pushState with another query": ("history.pushState(null, '', '?page=2')", "/?page=2", True),
    "back": ("history.pushState(null, '', '#x'); history.back()", "/", False),
    "fragment": ("location.hash = 'below'", "/#below", False),
    "replaceState": ("history.replaceState(null, '', '/b')", "/b", False),
    "there and back at once": ("history.pushState(null, '', '/b'); history.pushState(null, '', '/')", "/", False),
    "fragment that the page calls a page": ("location.hash = 'below'; smartTrigger('page')", "/#below", True),
    "replaceState that it calls a page": ("history.replaceState(null, '', '/b'); smartTrigger('page')", "/b", True),
    "another path that it calls a page, too": ("history.pushState(null, '', '/b'); smartTrigger('page')", "/b", True),
    "three in a row": ("for (const each of 'bcd') history.pushState(null, '', '/' + each)", "/d", True),
}


@pytest.mark.parametrize("navigation", [True, False], ids=["navigation api", "wrapped history"])
@pytest.mark.parametrize("name", ROUTES)
def test_a_change_of_path_or_query_is_one_page_view(fake: Fake, page: Page, name: str, navigation: bool) -> None:
    script, end, counts = ROUTES[name]
    if not navigation:
        page.add_init_script("Object.defineProperty(window, 'navigation', {value: undefined})")
    page.clock.install()
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("(script) => { (0, eval)(script) }", script)
    page.wait_for_function("(end) => location.href.endsWith(end)", arg=end)
    page.clock.run_for(400)
    page.evaluate("() => history.pushState(null, '', '/later')")
    soon(lambda: fake.asked("boot")[-1]["url"].endswith("/later"), "a page view that comes later")
    assert len(fake.asked("boot")) == 1 + counts + 1


@pytest.mark.parametrize("navigation", [True, False], ids=["navigation api", "wrapped history"])
def test_going_back_in_a_single_page_app_is_a_page_view(fake: Fake, page: Page, navigation: bool) -> None:
    if not navigation:
        page.add_init_script("Object.defineProperty(window, 'navigation', {value: undefined})")
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("() => history.pushState(null, '', '/b')")
    soon(lambda: len(fake.asked("boot")) == 2, "the second page view")
    page.evaluate("() => history.back()")
    soon(lambda: len(fake.asked("boot")) == 3, "the third page view")
    assert [each["url"].removeprefix(fake.shop) for each in fake.asked("boot")] == ["/", "/b", "/"]


def test_a_page_restored_from_the_back_forward_cache_is_a_page_view(fake: Fake, page: Page) -> None:
    page.goto(fake.shop)
    shows(Screen(page).launcher)
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    soon(lambda: len(fake.asked("boot")) == 2, "the second page view")


def test_a_prerendered_page_is_counted_when_it_is_looked_at(fake: Fake, page: Page) -> None:
    page.add_init_script("Object.defineProperty(document, 'prerendering', {value: true, configurable: true})")
    page.goto(fake.shop)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => smartTrigger('open')")
    assert fake.asked("boot") == []
    page.evaluate("() => document.dispatchEvent(new Event('prerenderingchange'))")
    shows(Screen(page).window)
    assert len(fake.asked("boot")) == 1


def test_commands_work_before_the_script_has_loaded(fake: Fake, page: Page) -> None:
    fake.head = (
        "<script>window.smartTrigger ||= function () { (smartTrigger.q ||= []).push(arguments) };"
        "smartTrigger('identify', 'token'); smartTrigger('event', 'cart', {items: 3}); smartTrigger('open')</script>"
    )
    page.goto(fake.shop)
    shows(Screen(page).window)
    page.evaluate("() => { smartTrigger('event', 'x'); smartTrigger('constructor'); smartTrigger('close') }")
    expect(Screen(page).window).to_be_hidden()
    page.evaluate("() => smartTrigger('open')")
    shows(Screen(page).window)
    assert len(fake.asked("boot")) == 1


def test_a_page_does_not_do_what_only_visitors_do(fake: Fake, page: Page) -> None:
    fake.campaign(1, "Read me")
    page.goto(fake.shop)
    shows(Screen(page).text("Read me"))
    undocumented = "'dismiss', 'toggle', 'reply', 'clicked', 'pressed', 'draft', 'retry', 'load'"
    page.evaluate(f"() => {{ for (const each of [{undocumented}]) smartTrigger(each); smartTrigger('event', 'x') }}")
    soon(lambda: fake.told(), "all of it has been looked at")
    shows(Screen(page).text("Read me"))
    expect(Screen(page).window).to_be_hidden()
    assert set(fake.events()) <= {"shown", "custom"}
    assert fake.asked("messages") == []


def test_a_site_may_hide_the_launcher_until_there_is_something_to_say(fake: Fake, page: Page) -> None:
    fake.site["launcher"] = "message"
    page.goto(fake.shop)
    soon(lambda: fake.asked("boot"), "boot")
    page.wait_for_load_state("networkidle")
    shows_not(page.locator("smart-trigger"))
    fake.campaign(1)
    page.goto(fake.shop + "/more")
    shows(Screen(page).launcher)
    Screen(page).dismiss.click()
    expect(Screen(page).launcher).to_be_hidden()
