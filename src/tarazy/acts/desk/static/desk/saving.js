// Saving by itself, some seconds after a change. What is written is kept in this page's memory and on the server, never
// in the browser's own storage: deliberation is secret, and a computer may have other readers.
const QUIET_MS = 2000;
const LONGEST_MS = 10000;
const RETRY_MS = 5000;

export function saving(page, given, text) {
  const line = page.querySelector("[data-desk-saved]");
  const conflictBox = page.querySelector("[data-desk-conflict]");
  const { words } = given;
  let version = given.version;
  let dirty = false;
  let running = null;
  let timer = 0;
  let since = 0;
  let other = 0; // the version that somebody else saved meanwhile

  const say = (what, state) => {
    line.textContent = what;
    line.dataset.state = state;
  };
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(), wait);
  };

  function changed() {
    if (!dirty) since = Date.now();
    dirty = true;
    if (line.dataset.state !== "offline" && line.dataset.state !== "conflict") say(words.unsaved, "unsaved");
    if (!other) later(Math.min(QUIET_MS, Math.max(0, since + LONGEST_MS - Date.now())));
  }

  async function now({ kept = false, anyway = false } = {}) {
    clearTimeout(timer);
    if (running) await running;
    if (other && !anyway) return false;
    if (!dirty && !kept && !anyway) return true;
    running = send(kept, anyway ? other : version);
    const done = await running;
    running = null;
    return done;
  }

  async function send(kept, base) {
    dirty = false;
    let answer;
    try {
      answer = await fetch(given.save, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": given.token },
        body: JSON.stringify({ text: text(), base, kept }),
        credentials: "same-origin",
        redirect: "manual",
      });
    } catch {
      return failed(words.offline, "offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 423) {
      return failed(words.locked, "locked");
    }
    let said;
    try {
      said = await answer.json();
    } catch {
      return failed(words.failed, "offline");
    }
    if (answer.status === 409 && said.html) {
      dirty = true;
      other = said.version;
      say(words.conflict, "conflict");
      conflictBox.querySelector("[data-desk-both]").innerHTML = said.html;
      conflictBox.hidden = false;
      conflictBox.querySelector("h2").focus();
      return false;
    }
    if (!answer.ok) return failed(said.message || words.failed, answer.status < 500 ? "refused" : "offline");
    version = said.version;
    other = 0;
    if (!dirty) say(said.words, "saved");
    shown(said);
    document.body.dispatchEvent(new CustomEvent("desk:saved", { detail: { version } }));
    document.body.dispatchEvent(new CustomEvent("desk:looked", { detail: said }));
    return true;
  }

  function failed(what, state) {
    dirty = true;
    say(what, state);
    const lead = page.querySelector("[data-desk-unlock]");
    lead.hidden = state !== "locked";
    if (state === "offline" || state === "locked") later(RETRY_MS);
    return false;
  }

  // Ticks and counts on the tabs, hints on the paper, as the server has looked at what was saved.
  function shown(said) {
    page.querySelector("[data-desk-unlock]").hidden = true;
    for (const [part, looked] of Object.entries(said.parts)) {
      const tab = page.querySelector(`[data-desk-tab="${part}"]`);
      tab.querySelector("[data-desk-count]").innerHTML = looked.count;
      const hints = page.querySelector(`#part-${part} [data-desk-hints]`);
      if (hints.innerHTML !== looked.hints) hints.innerHTML = looked.hints;
    }
    const ticked = page.querySelector("[data-desk-requisites]");
    if (ticked && said.requisites) ticked.innerHTML = said.requisites;
  }

  conflictBox.addEventListener("click", async (event) => {
    const choice = event.target.closest("[data-desk-choose]");
    if (!choice) return;
    const theirs = other;
    const kept = await now({ kept: true, anyway: true });
    if (!kept) return;
    conflictBox.hidden = true;
    if (choice.dataset.deskChoose === "other") {
      // One's own words stand in the history now; the other's come back as the newest version.
      const form = page.querySelector("[data-desk-restore]");
      form.action = form.dataset.address.replace("/0/", `/${theirs}/`);
      form.submit();
    }
  });
  window.addEventListener("online", () => dirty && now());
  window.addEventListener("beforeunload", (event) => dirty && event.preventDefault());
  document.addEventListener("visibilitychange", () => document.hidden && dirty && now());
  // What leads away from the page with the act's words goes after they are saved.
  page.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-desk-after-saving]");
    if (!link || !(dirty || running)) return;
    event.preventDefault();
    if (!(await now())) return;
    if (link.target) window.open(link.href, link.target, "noopener");
    else location.assign(link.href);
  });
  // Another language loads the page anew: first everything is saved.
  for (const languages of document.querySelectorAll("form[data-language-switch]")) {
    languages.addEventListener("submit", async (event) => {
      if (!(dirty || running)) return;
      event.preventDefault();
      if (await now()) languages.requestSubmit(event.submitter);
    });
  }

  return { changed, now, shown, version: () => version, dirty: () => dirty };
}
