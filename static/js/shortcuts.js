// Keyboard shortcuts of the examination, for people who switched them on. They move focus and set drafts; they never send.
// Elements opt in by data-gw-key="a": links are followed, radios and checkboxes chosen, text fields focused, details opened.
// What lies folded away is only unfolded and focused: nobody chooses what they do not see.
const dialog = document.getElementById("shortcuts");

function typing(target) {
  return target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function unfold(element) {
  const nearest = element.closest("details:not([open])");
  for (let fold = nearest; fold !== null; fold = fold.parentElement.closest("details:not([open])")) {
    fold.open = true;
  }
  return nearest !== null;
}

function focus(element) {
  element.focus();
  element.scrollIntoView({ block: "nearest" });
}

function act(element) {
  if (!element.matches("details") && unfold(element)) {
    focus(element);
  } else if (element.matches("input[type=radio], input[type=checkbox]")) {
    element.focus();
    element.checked = true;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (element.matches("details")) {
    element.open = !element.open;
    element.querySelector("summary").focus();
  } else if (element.matches("a[href]")) {
    element.click();
  } else {
    focus(element);
  }
}

if (dialog !== null) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || typing(event.target) || dialog.open) {
      return;
    }
    if (event.key === "?") {
      event.preventDefault();
      dialog.showModal();
      return;
    }
    const element = [...document.querySelectorAll("[data-gw-key]")].find((one) => one.dataset.gwKey === event.key);
    if (element !== undefined) {
      event.preventDefault();
      act(element);
    }
  });
}
