// Changing the language loads the page anew: what was typed goes along, in this tab's own storage, and only there.
const KEY = "tarazy.typed";
const page = () => location.pathname.replace(/^\/[a-z]{2}(?=\/|$)/, "");
// What is secret (drafts of acts, words that open something) never goes into the browser's storage.
const forms = () => [...document.querySelectorAll("main form:not([data-secret])")];

function typedIn(form) {
  const values = [];
  for (const field of form.elements) {
    if (!field.name || ["hidden", "password", "file", "submit", "button"].includes(field.type)) continue;
    if (["checkbox", "radio"].includes(field.type)) values.push([field.name, field.value, field.checked]);
    else if (field.value !== field.defaultValue) values.push([field.name, field.value, null]);
  }
  return values;
}

function putBack(form, values) {
  for (const [name, value, checked] of values) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (checked === null) field.value = value;
      else if (field.value === value) field.checked = checked;
      else continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

export function keepWhatWasTyped() {
  const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
  sessionStorage.removeItem(KEY);
  if (kept && kept.page === page()) forms().forEach((form, index) => putBack(form, kept.forms[index] || []));
  for (const languageForm of document.querySelectorAll("form[data-language-switch]")) {
    languageForm.addEventListener("submit", () => {
      sessionStorage.setItem(KEY, JSON.stringify({ page: page(), forms: forms().map(typedIn) }));
    });
  }
}
