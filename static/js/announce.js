// A status line that is full when the page arrives stays silent in screen readers; filled afterwards it is read out.
document.querySelectorAll("[data-announce]").forEach((line) => {
  const parts = [...line.childNodes];
  line.replaceChildren();
  setTimeout(() => line.replaceChildren(...parts), 250);
});
