// Shows how much of a large file has arrived. Without this the form is sent the ordinary way, only silently.
const LARGE = 1024 * 1024;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-gw-upload]");
  const size = form?.elements.file?.files[0]?.size ?? 0;
  if (size > LARGE && window.htmx !== undefined) {
    event.preventDefault();
    window.htmx.trigger(form, "gw:upload");
  }
});

function parts(form) {
  const box = form.querySelector(".gw-upload");
  return { box, bar: box.querySelector("progress"), words: box.querySelector("[role=status]") };
}

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("[data-gw-upload]");
  const { lengthComputable, loaded, total } = event.detail;
  if (form === null || !lengthComputable || total === 0) {
    return;
  }
  const { box, bar, words } = parts(form);
  const percent = Math.floor((loaded / total) * 100);
  // Said aloud at every tenth only.
  const said = loaded < total ? `${Math.floor(percent / 10) * 10} % sent` : "Sent. The file is being checked.";
  box.hidden = false;
  bar.value = percent;
  if (words.textContent !== said) {
    words.textContent = said;
  }
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("[data-gw-upload]");
  if (form !== null && form !== undefined) {
    parts(form).box.hidden = true;
  }
});

// What took the form's place begins at its top, unless an error there has the focus already.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "main" && document.activeElement === document.body) {
    document.getElementById("main").focus({ preventScroll: true });
  }
});
