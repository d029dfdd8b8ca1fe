// Beside each sentence that may be written a button that copies it as plain text; and a table, a list of findings or of such
// sentences, is one stop for Tab, with arrow keys from number to number and link to link. Without script there is no
// button, and each is a stop.
(() => {
  const { copy, copied } = document.currentScript.dataset;
  const told = Object.assign(document.createElement("p"), { className: "told", role: "status" });

  // The words alone: neither the buttons that lie over its numbers nor the marks of their sources.
  function plain(sentence) {
    const words = sentence.cloneNode(true);
    for (const each of words.querySelectorAll("button, .mark")) each.remove();
    return words.textContent.replace(/[ \n\t]+/g, " ").trim();
  }

  // Where a browser gives no clipboard (an address without https), the same by its own command to copy.
  function copyHere(text) {
    const put = (event) => { event.clipboardData.setData("text/plain", text); event.preventDefault(); };
    document.addEventListener("copy", put, { once: true });
    return document.execCommand("copy") ? Promise.resolve() : Promise.reject();
  }

  for (const sentence of document.querySelectorAll(".advice:first-of-type .sentence, .explore .said")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: copy });
    button.addEventListener("click", async () => {
      const text = plain(sentence);
      try {
        await (navigator.clipboard?.writeText(text).catch(() => copyHere(text)) ?? copyHere(text));
      } catch { return; }
      button.textContent = told.textContent = copied;
      setTimeout(() => { button.textContent = copy; told.textContent = ""; }, 3000);
    });
    sentence.after(button);
  }
  document.body.append(told);

  // On screen a button says its number; paper, and a PDF that is read aloud, has no buttons.
  const spoken = document.querySelectorAll(".figure > [aria-hidden]:not(button)");
  addEventListener("beforeprint", () => spoken.forEach((each) => each.removeAttribute("aria-hidden")));
  addEventListener("afterprint", () => spoken.forEach((each) => each.setAttribute("aria-hidden", "true")));

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
  for (const group of document.querySelectorAll("main table, .advice, .headline ul")) {
    const all = [...group.querySelectorAll("a[href], .walk:not(.quiet), .copy")];
    const stops = all.filter((each) => !each.closest("thead")); // a phone has no heads, and the one stop must be there
    stops.forEach((each, place) => { each.tabIndex = place ? -1 : 0; });
    group.addEventListener("keydown", (event) => {
      const seen = stops.filter((each) => each.checkVisibility()); // what is folded away is passed over
      const place = seen.indexOf(document.activeElement), to = place < 0 ? null : seen[place + STEPS[event.key]];
      if (!to) return;
      seen[place].tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
      event.preventDefault();
    });
  }
})();
