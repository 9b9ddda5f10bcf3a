// Signs a document with NCALayer, the program of the national certification centre on the person's own computer.
// It listens at wss://127.0.0.1:13579/ and speaks JSON. Two of its modules can sign; the newer one is asked first:
//   kz.gov.pki.knca.basics       sign, arguments by name       → {status, code, message, body: {result}}
//   kz.gov.pki.knca.commonUtils  createCMSSignatureFromBase64  → {code, message, responseObject}
(() => {
  const BASICS = "kz.gov.pki.knca.basics";
  const COMMON = "kz.gov.pki.knca.commonUtils";
  const SIGNING_KEYS = "1.3.6.1.5.5.7.3.4"; // the key purpose that the centre gives to keys for signing
  const CONNECT_MS = 5000;
  const GREETING_MS = 1500;

  class Fault extends Error {
    constructor(word) {
      super(word);
      this.word = word;
    }
  }

  // One connection: messages come in one by one, a lost connection ends whoever is waiting.
  class Line {
    constructor(socket) {
      this.socket = socket;
      this.arrived = [];
      this.waiting = null;
      this.ended = null;
      socket.onmessage = (event) => this.take(event.data);
      socket.onclose = socket.onerror = () => this.end(new Fault("stopped"));
    }

    take(text) {
      if (text === "--heartbeat--") return;
      let message;
      try {
        message = JSON.parse(text);
      } catch {
        message = null;
      }
      if (message && typeof message === "object" && !Array.isArray(message) && !Object.keys(message).length) return;
      if (this.waiting) {
        const { resolve } = this.waiting;
        this.waiting = null;
        resolve(message);
      } else this.arrived.push(message);
    }

    end(fault) {
      this.ended = this.ended || fault;
      if (this.waiting) {
        const { reject } = this.waiting;
        this.waiting = null;
        reject(this.ended);
      }
    }

    next(milliseconds) {
      if (this.arrived.length) return Promise.resolve(this.arrived.shift());
      if (this.ended) return Promise.reject(this.ended);
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          this.waiting = null;
          reject(new Fault("slow"));
        }, milliseconds);
        this.waiting = {
          resolve: (message) => { clearTimeout(timer); resolve(message); },
          reject: (fault) => { clearTimeout(timer); reject(fault); },
        };
      });
    }

    async ask(request, milliseconds) {
      this.socket.send(JSON.stringify(request));
      for (;;) {
        const answer = await this.next(milliseconds);
        if (answer === null || typeof answer !== "object") throw new Fault("garbage");
        if (!isGreeting(answer)) return answer;
      }
    }

    close(fault) {
      this.end(fault || new Fault("stopped"));
      this.socket.onclose = this.socket.onerror = null;
      this.socket.close();
    }
  }

  const isGreeting = (message) => Boolean(message && message.result && message.result.version);

  function connect(address) {
    return new Promise((resolve, reject) => {
      let socket;
      try {
        socket = new WebSocket(address);
      } catch {
        reject(new Fault("not_running"));
        return;
      }
      const timer = setTimeout(() => { socket.onclose = null; socket.close(); reject(new Fault("not_running")); }, CONNECT_MS);
      socket.onclose = socket.onerror = () => { clearTimeout(timer); reject(new Fault("not_running")); };
      socket.onopen = () => { clearTimeout(timer); resolve(new Line(socket)); };
    });
  }

  function fault(code, message) {
    const said = `${code || ""} ${message || ""}`.toLowerCase();
    if (/cancel|отмен/.test(said)) return new Fault("cancelled");
    if (/expired|истек|истёк/.test(said)) return new Fault("expired");
    if (/revoked|отозван/.test(said)) return new Fault("revoked");
    return new Fault("refused");
  }

  // The signature as base64 in one line, out of base64 or PEM; anything else is no signature.
  function signature(value) {
    const one = Array.isArray(value) ? value[0] : value;
    if (typeof one !== "string") throw new Fault("garbage");
    const text = one.replace(/-----[A-Z0-9 ]+-----/g, "").replace(/\s+/g, "");
    if (text.length < 100 || !/^M[A-Za-z0-9+/]+=*$/.test(text)) throw new Fault("garbage");
    return text;
  }

  async function sign(line, data, { iin, locale, milliseconds }) {
    try {
      await line.next(GREETING_MS); // old versions greet, some do not
    } catch (silence) {
      if (silence.word !== "slow") throw silence;
    }
    const answer = await line.ask({
      module: BASICS,
      method: "sign",
      args: {
        allowedStorages: ["PKCS12", "AKKZIDCardStore", "AKKaztokenStore", "AKEToken72KStore", "AKJaCartaStore", "AKAKEYStore"],
        format: "cms",
        data,
        signingParams: { decode: true, encapsulate: false, digested: false, tsaProfile: {} },
        signerParams: { extKeyUsageOids: [SIGNING_KEYS], iin, bin: "", serialNumber: "", chain: null },
        locale,
      },
    }, milliseconds);
    if (answer.errorCode === "MODULE_NOT_FOUND") return signOld(line, data, milliseconds);
    if (answer.status === true) {
      const result = answer.body && answer.body.result;
      if (result === undefined || result === null) throw new Fault("cancelled"); // the dialog was closed
      return signature(result);
    }
    if (answer.status === false) throw fault(answer.code, answer.message);
    throw new Fault("garbage");
  }

  async function signOld(line, data, milliseconds) {
    const stores = await line.ask({ module: COMMON, method: "getActiveTokens" }, milliseconds);
    const found = stores.code === "200" && Array.isArray(stores.responseObject) ? stores.responseObject : [];
    const storage = found.length === 1 ? found[0] : "PKCS12";
    const answer = await line.ask({
      module: COMMON,
      method: "createCMSSignatureFromBase64",
      args: [storage, "SIGNATURE", data, false],
    }, milliseconds);
    if (answer.code === "200") return signature(answer.responseObject);
    if (answer.code === "500") throw fault(answer.code, answer.message);
    throw new Fault("garbage");
  }

  async function content(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (!answer.ok) throw new Fault("document");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let binary = "";
    for (let start = 0; start < bytes.length; start += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
    }
    return btoa(binary);
  }

  for (const form of document.querySelectorAll("form[data-ncalayer]")) {
    const part = (name) => form.querySelector(`[data-ncalayer-${name}]`);
    const say = (word) => {
      const words = form.querySelector(`[data-ncalayer-word="${word}"]`);
      part("fault").hidden = true;
      part("status").textContent = word && words ? words.textContent : "";
    };
    const complain = (word) => {
      say("");
      const words = form.querySelector(`[data-ncalayer-word="${word}"]`) || form.querySelector('[data-ncalayer-word="refused"]');
      part("fault").textContent = words.textContent;
      part("fault").hidden = false;
      part("fault").focus();
    };
    let line = null;
    let busy = false;
    let stopped = false;
    part("cancel").addEventListener("click", () => {
      stopped = true;
      if (line) line.close(new Fault("cancelled"));
    });
    form.addEventListener("submit", async (event) => {
      const way = form.querySelector('[name="way"]:checked');
      if (!way || way.value !== "ncalayer" || form.elements.cms.value) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      stopped = false;
      part("cancel").hidden = false;
      const milliseconds = 1000 * Number(form.dataset.wait || 300);
      try {
        say("connecting");
        line = await connect(form.dataset.ncalayer);
        const data = await content(form.dataset.content).catch(() => { throw new Fault("document"); });
        if (stopped) throw new Fault("cancelled");
        say("choosing");
        form.elements.cms.value = await sign(line, data, { iin: form.dataset.iin, locale: form.dataset.locale, milliseconds });
        say("signed");
        form.submit();
      } catch (problem) {
        complain(problem instanceof Fault ? problem.word : "refused");
      } finally {
        if (line) line.close();
        line = null;
        busy = false;
        part("cancel").hidden = true;
      }
    });
  }
})();
