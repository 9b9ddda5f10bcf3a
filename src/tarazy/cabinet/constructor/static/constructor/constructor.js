// Keeps what is typed while it is typed, and shows only the fields of the kind of party that is chosen.
const form = document.querySelector("form[data-autosave]");

if (form) {
  const sign = document.querySelector("[data-autosaved]");
  let timer = 0;
  let sent = true;

  async function keep() {
    if (sent) return;
    sent = true;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin", keepalive: true });
      sign.hidden = !answer.ok;
    } catch {
      sent = false; // offline: the next letter tries again
    }
  }

  form.addEventListener("input", () => {
    sent = false;
    sign.hidden = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 800);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });

  const kinds = () => form.querySelector('input[name="answer-kind"]:checked, input[name="answer-kind"][type="hidden"]');
  function show() {
    const chosen = kinds()?.value || "";
    for (const group of form.querySelectorAll("[data-for-kinds]")) {
      group.hidden = Boolean(chosen) && !group.dataset.forKinds.split(" ").includes(chosen);
    }
  }
  form.addEventListener("change", show);
  show();
}
