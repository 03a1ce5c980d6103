// The office by keyboard: / searches, j and k go through the rows of a page, ? shows the keys, Esc closes what is open. Nothing needs it.
"use strict";
(() => {
  const typing = (target) => target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const keys = document.getElementById("keys");
    // On a Korean keyboard the same keys write ㅓ and ㅏ.
    const key = /^[a-z/?]$/i.test(event.key) ? event.key : { KeyJ: "j", KeyK: "k" }[event.code];
    if (key === "/") {
      const field = document.getElementById("f-q");
      if (!field) return;
      event.preventDefault();
      field.focus();
    } else if (key === "?" && keys) {
      event.preventDefault();
      keys.open ? keys.close() : keys.showModal();
    } else if (event.key === "Escape") {
      const within = event.target instanceof Element && event.target.closest("details, nav");
      const open = within && (within.matches("details") ? within : within.querySelector(":scope > details"));
      if (!open || !open.open) return;
      open.open = false;
      open.querySelector("summary").focus();
    } else if (key === "j" || key === "k") {
      const rows = [...document.querySelectorAll("#page [data-row]")];
      if (!rows.length) return;
      const at = rows.indexOf(document.activeElement);
      const next = key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0);
      rows[next].focus();
    }
  });
})();
