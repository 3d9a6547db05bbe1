// A status line that is full when the page arrives stays silent in screen readers: it stands still for those who see it,
// and its words come a moment later into the line that is read out.
document.querySelectorAll("[data-announce]").forEach((line) => {
  line.removeAttribute("role");
  setTimeout(() => {
    document.getElementById("said").textContent = line.textContent.trim();
  }, 250);
});
