// Shows what is asked only beside certain other answers, and narrows lists to what fits. Nothing typed is ever hidden.
// data-gw-when="input=code code;input=code" stands on a field, data-gw-fits-to="input" on a select whose options carry data-gw-fits="code code".
function chosen(form, name) {
  const field = form.elements.namedItem(name);
  return field === null ? "" : field.value;
}

function applies(form, when) {
  return when.split(";").every((condition) => {
    const [name, codes] = condition.split("=");
    return codes.split(" ").includes(chosen(form, name));
  });
}

function filled(box) {
  return [...box.querySelectorAll("input, textarea, select")].some((field) =>
    ["radio", "checkbox"].includes(field.type) ? field.checked : field.value !== "" && !isCurrency(field),
  );
}

function isCurrency(field) {
  return field.name.endsWith(".currency");
}

// A field that is being typed in stays, even while it is empty.
function arrange(form, typedIn = null) {
  for (const box of form.querySelectorAll("[data-gw-when]")) {
    box.hidden = !applies(form, box.dataset.gwWhen) && !filled(box) && !box.contains(typedIn);
  }
  for (const select of form.querySelectorAll("[data-gw-fits-to]")) {
    const decides = chosen(form, select.dataset.gwFitsTo);
    for (const option of select.options) {
      const codes = option.dataset.gwFits;
      const unfit = decides !== "" && codes !== undefined && !codes.split(" ").includes(decides);
      option.hidden = unfit && !option.selected;
      option.disabled = option.hidden;
    }
  }
}

for (const form of document.querySelectorAll("form:has([data-gw-when], [data-gw-fits-to])")) {
  arrange(form);
  form.addEventListener("change", () => arrange(form));
  // What autosave.js puts back, and what the browser does on the way back to a page, changes fields without a change.
  form.addEventListener("input", (event) => arrange(form, event.target));
  addEventListener("pageshow", () => arrange(form));
}
