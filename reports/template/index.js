// Narrows the list of pages down. What is asked for stands in the address, so that a narrowed list can be linked.
(() => {
  const form = document.querySelector(".filter"), none = document.querySelector(".none"), other = document.querySelector(".other");
  const count = form.querySelector(".count"), things = JSON.parse(document.querySelector("#things").textContent);
  const items = [...document.querySelectorAll(".pages li")], sections = [...document.querySelectorAll("main section")];
  const fields = [...form.elements].filter((field) => field.name), facets = fields.filter((field) => field.name !== "words");
  // Small letters without diacritics: "hòa", "hoà" and "hoa" are one word, and so are "đổi", "đối" and "doi".
  const plain = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  // As Data.find does: what has the words one after another; where nothing has, what has words that begin so.
  function find(asked) {
    const words = asked.match(/[\p{L}\p{N}]+/gu) ?? [], said = (thing, begun) => ` ${thing.words} `.includes(` ${begun}`);
    const whole = things.filter((thing) => words.length && said(thing, words.join(" ") + " "));
    return whole.length ? whole : things.filter((thing) => words.length && words.every((word) => said(thing, word)));
  }

  // A page fits by its own words, or by what is found on it, which is named.
  function fits(item, words, found) {
    const own = (facet) => item.dataset[facet.name].split(" ");
    const here = found.filter((thing) => thing.pages.includes(item.dataset.name)).map((thing) => thing.label);
    const named = [...new Set(here)], said = named.slice(0, 3).join("; ") + (named.length > 3 ? "; …" : "");
    item.querySelector(".found").textContent = named.length ? count.dataset.found.replace("{things}", () => said) : "";
    return facets.every((facet) => !facet.value || own(facet).includes(facet.value))
      && (named.length || words.every((word) => item.dataset.words.includes(word)));
  }

  function show() {
    const asked = plain(form.words.value), words = asked.split(/\s+/).filter(Boolean), found = find(asked);
    for (const item of items) item.hidden = !fits(item, words, found);
    for (const section of sections) section.hidden = !section.querySelector("li:not([hidden])");
    const shown = items.filter((item) => !item.hidden).length;
    count.textContent = count.dataset.said.replace("{shown}", shown);
    none.hidden = shown > 0;
  }

  function keep() {
    const asked = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    const hash = new URLSearchParams(asked).toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    other.hash = hash;
    show();
  }

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    for (const facet of facets) if (facet.selectedIndex < 0) facet.value = ""; // not a choice of this list
    other.hash = location.hash;
    show();
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(keep));
  none.querySelector("button").addEventListener("click", () => { form.reset(); form.words.focus(); });
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
