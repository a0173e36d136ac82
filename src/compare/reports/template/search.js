/* Search over all indicators. Loaded beside search-<language>.js, which holds the data; asks nobody for anything.
   Without this script the page has its list. Whatever is typed or stands in the data is shown as text, never as markup. */
(function () {
  "use strict";
  var data = window.compareIndex;
  var place = document.querySelector("[data-search]");
  if (!data || !place) { return; }

  var MOST = 20;

  function make(tag, attributes, text) {
    var item = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) { item.setAttribute(name, attributes[name]); });
    if (text !== undefined) { item.textContent = text; }
    return item;
  }

  /* Small letters without marks: "Örebro", "ÖREBRO" and "orebro" are one. */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/ø/g, "o").replace(/æ/g, "ae").replace(/ß/g, "ss").replace(/[\u2010-\u2015\u2212]/g, "-");
  }

  function split(text) {
    return (text.match(/[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*/gu) || []);
  }

  function squeeze(text) { return text.replace(/\s+/g, " ").trim(); }

  var items = data.items.map(function (row) {
    var codes = row[3].split(" "), goal = codes[0].split(".")[0], title = squeeze(row[0]);
    var themes = row[4].map(function (one) { return data.themes[one]; });
    return {
      title: row[0], small: title.toLowerCase(), folded: fold(title), words: split(fold(title)), codes: codes,
      goal: data.goals[goal] || "",
      rest: fold([data.goals[goal] || ""].concat(themes, row[5], row[1].replace(/-/g, " ")).join(" ")),
      href: row[2] < 0 ? "indicator-" + row[1] + ".html" : data.pages[row[2]] + "#" + row[1]
    };
  });

  function isCode(word) { return /^\d+(\.[\da-z]+)*$/.test(word); }

  function hasCode(item, word) {
    return item.codes.some(function (code) { return code === word || code.indexOf(word + ".") === 0; });
  }

  function begins(item, word) {
    return item.words.some(function (own) { return own.indexOf(word) === 0; });
  }

  function holds(item, word) {
    if (isCode(word)) { return hasCode(item, word) || begins(item, word); }
    if (word.length < 2) { return begins(item, word); }
    return item.folded.indexOf(word) >= 0 || item.rest.indexOf(word) >= 0;
  }

  /* How well an item fits, the least number best; null where it does not. The exact title comes first, then one that
     begins with what was typed, then words in the title, then themes, goals, codes and the other language. Among
     equals the same marks on the letters come first, then the order of the alphabet. */
  function rank(item, typed, folded, words) {
    if (item.small === typed) { return 0; }
    if (item.folded === folded) { return 1; }
    if (!words.every(function (word) { return holds(item, word); })) { return null; }
    var half = item.small.indexOf(typed) >= 0 ? 0 : 0.5;
    if (words.length === 1 && item.codes.indexOf(words[0]) >= 0) { return 2; }
    if (item.folded.indexOf(folded) === 0) { return 3 + half; }
    if (words.every(function (word) { return begins(item, word); })) { return 4 + half; }
    if (words.every(function (word) { return item.folded.indexOf(word) >= 0; })) { return 5 + half; }
    return 6 + half;
  }

  function search(text) {
    var typed = squeeze(text).toLowerCase(), folded = fold(typed), words = split(folded);
    if (!words.length) { return null; }
    return items
      .map(function (item, index) { return { item: item, index: index, rank: rank(item, typed, folded, words) }; })
      .filter(function (hit) { return hit.rank !== null; })
      .sort(function (one, other) { return one.rank - other.rank || one.index - other.index; })
      .map(function (hit) { return hit.item; });
  }

  var form = make("form", { role: "search" });
  var input = make("input", {
    id: "search-words", type: "search", autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
    "aria-describedby": "search-hint"
  });
  var status = make("p", { role: "status", "class": "small" });
  var list = make("ol", { "class": "hits" });
  form.appendChild(make("label", { "for": "search-words" }, data.says.label));
  form.appendChild(input);
  form.appendChild(make("p", { id: "search-hint", "class": "small" }, data.says.hint));
  form.appendChild(status);
  form.appendChild(list);
  list.hidden = true;
  place.appendChild(form);

  function count(hits, text) {
    var says = data.says;
    if (hits === null) { return ""; }
    if (!hits.length) { return says.none.split("*").join(squeeze(text)); }
    if (hits.length === 1) { return says.one; }
    var words = hits.length > MOST ? says.more : says.many;
    return words.replace("#", String(hits.length)).replace("*", String(MOST));
  }

  var waiting;
  function show() {
    var hits = search(input.value);
    list.textContent = "";
    list.hidden = !hits || !hits.length;
    (hits || []).slice(0, MOST).forEach(function (hit) {
      var row = make("li");
      row.appendChild(make("a", { href: hit.href }, hit.title));
      if (hit.goal) { row.appendChild(make("small", {}, hit.goal)); }
      list.appendChild(row);
    });
    /* Said once the typing rests, so that a screen reader is not interrupted by each letter. */
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () { status.textContent = count(hits, input.value); }, 350);
  }

  function focusOn(index) {
    var links = list.querySelectorAll("a");
    if (index < 0) { input.focus(); } else if (links[index]) { links[index].focus(); }
  }

  input.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    focusOn(0);
  });
  form.addEventListener("keydown", function (event) {
    var links = Array.prototype.slice.call(list.querySelectorAll("a")), at = links.indexOf(document.activeElement);
    if (event.key === "ArrowDown" && links.length) {
      event.preventDefault();
      focusOn(Math.min(at + 1, links.length - 1));
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      focusOn(at - 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      input.value = "";
      input.focus();
      show();
    }
  });
  /* The way back from a result finds the words still there in some browsers, and then their results. */
  window.addEventListener("pageshow", function () { if (input.value) { show(); } });
}());
