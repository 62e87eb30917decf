"""Every page with sample contexts, served for looking at and testing: `python -m tests.web.gallery [PORT]`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, render_template, request

import web
from tests.web import (
    gallery_credentials,
    gallery_decision,
    gallery_intake,
    gallery_lists,
    gallery_owner,
    gallery_packets,
    gallery_policy,
    gallery_search,
    gallery_status,
    gallery_together,
)
from tests.web import gallery_rest as rest
from web.parts.assets import CONTENT_SECURITY_POLICY, install_assets
from web.words.translating import CATALOGUES, install_translations

SAMPLES: dict[str, tuple[str, Callable[[], Any]]] = {
    "decision": ("decision.html", gallery_decision.decision),
    "decision-refused": ("decision.html", gallery_decision.decision_refused),
    "decision-first-reading": ("decision.html", gallery_decision.decision_first_reading),
    "decision-questions": ("decision.html", gallery_decision.decision_questions),
    "decision-nothing-changed": ("decision.html", gallery_decision.decision_nothing_changed),
    "together": ("together.html", gallery_together.together),
    "together-records": ("together.html", gallery_together.together_records),
    "together-none": ("together.html", gallery_together.together_none),
    "together-done": ("together_done.html", gallery_together.together_done),
    "intake": ("intake.html", gallery_intake.intake),
    "intake-wrong": ("intake.html", gallery_intake.intake_wrong),
    "check-answers": ("check_answers.html", gallery_intake.check_answers),
    "check-answers-blocked": ("check_answers.html", gallery_intake.check_answers_blocked),
    "inbox": ("inbox.html", gallery_lists.inbox),
    "inbox-empty": ("inbox.html", gallery_lists.inbox_empty),
    "initiatives": ("initiatives.html", gallery_lists.initiatives),
    "initiatives-many": ("initiatives.html", gallery_lists.initiatives_many),
    "initiatives-unmatched": ("initiatives.html", gallery_lists.initiatives_unmatched),
    "initiatives-empty": ("initiatives.html", gallery_lists.initiatives_empty),
    "initiative": ("initiative.html", gallery_lists.initiative),
    "versions": ("versions.html", gallery_owner.versions),
    "versions-alone": ("versions.html", gallery_owner.versions_alone),
    "copy": ("copy.html", gallery_owner.copy),
    "copy-bare": ("copy.html", gallery_owner.copy_bare),
    "search": ("search.html", gallery_search.search),
    "search-hostile": ("search.html", gallery_search.search_hostile),
    "search-filtered": ("search.html", gallery_search.search_filtered),
    "search-nothing": ("search.html", gallery_search.search_nothing),
    "confirm": ("confirm.html", gallery_owner.confirm),
    "sign-in": ("signin.html", rest.sign_in),
    "sign-in-wrong": ("signin.html", rest.sign_in_wrong),
    "second-factor": ("second_factor.html", rest.second_factor),
    "second-factor-setup": ("second_factor.html", rest.second_factor_setup),
    "trail": ("trail.html", rest.trail),
    "trail-empty": ("trail.html", rest.trail_empty),
    "status": ("status.html", gallery_status.status),
    "status-overdue": ("status.html", gallery_status.status_overdue),
    "status-empty": ("status.html", gallery_status.status_empty),
    "packet": ("packet.html", gallery_packets.packet),
    "packet-making": ("packet.html", gallery_packets.packet_making),
    "packet-made": ("packet.html", gallery_packets.packet_made),
    "packet-failed": ("packet.html", gallery_packets.packet_failed),
    "people": ("people.html", rest.people),
    "people-empty": ("people.html", rest.people_empty),
    "person": ("person.html", rest.person),
    "profile": ("profile.html", gallery_credentials.profile),
    "notices": ("notices.html", gallery_credentials.notices),
    "notices-wrong": ("notices.html", gallery_credentials.notices_wrong),
    "password": ("password.html", gallery_credentials.password),
    "password-wrong": ("password.html", gallery_credentials.password_wrong),
    "codes": ("codes.html", gallery_credentials.codes),
    "credentials": ("credentials.html", gallery_credentials.credentials),
    "credentials-closed": ("credentials.html", gallery_credentials.credentials_closed),
    "certification": ("certification.html", gallery_credentials.certification),
    "certification-enabled": ("certification.html", gallery_credentials.certification_enabled),
    "welcome": ("welcome.html", gallery_credentials.welcome),
    "mailbox": ("mailbox.html", rest.mailbox),
    "mailbox-empty": ("mailbox.html", rest.mailbox_empty),
    "policy-changes": ("policy_changes.html", gallery_policy.policy_changes),
    "policy-changes-none": ("policy_changes.html", gallery_policy.policy_changes_none),
    "forecast-making": ("policy_forecast.html", rest.forecast_making),
    "refused": ("refused.html", rest.refused),
    **{f"error-{code}": ("error.html", partial(rest.error, code)) for code in rest.ERRORS},
}


def make_gallery(cache_dir: Path, catalogues: Path = CATALOGUES) -> Flask:
    """A Flask app that shows `/<sample>`, in the languages of `catalogues`; `?theme=dark` sets the theme."""
    app = Flask("gallery", root_path=str(Path(web.__file__).parent), static_folder=None)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    install_assets(app, cache_dir)
    install_translations(app, catalogues)

    @app.get("/<name>")
    def show(name: str) -> str:
        if name not in SAMPLES:
            abort(404)
        template, sample = SAMPLES[name]
        page = sample()
        theme = request.args.get("theme", "")
        return render_template(template, page=replace(page, frame=replace(page.frame, theme=theme)))

    @app.post("/intake")
    def keep() -> str:
        """Autosave: the whole page again, from which htmx takes what changed."""
        kept = f"All answers saved, {request.form['go']}"
        return render_template("intake.html", page=gallery_intake.intake(kept, request.form.get("audiences-payer", "")))

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return app


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8099
    make_gallery(Path(tempfile.gettempdir()) / "clearway-gallery").run("127.0.0.1", port)
