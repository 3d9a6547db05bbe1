// Keeps what is typed into a form with data-draft in this browser until the server has answered.
// The name of the draft is the attribute's value; a page with data-draft-done forgets it.
(() => {
  const done = document.querySelector("[data-draft-done]");
  const form = document.querySelector("form[data-draft]");
  try {
    if (done) localStorage.removeItem(`draft-${done.dataset.draftDone}`);
    if (!form) return;
    const key = `draft-${form.dataset.draft}`;
    const note = form.querySelector("[data-draft-note]");
    const kept = JSON.parse(localStorage.getItem(key) || "{}");
    const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden");
    const isFilled = form.querySelector("[aria-invalid=true]");

    // What the server sent back after an error, or a letter's link has chosen, is newer than the draft.
    if (!isFilled) {
      for (const field of fields()) {
        if (!(field.name in kept)) continue;
        if (field.type === "radio") {
          const group = [...form.elements].filter((one) => one.name === field.name);
          if (!group.some((one) => one.defaultChecked)) field.checked = field.value === kept[field.name];
        } else if (!field.value) field.value = kept[field.name];
      }
      if (note && Object.keys(kept).length) note.hidden = false;
    }

    form.addEventListener("input", () => {
      const draft = {};
      for (const field of fields()) {
        if (field.type === "radio" ? field.checked : field.value) draft[field.name] = field.value;
      }
      localStorage.setItem(key, JSON.stringify(draft));
      if (note) note.hidden = false;
    });
  } catch {
    // A browser that keeps nothing still sends the form.
  }
})();
