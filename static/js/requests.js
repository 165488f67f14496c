// Says aloud when a background request fails or the session has ended; without it htmx would stay silent.
const banner = document.getElementById("gw-banner");
const text = banner.querySelector(".gw-banner-text");
const retry = banner.querySelector("[data-gw-retry]");
const signIn = banner.querySelector("[data-gw-sign-in]");
let failed = null;

function show(message, { ended }) {
  text.textContent = message;
  retry.hidden = ended;
  signIn.hidden = !ended;
  banner.hidden = false;
}

function endedSession(xhr) {
  return xhr.responseURL !== "" && new URL(xhr.responseURL).pathname === new URL(signIn.href).pathname;
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (endedSession(event.detail.xhr)) {
    event.detail.shouldSwap = false;
    event.detail.isError = true;
  }
});

// Signing in again in another tab makes the tokens of this page's forms worthless, so each takes the newest as it is sent.
// A page of somebody else keeps its own: what one person typed must not be sent in another's name.
function newestToken() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return localStorage.getItem("gw:user") === document.body.dataset.gwUser ? cookie?.slice("csrftoken=".length) : undefined;
}

try {
  localStorage.setItem("gw:user", document.body.dataset.gwUser);
} catch {
  // Then each form keeps the token it came with.
}

document.addEventListener("submit", (event) => {
  const field = event.target.elements.csrfmiddlewaretoken;
  if (field !== undefined) {
    field.value = newestToken() ?? field.value;
  }
});

document.addEventListener("htmx:configRequest", (event) => {
  const { formData } = event.detail;
  if (formData.has("csrfmiddlewaretoken")) {
    formData.set("csrfmiddlewaretoken", newestToken() ?? formData.get("csrfmiddlewaretoken"));
  }
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    failed = event.detail.elt;
    if (endedSession(event.detail.xhr)) {
      show("Your session has ended. What you typed is kept on this page: sign in again, then save.", { ended: true });
    } else if (name === "htmx:responseError") {
      show("That did not work. Nothing you typed is lost.", { ended: false });
    } else {
      show("The server cannot be reached. Nothing you typed is lost.", { ended: false });
    }
  });
}

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) {
    banner.hidden = true;
  }
});

retry.addEventListener("click", () => {
  banner.hidden = true;
  if (failed !== null) {
    window.htmx.trigger(failed, "gw:retry");
  }
});

// A form that was sent the ordinary way: its kept text may go only when the page that followed says that all went well.
const sent = sessionStorage.getItem("gw:sent");
if (sent !== null) {
  sessionStorage.removeItem("gw:sent");
  const [visit] = performance.getEntriesByType("navigation");
  const refused = document.querySelector(".gw-error-summary, .gw-conflict, [data-gw-unsaved]") !== null;
  if (visit?.responseStatus === 200 && !refused && location.pathname !== new URL(signIn.href).pathname) {
    localStorage.removeItem(sent);
  }
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-gw-sign-out]")) {
    return;
  }
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("gw:unsent:")) {
      localStorage.removeItem(key);
    }
  }
});
