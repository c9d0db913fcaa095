// Only makes what works already a little nicer; every page does without.
// After a form was sent without leaving the page, focus must not fall back to the top of the document.
document.addEventListener("htmx:after:swap", () => {
  const wanted = document.querySelector("[autofocus]");
  if (wanted && document.activeElement !== wanted) wanted.focus();
});

// Forms that ask again by themselves when a choice changes; their button is then not needed.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-at-once]");
  if (form) form.requestSubmit();
});
