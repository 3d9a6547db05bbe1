// Rows of an editor ([data-rows]) can be dragged by their grip; the buttons beside them do the same. Dropping presses "move".
(() => {
  const rowsOf = (list) => [...list.children].filter((row) => row.querySelector("[data-grip]"));

  function show() {
    document.querySelectorAll("[data-grip][hidden]").forEach((grip) => { grip.hidden = false; });
  }

  function place(list, row, y) {
    const others = rowsOf(list).filter((one) => one !== row);
    const next = others.find((one) => {
      const box = one.getBoundingClientRect();
      return y < box.top + box.height / 2;
    });
    if (next) list.insertBefore(row, next);
    else list.append(row);
  }

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip || event.button > 0) return;
    event.preventDefault();
    const list = grip.closest("[data-rows]");
    const row = [...list.children].find((one) => one.contains(grip));
    const from = rowsOf(list).indexOf(row);
    const stop = new AbortController();
    const { signal } = stop;
    row.classList.add("is-dragged");

    function finish(isDropped) {
      stop.abort();
      row.classList.remove("is-dragged");
      const to = rowsOf(list).indexOf(row);
      if (!isDropped || to === from) {
        const rest = rowsOf(list).filter((one) => one !== row);
        list.insertBefore(row, rest[from] || null);
        return;
      }
      const button = document.createElement("button");
      button.name = "do";
      button.value = `move:${from}:${to}`;
      button.hidden = true;
      list.closest("form").append(button);
      button.click();
    }

    // A row that changes its place would lose a captured pointer.
    document.addEventListener("pointermove", (move) => place(list, row, move.clientY), { signal });
    document.addEventListener("pointerup", () => finish(true), { signal });
    document.addEventListener("pointercancel", () => finish(false), { signal });
    document.addEventListener("keydown", (key) => { if (key.key === "Escape") finish(false); }, { signal });
  });

  document.addEventListener("htmx:afterSettle", show);
  show();
})();
