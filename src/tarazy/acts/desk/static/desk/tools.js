// The tools that write into the act: a norm of the law, a sheet of the file, a sum in figures and words.
const WAIT_MS = 150;

export function tools(desk) {
  const { page } = desk;
  const openers = [...page.querySelectorAll("[data-desk-tool]")];
  const box = (opener) => document.getElementById(opener.getAttribute("aria-controls"));

  function shut(opener, { focus = false } = {}) {
    opener.setAttribute("aria-expanded", "false");
    box(opener).hidden = true;
    if (focus) desk.editor().focus();
  }
  function open(opener) {
    for (const one of openers) if (one !== opener) shut(one);
    opener.setAttribute("aria-expanded", "true");
    box(opener).hidden = false;
    const first = box(opener).querySelector("input, select");
    if (opener.dataset.deskTool === "amount") {
      const figures = desk.editor().selected().replace(/[^\d.,]/g, "");
      if (figures) first.value = figures;
      first.dispatchEvent(new Event("input"));
    }
    if (opener.dataset.deskTool === "norm") {
      first.value = desk.editor().selected().trim().slice(0, 80);
      first.dispatchEvent(new Event("input"));
    }
    first.focus();
    first.select?.();
  }
  for (const opener of openers) {
    opener.addEventListener("click", () => (box(opener).hidden ? open(opener) : shut(opener, { focus: true })));
    box(opener).addEventListener("keydown", (event) => {
      if (event.key === "Escape") shut(opener, { focus: true });
    });
  }
  const opener = (name) => openers.find((one) => one.dataset.deskTool === name);
  norms(desk, opener("norm"), shut);
  sheets(desk, opener("sheet"), open, shut);
  amounts(desk, opener("amount"), shut);
}

// Answers come in order: an older one never covers a newer one.
function asker(address, show, more = () => "") {
  let timer = 0;
  let last = 0;
  return (query) => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const mine = ++last;
      try {
        const answer = await fetch(`${address}?q=${encodeURIComponent(query)}${more()}`, { credentials: "same-origin" });
        if (answer.ok && mine === last) show(await answer.json());
      } catch {
        // no connection: what was found before stays
      }
    }, WAIT_MS);
  };
}

function norms(desk, opener, shut) {
  const box = document.getElementById("tool-norm");
  const field = box.querySelector("input");
  const list = box.querySelector("[role=listbox]");
  const said = box.querySelector("[role=status]");
  let found = [];
  let at = -1;

  function mark(place) {
    at = place;
    [...list.children].forEach((item, index) => item.setAttribute("aria-selected", index === at));
    if (at >= 0) field.setAttribute("aria-activedescendant", list.children[at].id);
    else field.removeAttribute("aria-activedescendant");
  }
  const ask = asker(desk.given.norms, (answer) => {
    found = answer.norms;
    list.replaceChildren(
      ...found.map((norm, index) => {
        const item = document.createElement("li");
        item.id = `norm-${index}`;
        item.setAttribute("role", "option");
        item.append(norm.text);
        const about = document.createElement("span");
        about.className = norm.in_force ? "tz-muted tz-small" : "tz-bad tz-small";
        about.append(norm.in_force ? norm.about : desk.given.words.stale);
        item.append(" ", about);
        return item;
      }),
    );
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", Boolean(found.length));
    said.textContent = answer.words;
    mark(found.length ? 0 : -1);
  }, () => `&part=${desk.part()}`);
  function take(index) {
    const norm = found[index];
    if (!norm) return;
    desk.editor().write(norm.text, { type: "norm", attrs: { code: norm.code, article: norm.article, point: norm.point } });
    shut(opener);
    desk.editor().focus();
  }
  field.addEventListener("input", () => ask(field.value));
  field.addEventListener("keydown", (event) => {
    if (["ArrowDown", "ArrowUp"].includes(event.key) && found.length) {
      event.preventDefault();
      mark((at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length);
    }
    if (event.key === "Enter") {
      event.preventDefault();
      take(at);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) take([...list.children].indexOf(item));
  });
}

function sheets(desk, opener, open, shut) {
  const box = document.getElementById("tool-sheet");
  const choice = box.querySelector("select");
  const [from, to] = box.querySelectorAll("input");
  if (!choice.options.length) return;
  const chosen = () => choice.selectedOptions[0].dataset;
  function limits() {
    const { first, last } = chosen();
    for (const field of [from, to]) {
      field.min = first;
      field.max = last;
    }
    from.value = first;
    to.value = last;
  }
  choice.addEventListener("change", limits);
  limits();
  box.querySelector("[data-desk-put]").addEventListener("click", () => {
    const { first, last } = chosen();
    const within = (value) => Math.min(Number(last), Math.max(Number(first), Number.parseInt(value, 10) || Number(first)));
    const [one, other] = [within(from.value), within(to.value)].sort((a, b) => a - b);
    const range = one === other ? `${one}` : `${one}–${other}`;
    desk.editor().write(desk.given.words.sheet.replace("{}", range), {
      type: "sheet",
      attrs: { document: choice.value, page: one - Number(first) + 1 },
    });
    shut(opener);
    desk.editor().focus();
  });
  for (const button of document.querySelectorAll("[data-desk-cite]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      choice.value = button.dataset.deskCite;
      limits();
      open(opener);
    });
  }
}

function amounts(desk, opener, shut) {
  const box = document.getElementById("tool-amount");
  const field = box.querySelector("input");
  const said = box.querySelector("[role=status]");
  const put = box.querySelector("[data-desk-put]");
  let written = "";
  const ask = asker(desk.given.amount, (answer) => {
    written = answer.text || "";
    said.textContent = answer.text || answer.message;
    put.disabled = !written;
  });
  function take() {
    if (!written) return;
    desk.editor().write(written);
    shut(opener);
    desk.editor().focus();
  }
  field.addEventListener("input", () => {
    if (field.value.trim()) ask(field.value);
    else {
      written = said.textContent = "";
      put.disabled = true;
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    }
  });
  put.addEventListener("click", take);
}
