// Search and copy buttons. Needs no other host, and works from a folder on disk as from a server.
"use strict";

const root = new URL(".", document.currentScript.src);

// The index is a script, search.js, because a page opened from disk may not fetch() a file.
let index;
function loadIndex() {
  index ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("search.js", root);
    script.onload = () => resolve(searchIndex);
    script.onerror = () => {
      index = undefined; // to be tried again
      reject(new Error("The search index cannot be read."));
    };
    document.head.append(script);
  });
  return index;
}

// A page's first section has the title of the page, with the name of the function.
const heading = ({ title, what }) => (title.startsWith(what) ? title : what);

// Sections in which all words occur; where there are none, those in which any does. Whole words count more than parts
// of words, and words in the heading more than others.
function search(sections, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (text) => words.filter((word) => text.toLowerCase().includes(word)).length;
  const whole = (text) => {
    const all = text.toLowerCase().split(/[^\w.]+/);
    return words.filter((word) => all.includes(word)).length;
  };
  const ranked = sections
    .map((section) => ({ section, title: heading(section), all: `${heading(section)} ${section.text}` }))
    .map(({ section, title, all }) => ({
      section, count: found(all), rank: 4 * whole(title) + 2 * whole(all) + found(title),
    }))
    .filter(({ count }) => count > 0);
  const most = Math.max(...ranked.map(({ count }) => count));
  return ranked
    .filter(({ count }) => count === most)
    .sort((a, b) => b.rank - a.rank)
    .slice(0, 20)
    .map(({ section }) => section);
}

// The words around the first that was searched for.
function excerpt(section, query) {
  const at = section.text.toLowerCase().indexOf(query.toLowerCase().split(/\s+/)[0]);
  const start = Math.max(0, at - 40);
  return (start ? "… " : "") + section.text.slice(start, start + 120) + (start + 120 < section.text.length ? " …" : "");
}

function resultLink(section, query) {
  const link = document.createElement("a");
  link.href = new URL(section.path + (section.id ? "#" + section.id : ""), root);
  const title = document.createElement("strong");
  title.textContent = heading(section);
  if (heading(section) !== section.title) title.prepend(section.title, " › ");
  const text = document.createElement("div");
  text.textContent = excerpt(section, query);
  link.append(title, text);
  return link;
}

const input = document.querySelector("#search-input");
if (input) {
  const form = input.closest("form");
  const results = document.createElement("div");
  results.id = "search-results";
  results.hidden = true;
  form.append(results);
  form.classList.add("position-relative");
  input.setAttribute("aria-label", "Search");
  input.placeholder = "Search";

  const say = (text) => {
    const line = document.createElement("span");
    line.textContent = text;
    results.replaceChildren(line);
  };
  const show = async () => {
    const query = input.value.trim();
    if (query.length < 2) {
      results.hidden = true;
      return;
    }
    results.hidden = false;
    let found;
    try {
      found = search(await loadIndex(), query);
    } catch (error) {
      say(error.message);
      return;
    }
    if (query !== input.value.trim()) return; // typed on, while the index was loaded
    results.replaceChildren(...found.map((section) => resultLink(section, query)));
    if (!found.length) say("Nothing found.");
  };

  input.addEventListener("focus", () => loadIndex().catch(() => {}));
  input.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    results.querySelector("a")?.click();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") results.hidden = true;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || results.hidden) return;
    event.preventDefault();
    const stops = [input, ...results.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target) || results.contains(event.target)) results.hidden = true;
  });
}

// Copies the code of a block, without the results that stand below it.
if (navigator.clipboard) {
  for (const block of document.querySelectorAll("div.sourceCode")) {
    const code = block.textContent.replace(/^#>.*\n?/gm, "");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-primary btn-sm btn-copy-ex";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.classList.add("hasCopyButton");
    block.append(button);
  }
}
