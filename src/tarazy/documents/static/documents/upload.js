// The field for files: each file is checked here and sent, a small one whole, a larger one in pieces that go on where
// they stopped when the line is lost.
// Without this script the field is an ordinary one and the form carries the files itself.
(() => {
  "use strict";
  const PIECE = 1024 * 1024;
  const PATIENCE = [1, 2, 4, 8, 15, 30, 30, 30, 60, 60]; // seconds between attempts
  const KINDS = {
    ".pdf": ["pdf"], ".docx": ["zip"], ".xlsx": ["zip"], ".doc": ["ole"], ".xls": ["ole"],
    ".jpg": ["jpeg"], ".jpeg": ["jpeg"], ".png": ["png"], ".tif": ["tiff"], ".tiff": ["tiff"],
  };
  const BEGINNINGS = {
    pdf: [[0x25, 0x50, 0x44, 0x46, 0x2d]],
    zip: [[0x50, 0x4b, 0x03, 0x04]],
    ole: [[0xd0, 0xcf, 0x11, 0xe0]],
    jpeg: [[0xff, 0xd8, 0xff]],
    png: [[0x89, 0x50, 0x4e, 0x47]],
    tiff: [[0x49, 0x49, 0x2a, 0x00], [0x4d, 0x4d, 0x00, 0x2a]],
  };
  const pause = (seconds) => new Promise((resolve) => {
    const timer = setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      resolve();
    }
    window.addEventListener("online", done);
  });

  class Refusal extends Error {}

  const ending = (name) => (name.lastIndexOf(".") < 0 ? "" : name.slice(name.lastIndexOf(".")).toLowerCase());
  const latin = (bytes) => new TextDecoder("latin1").decode(bytes);

  // The same refusals as on the server, for what can be told here; the server's check decides.
  async function fault(file, limit) {
    if (!file.size) return "empty";
    if (file.size > limit) return "too_large";
    if (/[\\/\u0000-\u001f\u202a-\u202e\u2066-\u2069]/.test(file.name) || file.name.length > 200) return "bad_name";
    const wanted = KINDS[ending(file.name)];
    if (!wanted) return "wrong_type";
    const head = new Uint8Array(await file.slice(0, 1024).arrayBuffer());
    const found = Object.keys(BEGINNINGS).find((kind) =>
      BEGINNINGS[kind].some((start) => start.every((byte, at) => head[at] === byte)));
    if (!found) return latin(head).includes("%PDF-") ? "mixed" : "wrong_type";
    if (!wanted.includes(found)) return found === "ole" && wanted.includes("zip") ? "encrypted" : "other_type";
    if (found === "pdf") {
      const tail = latin(new Uint8Array(await file.slice(Math.max(0, file.size - 4096)).arrayBuffer()));
      if (!tail.includes("%%EOF")) return "damaged";
      if (/\/Encrypt\b/.test(tail)) return "encrypted";
    }
    return "";
  }

  class Field {
    constructor(root) {
      this.root = root;
      this.input = root.querySelector("input[type=file]");
      this.list = root.querySelector("[data-files]");
      this.said = root.querySelector("[data-said]");
      this.error = root.querySelector(".govuk-error-message");
      this.words = JSON.parse(document.getElementById(root.dataset.words).textContent);
      this.form = root.closest("form");
      this.token = this.form ? this.form.querySelector("[name=csrfmiddlewaretoken]").value : "";
      this.busy = 0;
      this.queue = Promise.resolve();
      this.input.removeAttribute("name"); // the form posts ids, not the files once more
      this.input.addEventListener("change", () => this.chosen());
      this.list.querySelectorAll("[data-file]").forEach((row) => this.removable(row));
      if (this.form) this.form.addEventListener("submit", (event) => this.submitted(event));
    }

    chosen() {
      const files = [...this.input.files];
      this.input.value = "";
      this.error.hidden = true;
      if (!this.input.multiple) this.list.replaceChildren();
      for (const file of files) {
        const row = this.row(file);
        this.busy += 1;
        this.queue = this.queue.then(() => this.take(file, row)).finally(() => {
          this.busy -= 1;
          if (!this.busy && this.waiting) this.waiting();
        });
      }
    }

    submitted(event) {
      if (!this.busy) return;
      event.preventDefault(); // the form goes when the last file has arrived
      this.say(this.words.waiting);
      const button = event.submitter;
      this.waiting = () => {
        this.waiting = null;
        if (this.list.querySelector(".td-file--failed")) return;
        this.form.requestSubmit(button || undefined);
      };
    }

    row(file) {
      const row = document.createElement("li");
      row.className = "td-file";
      row.dataset.file = "";
      const name = Object.assign(document.createElement("span"), { className: "td-file__name", textContent: file.name });
      const bar = Object.assign(document.createElement("progress"), { max: file.size || 1, value: 0 });
      bar.setAttribute("aria-label", file.name);
      const state = Object.assign(document.createElement("span"), { className: "td-file__state", textContent: this.words.waiting });
      row.append(name, bar, state);
      this.list.append(row);
      return row;
    }

    removable(row) {
      let button = row.querySelector("[data-remove]");
      if (!button) {
        const name = row.querySelector(".td-file__name").textContent;
        button = Object.assign(document.createElement("button"), {
          type: "button",
          className: "govuk-button govuk-button--secondary td-file__remove",
          textContent: this.words.remove.replace("%(name)s", name),
        });
        row.append(button);
      }
      button.hidden = false;
      button.addEventListener("click", () => {
        row.remove();
        this.input.focus();
      });
    }

    state(row, words, kind = "") {
      row.querySelector(".td-file__state").textContent = words;
      row.classList.toggle("td-file--failed", kind === "failed");
      row.classList.toggle("td-file--done", kind === "done");
    }

    say(words) {
      this.said.textContent = words;
    }

    async take(file, row) {
      try {
        const code = await fault(file, Number(this.root.dataset.limit));
        if (code) throw new Refusal(this.phrase(code, file));
        const found = await (file.size > PIECE ? this.send(file, row) : this.sendWhole(file, row));
        const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: this.root.dataset.name, value: found.id });
        row.append(hidden);
        row.querySelector("progress").remove();
        this.state(row, this.words.done, "done");
        this.say(`${file.name}: ${this.words.done}`);
      } catch (failure) {
        const words = failure instanceof Refusal ? failure.message : this.words.failed;
        row.querySelector("progress").remove();
        this.state(row, words, "failed");
        this.error.textContent = `${file.name}: ${words}`;
        this.error.hidden = false;
        this.say(`${file.name}: ${words}`);
      }
      this.removable(row);
    }

    phrase(code, file) {
      const params = { ...this.words.limit, claimed: ending(file.name).slice(1), found: "?" };
      return this.words.faults[code].join(" ").replace(/%\((\w+)\)s/g, (whole, name) => params[name] ?? whole);
    }

    async ask(url, options) {
      const headers = { "X-CSRFToken": this.token, Accept: "application/json", "Accept-Language": document.documentElement.lang, ...options.headers };
      const response = await fetch(url, { credentials: "same-origin", ...options, headers });
      if (response.status >= 500) throw new TypeError("server");
      const body = await response.json().catch(() => ({}));
      if (response.status === 409) return { ...body, conflict: true };
      if (!response.ok) throw new Refusal([body.detail || body.title, body.what_next].filter(Boolean).join(" ") || this.words.failed);
      return body;
    }

    // Every step is asked again until the line is back; the server knows how much it has.
    async patiently(row, step) {
      for (let attempt = 0; ; attempt += 1) {
        try {
          return await step();
        } catch (failure) {
          if (failure instanceof Refusal || attempt >= PATIENCE.length) throw failure;
          this.state(row, this.words.offline);
          await pause(PATIENCE[attempt]);
        }
      }
    }

    // One request for what is one piece. The key makes a request whose answer was lost safe to send again.
    async sendWhole(file, row) {
      const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
      return this.patiently(row, async () => {
        this.state(row, this.words.checking);
        const found = await this.ask(this.root.dataset.whole, {
          method: "POST",
          body: file,
          headers: { "Content-Type": "application/octet-stream", "Upload-Name": encodeURIComponent(file.name), "Idempotency-Key": key },
        });
        if (found.conflict) throw new TypeError("still at work on it");
        return found;
      });
    }

    async send(file, row) {
      const base = this.root.dataset.url;
      const key = `upload:${file.name}:${file.size}:${file.lastModified}`;
      let upload = await this.resumed(base, key);
      if (!upload) {
        const body = JSON.stringify({ name: file.name, size: file.size });
        upload = await this.patiently(row, () => this.ask(base, { method: "POST", body, headers: { "Content-Type": "application/json" } }));
        try { sessionStorage.setItem(key, upload.id); } catch { /* private window: it can't be resumed after a reload */ }
      }
      const address = `${base}/${upload.id}`;
      const bar = row.querySelector("progress");
      let { offset } = upload;
      while (offset < file.size) {
        bar.value = offset;
        this.state(row, this.words.sending.replace("%(percent)s", Math.floor((100 * offset) / file.size)).replace("%%", "%"));
        const from = offset;
        const answer = await this.patiently(row, () => this.ask(address, {
          method: "PATCH",
          body: file.slice(from, from + PIECE),
          headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(from) },
        }));
        offset = answer.conflict ? (await this.patiently(row, () => this.ask(address, { method: "GET" }))).offset : answer.offset;
      }
      bar.value = file.size;
      this.state(row, this.words.checking);
      try {
        return await this.patiently(row, () => this.ask(`${address}/finish`, { method: "POST" }));
      } finally {
        try { sessionStorage.removeItem(key); } catch { /* see above */ }
      }
    }

    async resumed(base, key) {
      try {
        const id = sessionStorage.getItem(key);
        return id ? await this.ask(`${base}/${id}`, { method: "GET" }) : null;
      } catch {
        return null;
      }
    }
  }

  document.querySelectorAll("[data-upload]").forEach((root) => new Field(root));
  document.addEventListener("htmx:load", (event) => {
    event.target.querySelectorAll?.("[data-upload]").forEach((root) => {
      if (root.querySelector("input[type=file]").name) new Field(root);
    });
  });
})();
