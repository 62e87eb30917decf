"""Identity, resets, losses, certification and one's own account, through real browsers."""

import re

from sqlalchemy import select

from coe.database import reading
from coe.identity.accounts import find_account, find_by_login, recovery_codes_left
from coe.identity.totp import code_at
from coe.tables import entry, notice, signer
from governance.record.entry import read_entry
from tests.web.review_office import PASSWORD
from tests.web.review_pages import Browser, Pages, plain

OWN = "a long sentence nobody knows"
LETTER = "Letter of 2 November 2026, CW-17"


def events_of(pages: Pages, who: str) -> list[object]:
    with reading(pages.house.engine) as connection:
        stream = entry.c.stream == f"person/{pages.house.ids[who]}"
        rows = connection.execute(select(entry.c.bytes).where(stream).order_by(entry.c.seq)).scalars()
        return [event for data in rows for event in read_entry(bytes(data)).events]


def kinds(pages: Pages, who: str) -> list[str]:
    """The notices somebody got, in order."""
    with reading(pages.house.engine) as connection:
        mine = notice.c.person == pages.house.ids[who]
        return list(connection.execute(select(notice.c.kind).where(mine).order_by(notice.c.seq)).scalars())


def visit(pages: Pages, who: str, whom: str) -> tuple[Browser, str]:
    browser, url = pages.browser(who), f"/people/{pages.house.ids[whom]}/credentials"
    assert browser.get(url).status_code == 200
    return browser, url


def shown(text: str, term: str) -> str:
    """What the page shows under a term."""
    found = re.search(rf"<dt>{term}</dt><dd class=\"machine\">(.*?)</dd>", text, re.DOTALL)
    assert found, plain(text)
    return found[1]


def sign_in(pages: Pages, login: str, password: str, code: str) -> Browser:
    browser = Browser(pages.house, login, pages.app.test_client())
    browser.get("/sign-in")
    answer = browser.post("/sign-in", browser.form("/sign-in?"), email=login, password=password)
    assert answer.location == "/sign-in/code", plain(browser.last)
    browser.get("/sign-in/code")
    browser.post("/sign-in/code", browser.form("http://localhost/sign-in/code"), code=code)
    return browser


class TestInviting:
    def test_an_invited_person_chooses_a_password_before_anything_else(self, pages: Pages) -> None:
        browser = pages.browser("ada")
        browser.get("/people")
        given = {"name": "Nina Ek", "email": "nina@example.org", "identity": "Passport seen in the office"}
        text = browser.post("/people/invite", **given).text
        password = shown(text, "First password")
        secret = re.sub(r"\s", "", re.findall(r'<p class="machine">([A-Z2-7 ]+)</p>', text)[0])
        nina = sign_in(pages, "nina@example.org", password, totp(secret, pages.house.clock.now()))
        for url in ("/", "/initiatives", "/profile", "/people"):
            assert nina.get(url).location == "/profile/password"
        page = nina.get("/profile/password").text
        assert "Somebody gave you the one you have" in page
        refused = nina.post("/profile/password", current=password, fresh=password, again=password)
        assert "It is the one you have now." in plain(refused.text)
        assert nina.post("/profile/password", current=password, fresh=OWN, again=OWN).location == "/profile"
        assert "Your password is changed." in plain(nina.get("/profile").text)
        assert nina.get("/initiatives").status_code == 200
        with reading(pages.house.engine) as connection:
            found = find_by_login(connection, "nina@example.org")
            assert found is not None
            confirmed = connection.execute(select(signer).where(signer.c.person == found.person_id)).one()
        assert not found.temporary
        assert confirmed.confirmed_by == pages.house.ids["ada"]


