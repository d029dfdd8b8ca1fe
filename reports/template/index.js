// Searches the list of pages and narrows it down. What is asked for stands in the address, so that it can be linked.

// Words as Data.find reads them (show/search.py): whole, in small letters, the tone at the end of its word; each with
// what is left of it without marks, for words that are typed without.
const TONES = /[\u0300\u0301\u0303\u0309\u0323]/g;
const plain = (word) => word.replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
function words(text) {
  const found = text.toLowerCase().normalize("NFC").match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.map((word) => word.normalize("NFD")).map((word) => word.replace(TONES, "") + (word.match(TONES) ?? []).join(""));
}
const read = (text) => text.split("\n").map((line) => words(line).map((word) => [word, plain(word)]));
const typed = (asked) => (asked.some((word) => word !== plain(word)) ? 0 : 1); // the form of words to compare with
const together = (asked, held, is) => held.some((_, at) => asked.every((word, n) => at + n < held.length && is(held[at + n], word, n)));
const NAMED = 6; // things found that are listed by name
const ways = [
  (asked, lines) => lines.some((held) => together(asked, held, (other, word) => other.includes(word))),
  (asked, lines) => asked.every((word) => lines.some((held) => held.some((other) => other[typed(asked)] === word))),
  (asked, lines) => lines.some((held) => together(asked, held, (other, word, n) =>
    n < asked.length - 1 ? other.includes(word) : other[typed(asked)].startsWith(word))),
];

// Of things {held} those that have the words, by the first way in which any has them.
function find(asked, things) {
  for (const way of asked.length ? ways : []) {
    const found = things.filter((thing) => way(asked, thing.held));
    if (found.length) return found;
  }
  return [];
}

function list() {
  const form = document.querySelector(".filter"), none = document.querySelector(".none"), other = document.querySelector(".other");
  const onward = document.querySelector(".onward a"); // to the same search of all figures
  const hits = document.querySelector(".hits"), count = form.querySelector(".count"), folded = form.querySelector("details");
  const rows = JSON.parse(document.querySelector("#things").textContent), items = [...document.querySelectorAll(".pages li")];
  const homes = items.map((item) => item.parentElement), kinds = [...document.querySelectorAll(".kind")];
  const fields = [...form.elements].filter((field) => field.name), facets = fields.filter((field) => field.name !== "words");
  const known = rows.map(([name, besides, pages, own, apart]) => typeof name === "string"
    ? { name, own, pages, apart, held: read(`${name}\n${besides}`) }
    : { name: rows[name][0], own: rows[name][3], pages, held: read(besides) }); // a figure is called as its indicator
  const shows = items.map((_, page) => known.filter((thing) => thing.pages.includes(page)).length);
  items.forEach((item, page) => {
    for (const [place, part] of ["h3", ".said"].entries())
      known.push({ pages: [page], place: 2 - place, held: read(item.querySelector(part)?.textContent ?? "") });
  });

  // How well a page fits: first by its question, then by its answer, then by how much of what it shows was found.
  const fit = (page, found) => Math.max(0, ...found.map((thing) => thing.place ?? 0)) + found.length / (found.length + shows[page]);

  function said(found) {
    const names = [...new Set(found.map((thing) => thing.name).filter(Boolean))], more = names.length > 3 ? "; …" : "";
    return names.length ? count.dataset.found.replace("{things}", () => names.slice(0, 3).join("; ") + more) : "";
  }

  // Names of what was found, each leading to its own page, else to the first of the pages that show it; and what it is
  // easily taken for.
  function named(found, pages) {
    const page = (thing) => pages.find((each) => each === (thing.own ?? each) && thing.pages.includes(each));
    const ways = new Map(found.filter((thing) => thing.name && page(thing) >= 0).map((thing) => [thing.name, thing]));
    const things = hits.querySelector(".things");
    things.replaceChildren(...[...ways].slice(0, NAMED).map(([name, thing]) => {
      const item = document.createElement("li"), way = document.createElement("a");
      item.append(Object.assign(way, { textContent: name, href: items[page(thing)].querySelector("a").getAttribute("href") }));
      const apart = things.dataset.apart?.replace("{others}", () => thing.apart?.join("; "));
      if (thing.apart) item.append(Object.assign(document.createElement("small"), { textContent: apart }));
      return item;
    }));
  }

  function show() {
    const asked = words(form.words.value), found = find(asked, known);
    const own = items.map((_, page) => found.filter((thing) => thing.pages.includes(page)));
    const chosen = (item) => facets.every((facet) => !facet.value || item.dataset[facet.name].split(" ").includes(facet.value));
    const order = [...items.keys()];
    if (asked.length) order.sort((one, two) => fit(two, own[two]) - fit(one, own[one]) || one - two);
    for (const page of order) {
      items[page].hidden = !(chosen(items[page]) && (own[page].length || !asked.length));
      items[page].querySelector(".found").textContent = said(own[page]);
      (asked.length ? hits.querySelector(".pages") : homes[page]).append(items[page]);
    }
    const alone = items.filter((item) => !item.hidden), shown = alone.length, narrowed = fields.some((field) => field.value);
    for (const kind of kinds) kind.hidden = !kind.querySelector("li:not([hidden])");
    for (const fold of document.querySelectorAll(".kind > details")) fold.open = narrowed;
    if (shown === 1 && alone[0].querySelector("details")) alone[0].querySelector("details").open = true; // of a chosen figure
    hits.hidden = !asked.length || !shown;
    document.body.classList.toggle("asking", asked.length > 0);
    named(found, order.filter((page) => !items[page].hidden));
    form.querySelector(".tally").hidden = !narrowed;
    count.textContent = count.dataset.said.replace("{shown}", shown);
    none.hidden = shown > 0;
    if (onward) onward.hash = new URLSearchParams({ words: form.words.value }).toString();
  }

  function keep() {
    const asked = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    const hash = new URLSearchParams(asked).toString();
    history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
    other.hash = hash;
    show();
  }

  function restore() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) field.value = asked.get(field.name) ?? "";
    for (const facet of facets) if (facet.selectedIndex < 0) facet.value = ""; // not a choice of this list
    other.hash = location.hash;
    show();
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(keep));
  addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
  if (folded) folded.open = matchMedia("(min-width: 50rem)").matches || facets.some((facet) => facet.value && !facet.hidden);
}

if (globalThis.document) list();
