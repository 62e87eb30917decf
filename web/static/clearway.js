// Progressive only: every page works without this file.
(() => {
  "use strict";
  const body = document.body;
  const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const go = (selector) => document.querySelector(selector)?.click();

  const step = (by) => {
    const all = rows();
    if (all.length === 0) return go(by > 0 ? "[data-key-next]" : "[data-key-previous]");
    const focused = all.indexOf(document.activeElement);
    const at = focused < 0 ? all.findIndex((row) => beside() && row.closest(".waits")?.classList.contains("selected")) : focused;
    all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
  };
  // The decision under the keys or the pointer is shown beside the list. Nothing is decided there; what is read aloud
  // of it is one short line, after the keys have stood still.
  let showing = null;
  let snoozeNext = false;
  const snooze = () => {
    const fold = document.querySelector("#preview details.snooze");
    if (!fold) return;
    fold.open = true;
    fold.querySelector("button").focus();
  };
  const beside = () => document.querySelector("#preview") && getComputedStyle(document.querySelector("#preview")).position === "sticky";
  const show = (row, after) => {
    const link = row?.querySelector("a.number");
    clearTimeout(showing);
    showing = null;
    if (!link || !beside() || row.classList.contains("selected")) return;
    showing = setTimeout(() => {
      document.querySelectorAll(".waits.selected").forEach((one) => one.classList.remove("selected"));
      row.classList.add("selected");
      const list = document.querySelector(".inbox");
      htmx.ajax("GET", link.href, { source: list, target: "#preview", swap: "outerHTML" }).then(() => {
        showing = null;
        history.replaceState(null, "", link.href.split("#")[0]);
        const said = document.querySelector("#preview-said");
        const title = document.querySelector("#first");
        if (said && title) said.textContent = said.dataset.said + title.textContent;
        if (snoozeNext) snooze();
        snoozeNext = false;
      });
    }, after);
  };
  document.addEventListener("focusin", (event) => show(event.target.closest?.(".waits"), 120));
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".waits a.number");
    if (!link || !beside() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link.closest(".waits"), 0);
  });

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    s: () => (showing ? (snoozeNext = true) : snooze()),
    enter: () => go("#preview .button-main"),
    "/": () => {
      const shown = [...document.querySelectorAll("main [data-search], .bar [data-search]")].filter((field) => field.offsetParent);
      const field = shown.find((each) => each.closest("main")) ?? shown[0];
      if (field) field.focus();
      else go(".search-link");
    },
    "?": () => document.querySelector("#keys")?.toggleAttribute("open"),
  };
  const choose = (key) => {
    const choice = document.querySelector(`input[data-key="${CSS.escape(key)}"]`);
    if (!choice) return;
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.target.closest("form[data-sign]")?.requestSubmit();
      return;
    }
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
    if (body.dataset.keys !== "on" || !plain || typing(event.target)) return;
    const key = event.key.toLowerCase();
    // Enter opens what the preview shows, where nothing that Enter is meant for has the focus.
    if (key === "enter" && (event.target !== body || !beside())) return;
    const act = acts[key];
    if (!act && !"awcru".includes(key)) return;
    event.preventDefault();
    if (act) act();
    else choose(key);
  });

  // A second click on a signing button must not send a second request.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) event.preventDefault();
    else if (form.matches("[data-sign]")) form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Words are counted as they are typed; the server counts again.
  document.addEventListener("input", (event) => {
    const counter = event.target.id && document.getElementById(`${event.target.id}-words`);
    if (!counter) return;
    const words = event.target.value.split(/\s+/).filter(Boolean).length;
    counter.textContent = words === 1 ? counter.dataset.one : counter.dataset.none.replace("0", words);
  });

  // Other questions may be put while somebody types on: the form is exchanged only when nothing was typed since it was
  // sent. Whatever was typed sends it again.
  const intake = (target) => target instanceof Element && target.closest("form.intake-form");
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => {
      const form = intake(event.target);
      if (form) form.dataset.touched = "yes";
    });
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = intake(event.target);
    if (form) delete form.dataset.touched;
    if (form) tell("saving");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.target;
    if (form instanceof Element && form.matches("form.intake-form") && form.dataset.touched) event.detail.shouldSwap = false;
  });

  // A question answered meanwhile is no longer marked as wrong: what the answer to an autosave does not say of it any
  // more is taken away. Nothing new is marked while somebody types.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = intake(event.detail.elt);
    if (!form || !event.detail.successful || !form.querySelector(".error")) return;
    const now = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    form.querySelectorAll(".error[id]").forEach((error) => {
      if (now.getElementById(error.id)) return;
      form.querySelectorAll(`[aria-describedby~="${CSS.escape(error.id)}"]`).forEach((input) => {
        input.removeAttribute("aria-invalid");
        const left = input.getAttribute("aria-describedby").split(/\s+/).filter((id) => id !== error.id);
        if (left.length > 0) input.setAttribute("aria-describedby", left.join(" "));
        else input.removeAttribute("aria-describedby");
      });
      error.remove();
    });
    form.querySelectorAll(".wrong").forEach((field) => field.querySelector(".error") || field.classList.remove("wrong"));
  });

  // An autosave that fails must be seen: nothing typed is lost, but nothing is kept either.
  document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status === 401 ? "stale" : "unsaved"));
  document.addEventListener("htmx:sendError", () => tell("offline"));
  const tell = (state) => {
    const saved = document.getElementById("saved");
    if (saved) saved.textContent = saved.dataset[state];
  };

  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
  // Whoever asked for a box types into it. Without this file the address leads there.
  else document.querySelector("[data-focus]")?.focus();
})();