class TestResets:
    def test_two_administrators_issue_new_credentials_once(self, pages: Pages) -> None:
        ada, url = visit(pages, "ada", "sofia")
        assert ada.post(f"{url}/ask", reason="Lost the telephone").status_code == 302
        assert kinds(pages, "sofia") == ["reset-asked"]
        ada.get(url)
        assert "Asked by Ada Silva" in plain(ada.last)
        form = ada.form(f"{url}/approve")
        assert "a reset takes two administrators" in plain(ada.post(f"{url}/approve", form).text)
        before = account(pages, "sofia")
        uma, url = visit(pages, "uma", "sofia")
        form = uma.form(f"{url}/approve")
        text = uma.post(f"{url}/approve", form).text
        assert "New credentials for Dr Sofia Brandt" in plain(text)
        after = account(pages, "sofia")
        assert after != before
        assert uma.post(f"{url}/approve", form).location == url
        assert account(pages, "sofia") == after
        assert "not shown again" in plain(uma.get(url).text)
        form = uma.form(f"{url}/confirm")
        assert "You handed out these credentials" in plain(uma.post(f"{url}/confirm", form, how="Know her").text)
        ada.get(url)
        assert ada.post(f"{url}/confirm", how="Passport at the desk").status_code == 302
        assert "Ada Silva verified it" in plain(ada.get(url).text)
        assert kinds(pages, "sofia") == ["reset-asked", "credentials-issued"]

    def test_nobody_else_opens_or_uses_the_page(self, pages: Pages) -> None:
        for who in ("sofia", "aude", "karin"):
            assert pages.browser(who).get(f"/people/{pages.house.ids['imre']}/credentials").status_code == 403
        ada, url = visit(pages, "ada", "ada")
        assert "Close the account" not in ada.last
        other, theirs = visit(pages, "ada", "ben")
        form = other.form(f"{theirs}/close")
        assert other.post(f"{url}/close", form, reason="Me").status_code == 403

    def test_a_reason_is_asked_for_beside_its_field(self, pages: Pages) -> None:
        ada, url = visit(pages, "ada", "sofia")
        for act in ("ask", "lost", "close", "confirm"):
            ada.get(url)
            answer = ada.post(f"{url}/{act}")
            assert answer.status_code == 422
            assert "Write one sentence" in plain(answer.text) or "Say what you saw" in plain(answer.text)


class TestEnding:
    def test_a_closed_account_is_out_at_once(self, pages: Pages) -> None:
        sofia = pages.browser("sofia")
        assert sofia.get("/inbox").status_code == 200
        ada, url = visit(pages, "ada", "sofia")
        assert ada.post(f"{url}/close", reason="Left the company").status_code == 302
        assert sofia.get("/inbox").location == "/sign-in?next=/inbox"
        page = plain(ada.get(url).text)
        assert "Login and person are never given again." in page
        assert "Confirm who they are" not in page

    def test_a_loss_one_reports_oneself_ends_every_session(self, pages: Pages) -> None:
        sofia = pages.browser("sofia")
        other = Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
        sofia.get("/profile")
        assert sofia.post("/profile/loss", reason="Stolen in the train").location == "/sign-in"
        for browser in (sofia, other):
            assert "/sign-in" in str(browser.get("/inbox").location)
        assert "loss-reported" in kinds(pages, "sofia")
        assert "loss-to-replace" in kinds(pages, "ada")


class TestOwnAccount:
    def test_sessions_are_listed_and_ended_one_by_one(self, pages: Pages) -> None:
        sofia = pages.browser("sofia")
        other = Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
        page = plain(sofia.get("/profile").text)
        assert "2 sessions" in page
        assert "This browser" in page
        assert sofia.post("/profile/sessions/end").status_code == 302
        assert other.get("/inbox").status_code == 302
        assert sofia.get("/profile").status_code == 200
        assert "1 session " in plain(sofia.last)

    def test_nobody_ends_somebody_elses_session(self, pages: Pages) -> None:
        sofia, imre = pages.browser("sofia"), pages.browser("imre")
        Browser(pages.house, "imre", pages.app.test_client()).sign_in()
        imre.get("/profile")
        handle = imre.form("/profile/sessions/end")["handle"]
        sofia.get("/profile")
        token = sofia.form("/profile/loss")["csrf_token"]
        sofia.post("/profile/sessions/end", {"csrf_token": token}, handle=handle)
        assert "2 sessions" in plain(imre.get("/profile").text)

    def test_a_changed_password_ends_every_other_session_and_turns_this_one(self, pages: Pages) -> None:
        sofia = pages.browser("sofia")
        other = Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
        stolen = sofia.client.get_cookie("session")
        sofia.get("/profile/password")
        wrong = sofia.post("/profile/password", current="wrong", fresh=OWN, again=OWN)
        assert wrong.status_code == 422
        assert "Login or password is wrong." in plain(wrong.text)
        assert sofia.post("/profile/password", current=PASSWORD, fresh=OWN, again=f"{OWN}!").status_code == 422
        assert sofia.post("/profile/password", current=PASSWORD, fresh=OWN, again=OWN).status_code == 302
        assert sofia.get("/profile").status_code == 200
        assert other.get("/profile").status_code == 302
        assert stolen is not None
        thief = pages.app.test_client()
        thief.set_cookie("session", stolen.value)
        assert thief.get("/profile").status_code == 302
        assert kinds(pages, "sofia") == ["credential-changed"]

    def test_fresh_recovery_codes_take_both_factors_and_are_shown_once(self, pages: Pages) -> None:
        sofia = pages.browser("sofia")
        sofia.get("/profile")
        form = sofia.form("/profile/codes")
        refused = sofia.sign("/profile/codes", form, password="wrong")
        assert "Login or password is wrong." in plain(refused.text)
        text = sofia.sign("/profile/codes", form).text
        codes = re.findall(r"[0-9a-f]{5}(?:-[0-9a-f]{5}){3}", text)
        assert len(codes) == 10
        assert pages.house.opened["sofia"].recovery_codes[0] not in codes
        assert sofia.sign("/profile/codes", {**form, "csrf_token": csrf(sofia)}).status_code == 302
        assert "not shown again" in plain(sofia.get("/profile").text)

    def test_a_recovery_code_is_told_counted_and_signs_nothing(self, pages: Pages) -> None:
        house = pages.house
        used = house.opened["sofia"].recovery_codes[:7]
        *_, sofia = [sign_in(pages, "sofia@example.org", PASSWORD, code) for code in used]
        assert "3 of 10 are left. Renew them before they run out." in plain(sofia.get("/profile").text)
        assert kinds(pages, "sofia") == ["credential-changed"] * 7
        number = house.submit()
        sofia.get(f"/decisions/{number}/medical")
        spare = house.opened["sofia"].recovery_codes[8]
        answer = sofia.post(
            f"/decisions/{number}/medical", outcome="reject", note="No.", password=PASSWORD, code=spare[:20]
        )
        assert answer.status_code == 422
        with reading(house.engine) as connection:
            assert recovery_codes_left(connection, house.opened["sofia"].id) == 3


