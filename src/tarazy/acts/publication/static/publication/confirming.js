// Confirming by keyboard: N and P go through what is doubtful, Y says that it is right, a selection fills the field.
(() => {
  const words = document.getElementById("words");
  if (!words) return;
  document.querySelectorAll("[data-keys]").forEach((hint) => { hint.hidden = false; });
  const doubtful = () => [...document.querySelectorAll(".pb-edit--doubtful")];
  let at = -1;
  const go = (step) => {
    const all = doubtful();
    if (!all.length) return;
    at = (at + step + all.length) % all.length;
    all[at].closest("details").open = true;
    all[at].scrollIntoView({ block: "center" });
    all[at].querySelector("input").focus({ preventScroll: true });
    all[at].querySelector("input").blur();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.altKey || event.metaKey) return;
    // By the place of the key: a Cyrillic layout has other letters there.
    if (event.code === "KeyN") go(1);
    else if (event.code === "KeyP") go(-1);
    else if (event.code === "KeyY" && at >= 0) {
      const one = doubtful()[at];
      if (one) one.querySelector("[data-look]").click();
    } else return;
    event.preventDefault();
  });
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const text = chosen.toString().trim();
    const inside = chosen.anchorNode && chosen.anchorNode.parentElement;
    if (text && text.length < 500 && inside && inside.closest("[data-before]")) words.value = text;
  });
})();
