// The act being written: its four parts as tabs, the tools over the paper, and what other pieces may put into it.
//
// A panel at the side may hold buttons that write into the act where the judge writes:
//   <button type="button" data-desk-insert='{"text": "…", "mark": {"type": "act", "attrs": {"act": "…"}}}'>
// After each save the page's body gets the event `desk:saved`: hx-trigger="load, desk:saved from:body".
import { saving } from "./saving.js";
import { tools } from "./tools.js";

const PARTS = ["introduction", "description", "reasons", "operative"];
const page = document.querySelector("[data-desk]");

function start() {
  const given = JSON.parse(document.getElementById("desk-given").textContent);
  const form = page.querySelector("[data-desk-form]");
  const editors = {};
  let current = location.hash.slice(1);
  if (!PARTS.includes(current)) current = given.part;

  const line = (name) => form.elements[name].value.replace(/\s+/g, " ").trim();
  const text = () => ({
    kind: given.kind,
    language: given.language,
    title: line("title") || given.title,
    subtitle: line("subtitle"),
    ...Object.fromEntries(PARTS.map((part) => [part, editors[part].blocks()])),
  });
  const save = saving(page, given, text);
  const desk = { page, given, editors, text, save, part: () => current, editor: () => editors[current], show };

  for (const part of PARTS) {
    const panel = form.querySelector(`#part-${part}`);
    const field = panel.querySelector("textarea");
    field.closest(".td-plain").remove();
    editors[part] = window.tarazyEditor(panel.querySelector("[data-desk-editor]"), {
      blocks: given.text[part],
      label: panel.dataset.label,
      language: given.language,
      placeholder: panel.dataset.placeholder,
      changed: () => save.changed(),
      moved: () => part === current && press(desk),
    });
  }
  for (const field of form.querySelectorAll("[data-desk-line]")) {
    const grow = () => {
      if (CSS.supports("field-sizing", "content")) return;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight}px`;
    };
    field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
    field.addEventListener("input", () => {
      grow();
      save.changed();
    });
    grow();
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault();
      save.now({ kept: true });
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save.now({ kept: true });
  });

  const tabs = [...page.querySelectorAll("[data-desk-tab]")];
  function show(part, { focus = false } = {}) {
    current = part;
    for (const tab of tabs) {
      const on = tab.dataset.deskTab === part;
      tab.setAttribute("aria-selected", on);
      tab.tabIndex = on ? 0 : -1;
      form.querySelector(`#part-${tab.dataset.deskTab}`).hidden = !on;
    }
    history.replaceState(null, "", `#${part}`);
    press(desk);
    if (focus) editors[part].focus();
  }
  const list = page.querySelector("[data-desk-tabs]");
  list.hidden = false;
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[data-desk-tab]");
    if (tab) show(tab.dataset.deskTab);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, Home: -tabs.length, End: tabs.length }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = Math.max(0, tabs.indexOf(event.target.closest("[data-desk-tab]")));
    const next = Math.abs(step) > 1 ? (step < 0 ? 0 : tabs.length - 1) : (at + step + tabs.length) % tabs.length;
    show(tabs[next].dataset.deskTab);
    tabs[next].focus();
  });

  const bar = page.querySelector("[data-desk-toolbar]");
  bar.hidden = false;
  bar.addEventListener("mousedown", (event) => event.target.closest("button") && event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("[data-desk-run]");
    if (button) editors[current].run(button.dataset.deskRun);
  });
  tools(desk);

  document.addEventListener("click", (event) => {
    const insert = event.target.closest("[data-desk-insert]");
    if (insert) {
      const { text: words, mark } = JSON.parse(insert.dataset.deskInsert);
      desk.editor().write(words, mark || null);
      say(desk, given.words.inserted);
    }
    const go = event.target.closest("[data-desk-go]");
    if (go) {
      event.preventDefault();
      show(go.dataset.deskGo, { focus: true });
    }
  });

  page.classList.add("td-live");
  show(current);
  save.shown(given);
  stale(desk, given.stale);
  document.body.addEventListener("desk:looked", (event) => stale(desk, event.detail.stale));
  page.dataset.ready = "true";
  window.tarazyDesk = desk;
}

// Which tools are pressed, as the place where one writes says.
function press(desk) {
  const editor = desk.editor();
  if (!editor) return;
  for (const button of desk.page.querySelectorAll("[data-desk-run]")) {
    const name = button.dataset.deskRun;
    if (["undo", "redo"].includes(name)) button.disabled = !editor.can(name);
    else button.setAttribute("aria-pressed", editor.on(name));
  }
}

function stale(desk, norms) {
  const keys = new Set(norms.map((norm) => `${norm.code} ${norm.article}`));
  for (const part of PARTS) desk.editors[part].stale((norm) => keys.has(`${norm.code} ${norm.article}`));
}

function say(desk, words) {
  desk.page.querySelector("[data-desk-said]").textContent = words;
}

if (page && window.tarazyEditor && page.querySelector("[data-desk-form]")) start();
