// Narrows the list of pages down. What is asked for stands in the address, so that a narrowed list can be linked.
(() => {
  const form = document.querySelector(".filter"), none = document.querySelector(".none");
  const count = form.querySelector(".count"), other = document.querySelector(".other");
  const items = [...document.querySelectorAll(".pages li")], sections = [...document.querySelectorAll("main section")];
  const fields = [...form.elements].filter((field) => field.name), facets = fields.filter((field) => field.name !== "words");
  // Small letters without diacritics: "hòa", "hoà" and "hoa" are one word, and so are "đổi", "đối" and "doi".
  const plain = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");

  function fits(item, words) {
    const own = (facet) => item.dataset[facet.name].split(" ");
    return facets.every((facet) => !facet.value || own(facet).includes(facet.value))
      && words.every((word) => item.dataset.words.includes(word));
  }

  function show() {
    const words = plain(form.words.value).split(/\s+/).filter(Boolean);
    for (const item of items) item.hidden = !fits(item, words);
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
