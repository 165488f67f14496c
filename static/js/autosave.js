// Keeps what is typed in form[data-gw-autosave] until the server has it, and words the save status.
// htmx does the saving; the form carries hx-post, hx-trigger, hx-sync and hx-target="#save-status".
// data-gw-unsaved on the form says that the page itself shows what the server has not stored, as after a row button.
const AFTER_TYPING_MS = 250;

function keyOf(form) {
  return `gw:unsent:${document.body.dataset.gwUser}:${location.pathname}:${form.id}`;
}

// What an earlier visit left waits here until somebody answers for it, since typing overwrites the other key.
function offersKeyOf(form) {
  return `${keyOf(form)}:offered`;
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false; // A full or forbidden store must never stop someone from writing.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

function isBox(field) {
  return field.type === "checkbox" || field.type === "radio";
}

function fieldsOf(form) {
  const silent = ["hidden", "file", "password", "submit", "button", "fieldset"];
  return [...form.elements].filter(
    (field) => field.name && !silent.includes(field.type) && field.closest(".gw-conflict") === null,
  );
}

function valueOf(field) {
  return field.type === "select-multiple" ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function read(form) {
  return fieldsOf(form).map((field) => [field.name, valueOf(field), isBox(field) ? field.checked : true]);
}

function keep(form) {
  store(keyOf(form), { at: new Date().toISOString(), values: read(form) });
}

// Pairs each kept value with its field: of the same name, a box also of the same value, repeats in their order.
function placed(form, values) {
  const free = fieldsOf(form);
  return values.map((entry) => {
    const [name, value] = entry;
    const place = free.findIndex((field) => field.name === name && (!isBox(field) || field.value === value));
    return [entry, place < 0 ? undefined : free.splice(place, 1)[0]];
  });
}

function holds(field, [, value, checked]) {
  return isBox(field) ? field.checked === checked : JSON.stringify(valueOf(field)) === JSON.stringify(value);
}

function put(field, entry) {
  const [, value, checked] = entry;
  if (isBox(field)) {
    field.checked = checked;
  } else if (field.type === "select-multiple") {
    for (const option of field.options) {
      option.selected = value.includes(option.value);
    }
  } else {
    const before = field.value;
    field.value = value;
    if (!holds(field, entry)) {
      field.value = before;
    }
  }
  return holds(field, entry);
}

function isEmpty([, value, checked]) {
  return !checked || value.length === 0;
}

function shows(form, kept) {
  return placed(form, kept.values).every(([entry, field]) => (field ? holds(field, entry) : isEmpty(entry)));
}

// Returns what found no place on the page.
function restore(form, values) {
  const rest = placed(form, values).filter(([entry, field]) => !(field && put(field, entry)) && !isEmpty(entry));
  form.dispatchEvent(new Event("input", { bubbles: true }));
  keep(form);
  return rest.map(([entry]) => entry);
}

function say(state, words) {
  const status = document.getElementById("save-status");
  if (status !== null) {
    status.className = `gw-save-status gw-save-${state}`;
    status.textContent = words;
  }
}

function remember(form, offers) {
  if (offers.length === 0) {
    forget(offersKeyOf(form));
    return true;
  }
  return store(offersKeyOf(form), offers);
}

function offersOf(form) {
  const waiting = load(offersKeyOf(form)) ?? [];
  const left = load(keyOf(form));
  // A page that answers a fault shows what was typed, though nobody has stored it: its copies stay.
  const stored = document.querySelector(".gw-error-summary, .gw-conflict, [data-gw-unsaved]") === null;
  const moves = left !== null && !form.matches("[data-gw-unsaved]") && (stored || !shows(form, left));
  const all = moves ? [...waiting, left] : waiting;
  const offers = all.filter((kept) => !shows(form, kept));
  if (remember(form, stored ? offers : all) && moves) {
    forget(keyOf(form));
  }
  return offers;
}

function answer(form, kept, left) {
  const others = (load(offersKeyOf(form)) ?? []).filter((one) => one.at !== kept.at);
  remember(form, [...others, ...left]);
}

function show(box, kept) {
  box.querySelector("[data-gw-unsent-time]").textContent = new Date(kept.at).toLocaleString();
  const rest = box.querySelector("[data-gw-unsent-rest]");
  rest.hidden = !kept.rest;
  const lines = (kept.rest ? kept.values : []).map(([, value]) => {
    const line = document.createElement("li");
    line.textContent = [value].flat().join(", ");
    return line;
  });
  rest.querySelector("ul").replaceChildren(...lines);
  box.hidden = false;
}

// One after the other, the newest first; what found no place stays on offer.
function offer(form) {
  const box = form.querySelector("[data-gw-unsent]");
  const offers = offersOf(form);
  if (box === null || offers.length === 0) {
    return;
  }
  const next = (rest) => {
    const kept = offers.pop();
    const left = rest.length > 0 ? [{ ...kept, values: rest, rest: true }] : [];
    answer(form, kept, left);
    offers.push(...left);
    if (offers.length > 0) {
      show(box, offers.at(-1));
    } else {
      box.hidden = true;
      fieldsOf(form)[0].focus();
    }
  };
  box.querySelector("[data-gw-unsent-restore]").addEventListener("click", () => {
    next(restore(form, offers.at(-1).values));
  });
  box.querySelector("[data-gw-unsent-discard]").addEventListener("click", () => next([]));
  show(box, offers.at(-1));
}

function watch(form) {
  let timer = 0;
  let edits = 0;
  let sent = 0;
  let safe = 0; // edits up to this one are stored, or were kept as they were sent the ordinary way
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
      safe = edits;
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
      forget(keyOf(form));
      safe = sent;
    } else if (!stored && said === null) {
      say("failed", "Not saved yet. Your text is kept in this browser.");
    }
  });
  addEventListener("pagehide", () => {
    if (edits > safe) {
      keep(form);
    }
  });
  if (form.matches("[data-gw-unsaved]")) {
    edits = 1;
    keep(form);
    // htmx listens once the page is ready; a change is what it saves without waiting.
    addEventListener("load", () => form.dispatchEvent(new Event("change", { bubbles: true })));
  }
}

for (const form of document.querySelectorAll("form[data-gw-autosave]")) {
  watch(form);
}
