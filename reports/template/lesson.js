
// Checks what is answered: each reply is hidden by the answer it belongs to. What is typed stays in this browser, for whoever
// comes back, and is sent nowhere.
(() => {
  const THOUSANDS = /^\d{1,3}([.,]\d{3})+$/, NUMBER = /^\p{L}*(\d[\d.,]*)(?:(?:\/|:|of|outof|trên)(\d[\d.,]*))?\p{L}*$/u;

  function read(said, places) {
    const plain = !places && THOUSANDS.test(said) ? said.replace(/[.,]/g, "") : said.replace(/,/g, ".");
    return /^\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
  }

  // A number as the replies know it, "" where none can be read; a fraction is its percentage.
  function canonical(said, places) {
    const found = NUMBER.exec(said.toLowerCase().replace(/[\s%+]/g, ""));
    if (!found) return "";
    const a = read(found[1], places), value = found[2] === undefined ? a : (100 * a) / read(found[2], places);
    if (!places) return Number.isInteger(value) ? String(value) : "";
    return Number.isFinite(value) ? (Math.floor(value * 10 ** places + 0.5 + 1e-9) / 10 ** places).toFixed(places) : "";
  }

  const bytes = (words) => new TextEncoder().encode(words);

  function digest(words) {
    let found = 0x811c9dc5;
    for (const byte of bytes(words)) found = Math.imul(found ^ byte, 0x01000193) >>> 0;
    return found;
  }

  function opened(hidden, key) {
    let state = digest(key + "~") || 1;
    return new TextDecoder().decode(Uint8Array.from(atob(hidden), (letter) => {
      state ^= state << 13; state ^= state >>> 17; state ^= state << 5;
      return letter.charCodeAt(0) ^ (state & 255);
    }));
  }

  // What was answered to an item: "" where nothing was, or what can't be read.
  function answer(item) {
    const typed = item.querySelector("input[type=text]");
    return typed ? canonical(typed.value, Number(item.dataset.places)) : item.querySelector("select, input:checked")?.value ?? "";
  }

  function told(item, words) {
    const given = answer(item), key = item.dataset.salt + "|" + given;
    if (!given) return ["open", words.open];
    const hidden = JSON.parse(item.dataset.replies)[digest(key).toString(16).padStart(8, "0")];
    if (!hidden) return ["wrong", words.wrong + ". " + words.hint];
    const said = opened(hidden, key), state = said.startsWith("+") ? "right" : "wrong";
    return [state, words[state] + ": " + said.slice(1)];
  }

  const PAGE = "sosanh " + location.pathname.split("/").pop() + " ";
  const kept = { get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* a browser that keeps nothing */ } } };

  for (const form of document.querySelectorAll("form.answers")) {
    for (const item of form.querySelectorAll("fieldset")) {
      const name = PAGE + item.dataset.salt, typed = item.querySelector("input[type=text], select");
      const before = kept.get(name);
      if (before && typed) typed.value = before;
      else if (before) for (const each of item.querySelectorAll("input")) each.checked = each.value === before;
      item.addEventListener("input", () => {
        kept.set(name, typed ? typed.value : answer(item));
        item.querySelector(".reply").textContent = "";
      });
    }
    form.addEventListener("reset", () => setTimeout(() => {
      for (const item of form.querySelectorAll("fieldset")) {
        try { localStorage.removeItem(PAGE + item.dataset.salt); } catch { /* nothing was kept */ }
        item.querySelector(".reply").textContent = "";
      }
    }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      for (const item of form.querySelectorAll("fieldset")) {
        const [state, said] = told(item, form.dataset), reply = item.querySelector(".reply");
        reply.className = "reply " + state;
        reply.textContent = said;
      }
    });
  }
  // On a phone that goes from hand to hand.
  document.querySelector(".forget")?.addEventListener("click", () => {
    for (const form of document.querySelectorAll("form.answers")) form.reset();
    scrollTo(0, 0);
  });
})();
