// An open menu closes with Escape (the focus returns to its button) and when one presses elsewhere.
const opened = () => document.querySelectorAll(":is(details.more, details.me)[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  opened().forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});

document.addEventListener("click", (event) => {
  opened().forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
