// Keeps what is typed in form[data-gw-autosave] until the server has it, and words the save status.
// htmx does the saving; the form carries hx-post, hx-trigger, hx-sync and hx-target="#save-status".
const AFTER_TYPING_MS = 250;

function keyOf(form) {
  return `gw:unsent:${document.body.dataset.gwUser}:${location.pathname}:${form.id}`;
}

function fieldsOf(form) {
  return [...form.elements].filter(
    (field) => field.name && !["hidden", "file", "password", "submit", "button", "fieldset"].includes(field.type),
  );
}

function read(form) {
  return fieldsOf(form).map((field) => {
    if (field.type === "checkbox" || field.type === "radio") {
      return [field.name, field.value, field.checked];
    }
    if (field.type === "select-multiple") {
      return [field.name, [...field.selectedOptions].map((option) => option.value), true];
    }
    return [field.name, field.value, true];
  });
}

function write(form, values) {
  const fields = fieldsOf(form);
  values.forEach(([name, value, checked], index) => {
    const field = fields[index];
    if (field === undefined || field.name !== name) {
      return;
    }
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = checked;
    } else if (field.type === "select-multiple") {
      for (const option of field.options) {
        option.selected = value.includes(option.value);
      }
    } else {
      field.value = value;
    }
  });
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function keep(form) {
  const kept = { at: new Date().toISOString(), values: read(form) };
  try {
    localStorage.setItem(keyOf(form), JSON.stringify(kept));
  } catch {
    // A full or forbidden store must never stop someone from writing.
  }
}

function keptOf(form) {
  try {
    return JSON.parse(localStorage.getItem(keyOf(form)));
  } catch {
    return null;
  }
}

function forget(form) {
  localStorage.removeItem(keyOf(form));
}

function say(state, words) {
  const status = document.getElementById("save-status");
  if (status !== null) {
    status.className = `gw-save-status gw-save-${state}`;
    status.textContent = words;
  }
}

function offer(form) {
  const kept = keptOf(form);
  const box = form.querySelector("[data-gw-unsent]");
  if (kept === null || box === null) {
    return;
  }
  if (JSON.stringify(kept.values) === JSON.stringify(read(form))) {
    forget(form);
    return;
  }
  const when = new Date(kept.at);
  box.querySelector("[data-gw-unsent-time]").textContent = when.toLocaleString();
  box.querySelector("[data-gw-unsent-restore]").addEventListener("click", () => {
    box.hidden = true;
    write(form, kept.values);
    fieldsOf(form)[0].focus();
  });
  box.querySelector("[data-gw-unsent-discard]").addEventListener("click", () => {
    box.hidden = true;
    forget(form);
  });
  box.hidden = false;
}

function watch(form) {
  let timer = 0;
  let edits = 0;
  let sent = 0;
  offer(form);
  form.addEventListener("input", () => {
    edits += 1;
    clearTimeout(timer);
    timer = setTimeout(() => keep(form), AFTER_TYPING_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (edits > 0) {
      keep(form);
      sessionStorage.setItem("gw:sent", keyOf(form));
      sent = edits;
    }
  });
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt === form) {
      // htmx takes the address and the name of the button that has the focus; saving presses none.
      event.detail.path = form.getAttribute("hx-post");
      event.detail.formData.delete("row");
    }
  });
  form.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt === form) {
      sent = edits;
      say("saving", "Saving");
    }
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) {
      return;
    }
    const said = event.detail.xhr.getResponseHeader("X-Saved"); // then the reply's own words stand there
    const stored = event.detail.successful && said !== "no";
    if (stored && sent === edits) {
      clearTimeout(timer);
      forget(form);
    } else if (!stored && said === null) {
      say("failed", "Not saved yet. Your text is kept in this browser.");
    }
  });
  addEventListener("pagehide", () => {
    if (edits > sent) {
      keep(form);
    }
  });
}

for (const form of document.querySelectorAll("form[data-gw-autosave]")) {
  watch(form);
}
