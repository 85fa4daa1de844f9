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

// Every word must occur in a section; those in whose heading more words occur come first.
function search(sections, query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = (text) => words.filter((word) => text.toLowerCase().includes(word)).length;
  return sections
    .filter((section) => found(`${heading(section)} ${section.text}`) === words.length)
    .map((section) => ({ section, rank: found(heading(section)) }))
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
