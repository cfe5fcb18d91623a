// What the pages do beyond forms and links; all of them work without it.
"use strict";

// A menu closes when one clicks elsewhere or presses Escape.
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except) menu.open = false;
  }
}
document.addEventListener("click", (e) => closeMenus(e.target.closest("details.menu")));
document.addEventListener("keydown", (e) => {
  if (e.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

// A page that htmx has put in place of another is begun at its top, for those who listen, too.
document.addEventListener("htmx:afterSettle", (e) => {
  if (e.detail.target !== document.body) return;
  window.scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
});

// "/" goes to the search field.
document.addEventListener("keydown", (e) => {
  if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || e.target.closest("input, textarea, select")) return;
  const field = document.querySelector("input[type=search]");
  if (!field) return;
  e.preventDefault();
  field.focus();
});
