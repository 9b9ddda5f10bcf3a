// Words of a scanned page: the box of the word in hand is shown on the picture; Enter goes to the next word.
(() => {
  "use strict";
  const form = document.querySelector("[data-confirm-words]");
  if (!form) return;
  const words = [...form.querySelectorAll("[data-word]")];
  const box = (word) => document.querySelector(`[data-box="${word.dataset.word}"]`);
  form.addEventListener("focusin", (event) => {
    document.querySelectorAll(".td-box--current").forEach((one) => one.classList.remove("td-box--current"));
    const current = event.target.matches("[data-word]") && box(event.target);
    if (!current) return;
    current.classList.add("td-box--current");
    current.scrollIntoView({ block: "nearest" });
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-word]")) return;
    const next = words[words.indexOf(event.target) + 1];
    event.preventDefault();
    if (next) {
      next.focus();
      next.select();
    } else {
      form.querySelector("button").focus();
    }
  });
})();
