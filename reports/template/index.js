// Narrows the list of pages down. What is asked for stands in the address, so that a narrowed list can be linked.
(() => {
  const form = document.querySelector(".filter"), none = document.querySelector(".none"), other = document.querySelector(".other");
  const count = form.querySelector(".count"), things = JSON.parse(document.querySelector("#things").textContent);
  const items = [...document.querySelectorAll(".pages li")], sections = [...document.querySelectorAll("main section")];
  const fields = [...form.elements].filter((field) => field.name), facets = fields.filter((field) => field.name !== "words");
  // Small letters without diacritics: "hòa", "hoà" and "hoa" are one word, and so are "đổi", "đối" and "doi".
  const plain = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
  const words = (text) => (plain(text).match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");
  const known = [...things, ...items.map((item, page) => ({ pages: [page], words: words(item.dataset.words) }))];

  // As Data.find does: what has the words one after another; where nothing has, what has words that begin so.
  function find(asked) {
    const said = (each, begun) => ` ${each.words} `.includes(` ${begun}`), whole = known.filter((each) => said(each, asked + " "));
    return whole.length ? whole : known.filter((each) => asked.split(" ").every((word) => said(each, word)));
  }

  // A page fits by its own words, or by what is found on it, which is named.
  function fits(item, found) {
    const own = (facet) => item.dataset[facet.name].split(" ");
    const named = [...new Set(found.map((each) => each.label).filter(Boolean))], more = named.length > 3 ? "; …" : "";
    const said = () => named.slice(0, 3).join("; ") + more;
    item.querySelector(".found").textContent = named.length ? count.dataset.found.replace("{things}", said) : "";
    return found.length && facets.every((facet) => !facet.value || own(facet).includes(facet.value));
  }

  function show() {
    const asked = words(form.words.value), found = asked ? find(asked) : known.slice(things.length);
    items.forEach((item, page) => { item.hidden = !fits(item, found.filter((each) => each.pages.includes(page))); });
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
