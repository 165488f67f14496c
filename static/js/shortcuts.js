// Keyboard shortcuts of the examination, for people who switched them on. They move focus and set drafts; they never send.
// Elements opt in by data-gw-key="a": links are followed, radios and checkboxes chosen, text fields focused, details opened.
const dialog = document.getElementById("shortcuts");

function typing(target) {
  return target.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
}

function act(element) {
  if (element.matches("input[type=radio], input[type=checkbox]")) {
    element.focus();
    element.checked = true;
    element.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (element.matches("details")) {
    element.open = !element.open;
    element.querySelector("summary").focus();
  } else if (element.matches("a[href]")) {
    element.click();
  } else {
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }
}

if (dialog !== null) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || dialog.open) {
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
