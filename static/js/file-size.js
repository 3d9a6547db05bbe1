// A file that is too large is told of before it is sent, which may take minutes.
document.addEventListener("change", (event) => {
  const field = event.target.closest("input[type=file]");
  const said = field && field.form.querySelector("[data-most-bytes]");
  if (!said) return;
  const isLarge = [...field.files].some((file) => file.size > Number(said.dataset.mostBytes));
  said.hidden = !isLarge;
  if (isLarge) field.value = "";
});
