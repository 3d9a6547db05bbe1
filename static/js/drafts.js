// What is being typed survives a reload, a lost connection and a sign-out: it stays in this browser until the server has answered.
const key = (field) => `draft:${field.dataset.draft}`;

function restore(root) {
  root.querySelectorAll("[data-draft]").forEach((field) => {
    const kept = localStorage.getItem(key(field));
    if (kept && !field.value) field.value = kept;
  });
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.dataset || !field.dataset.draft) return;
  if (field.value) localStorage.setItem(key(field), field.value);
  else localStorage.removeItem(key(field));
});

// The form's fields are remembered before its place is taken by the answer.
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.requestConfig.elt;
  if (!event.detail.successful || !(form instanceof HTMLFormElement)) return;
  form.querySelectorAll("[data-draft]").forEach((field) => {
    localStorage.removeItem(key(field));
    field.value = "";
  });
  // An earlier refusal is over.
  form.querySelectorAll(".err").forEach((error) => error.remove());
  form.querySelectorAll("[aria-invalid]").forEach((field) => {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  });
  form.querySelectorAll("[name=is_anonymous]").forEach((box) => { box.checked = false; });
  // Whoever wrote one note may want to write the next.
  if (form.id === "composer" && !document.activeElement.closest(".note--form")) form.querySelector("textarea").focus();
});

// Also said where the server failed; a refusal (4xx) explains itself.
["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, (event) => {
  const status = document.querySelector("[data-offline]");
  if (status && !(event.detail.xhr.status >= 400 && event.detail.xhr.status < 500)) status.textContent = status.dataset.offline;
}));

document.addEventListener("htmx:afterSettle", (event) => restore(event.target));
restore(document);
