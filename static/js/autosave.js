// A form with data-autosave saves by itself: when a field is left, and two seconds after typing. The server answers with the
// pieces of the page that change; each takes the place of its id. Without a script the button saves.
// The attribute's value names the fields that may be saved so; empty means all.
(() => {
  const AFTER = 2000;
  let timer = 0;
  let running = null;

  const form = () => document.querySelector("form[data-autosave]");
  const say = (words) => {
    const line = document.getElementById("saved");
    if (line && line.textContent !== words) line.textContent = words;
  };

  function put(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    page.querySelectorAll("body > [id]").forEach((piece) => {
      const place = document.getElementById(piece.id);
      if (!place) return;
      if (place.matches("input")) place.value = piece.value;
      else if (place.innerHTML !== piece.innerHTML) {
        place.innerHTML = piece.innerHTML;
        place.className = piece.className;
      }
    });
  }

  async function send(editor) {
    const data = new FormData(editor);
    data.set("do", "auto");
    say(editor.dataset.saving);
    try {
      const answer = await fetch(editor.action, { method: "POST", body: data, headers: { "HX-Request": "true" } });
      // What was redrawn meanwhile is not this answer's page.
      if (!editor.isConnected) return;
      const isOurs = (answer.status === 200 && !answer.redirected) || answer.status === 409;
      if (isOurs) put(await answer.text());
      else say(editor.dataset.offline);
    } catch {
      say(editor.dataset.offline);
      later(5 * AFTER);
    }
  }

  function save() {
    clearTimeout(timer);
    timer = 0;
    const editor = form();
    if (!editor) return Promise.resolve();
    if (running) return running.then(save);
    running = send(editor).finally(() => { running = null; });
    return running;
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(save, pause);
  }

  function isSaved(field) {
    const editor = field.closest("form[data-autosave]");
    if (!editor || field.name === "at") return false;
    return !editor.dataset.autosave || editor.dataset.autosave.split(" ").includes(field.name);
  }

  document.addEventListener("input", (event) => {
    if (event.target.name && isSaved(event.target)) later(AFTER);
  });
  document.addEventListener("change", (event) => {
    if (event.target.name && isSaved(event.target)) save();
  });

  // A button waits for what is being saved, so that it begins from what stands then.
  document.addEventListener("submit", (event) => {
    const editor = event.target;
    if (!(editor instanceof HTMLFormElement) || !editor.matches("[data-autosave]")) return;
    clearTimeout(timer);
    timer = 0;
    if (!running) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    running.finally(() => { if (editor.isConnected) editor.requestSubmit(submitter); });
  }, true);

  // A row that was moved, added or removed is saved too, once the page shows it.
  document.addEventListener("htmx:afterSettle", () => {
    if (form() && !document.querySelector("form[data-autosave] .errors")) later(AFTER);
  });
})();
