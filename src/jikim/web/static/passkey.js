// Passkeys (W3C WebAuthn Level 3): asks the browser for one, and posts its answer with the form that it stands in.
"use strict";
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ready = Boolean(window.PublicKeyCredential);
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const own = form.classList.contains("passkey") ? form : form.querySelector(".passkey");
    if (!ready || !own || !form.dataset.options) continue;
    own.hidden = false;
    form.addEventListener("submit", async (event) => {
      const button = event.submitter;
      if (form.dataset.passkey === "create" && !(button && button.hasAttribute("data-make"))) return;
      if (form.passkey.value) return;
      event.preventDefault();
      const said = form.querySelector("[data-said]");
      said.hidden = true;
      try {
        const options = JSON.parse(form.dataset.options);
        options.challenge = bytes(options.challenge);
        for (const one of [...(options.allowCredentials || []), ...(options.excludeCredentials || [])]) one.id = bytes(one.id);
        let made;
        if (form.dataset.passkey === "create") {
          options.user.id = bytes(options.user.id);
          made = await navigator.credentials.create({ publicKey: options });
        } else {
          made = await navigator.credentials.get({ publicKey: options });
        }
        const response = {};
        for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
          if (made.response[name]) response[name] = text(made.response[name]);
        form.passkey.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
        form.requestSubmit(button || undefined);
      } catch (_) {
        said.hidden = false;
      }
    });
  }
})();
