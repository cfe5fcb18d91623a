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

// Buttons that copy are there for those who have this script.
function showCopyButtons() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}
async function copy(button) {
  const from = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(from.textContent);
  } catch { // not allowed, or not by TLS
    getSelection().selectAllChildren(from);
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => { button.textContent = "Copy"; }, 2000);
}
showCopyButtons();
document.addEventListener("htmx:afterSettle", showCopyButtons);
document.addEventListener("click", (e) => {
  const button = e.target.closest("[data-copy]");
  if (button) copy(button);
});