class TestAuthenticators:
    def test_the_first_code_is_a_test_and_so_is_the_first_after_half_a_year(self, pages: Pages) -> None:
        pages.browser("sofia")
        assert [repr(event) for event in events_of(pages, "sofia")[-1:]] == [
            "AuthenticatorTested(occasion='enrolment', result='passed')"
        ]
        count = len(events_of(pages, "sofia"))
        Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
        assert len(events_of(pages, "sofia")) == count
        pages.house.clock.set(pages.house.clock.now() + 181 * 86_400_000)
        for _ in range(2):
            wrong = Browser(pages.house, "sofia", pages.app.test_client())
            wrong.get("/sign-in")
            wrong.post("/sign-in", wrong.form("/sign-in?"), email="sofia@example.org", password=PASSWORD)
            wrong.get("/sign-in/code")
            wrong.post("/sign-in/code", wrong.form("http://localhost/sign-in/code"), code="000000")
        Browser(pages.house, "sofia", pages.app.test_client()).sign_in()
        assert [repr(event) for event in events_of(pages, "sofia")[count:]] == [
            "AuthenticatorTested(occasion='periodic', result='failed')",
            "AuthenticatorTested(occasion='periodic', result='passed')",
        ]


class TestCertification:
    def test_signing_waits_for_the_letter_and_the_letter_is_exported(self, pages: Pages) -> None:
        ada = pages.browser("ada")
        page = plain(ada.get("/office/signatures").text)
        assert "Not certified" in page
        assert "Dr Sofia Brandt" in page
        assert ada.post("/office/signatures/enable", reference="").status_code == 422
        assert ada.post("/office/signatures/enable", reference=LETTER).status_code == 302
        aude = pages.browser("aude")
        found = aude.get("/office/signatures.json").json
        assert found is not None
        assert (found["reference"], found["enabled"] > 0) == (LETTER, True)
        assert "Enable signatures" not in aude.get("/office/signatures").text
        assert pages.browser("sofia").get("/office/signatures").status_code == 403
        number = pages.house.submit()
        sofia = pages.browser("sofia")
        sofia.get(f"/decisions/{number}/medical")
        refused = sofia.sign(f"/decisions/{number}/medical", outcome="reject", note="No.")
        assert "Nobody has confirmed who you are" in plain(refused.text)
        ada, url = visit(pages, "ada", "sofia")
        ada.post(f"{url}/confirm", how="Passport")
        sofia.get(f"/decisions/{number}/medical")
        assert sofia.sign(f"/decisions/{number}/medical", outcome="reject", note="No.").status_code == 302


def account(pages: Pages, who: str) -> tuple[str, str | None]:
    with reading(pages.house.engine) as connection:
        found = find_account(connection, pages.house.opened[who].id)
    assert found is not None
    return found.password_hash, found.totp_secret


def csrf(browser: Browser) -> list[str]:
    browser.get("/profile")
    return browser.form("/profile/codes")["csrf_token"]


def totp(secret: str, now: int) -> str:
    import base64

    return code_at(base64.b32decode(secret + "=" * (-len(secret) % 8)), now)
