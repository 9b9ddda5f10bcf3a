// On a narrow screen the navigation folds behind a button; without scripts it stays open.
export function menu() {
  const button = document.querySelector("[data-menu-button]");
  const list = button && document.getElementById(button.getAttribute("aria-controls"));
  if (!list) return;
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    list.toggleAttribute("data-open", open);
  };
  button.hidden = false;
  show(false);
  button.addEventListener("click", () => show(button.getAttribute("aria-expanded") !== "true"));
  list.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    show(false);
    button.focus();
  });
}
