// The scripts of the portal. Whatever comes from the hub is written as text, never as markup.
"use strict";

const page = document.body.dataset;
const api = `/v1/hubs/${encodeURIComponent(page.hub)}`;
const may = { operate: page.mayOperate === "true", readKeys: page.mayReadKeys === "true", own: page.mayOwn === "true" };

// An element with properties, and children that are elements or texts.
function make(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties || {})) {
    if (key in element) element[key] = value; else element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// What moves a cursor, ends a line, turns text round or is no sight at all: the same as the command line makes visible.
const dangerous = "[\\u0000-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]";
const everyDangerous = new RegExp(dangerous, "gu");
const anyDangerous = new RegExp(dangerous, "u");
const namedCharacters = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function visible(value) {
  return String(value ?? "").replace(everyDangerous,
    (character) => namedCharacters[character] ?? `\\u{${character.codePointAt(0).toString(16).toUpperCase()}}`);
}

// A word of a command line, as a shell must get it. What must not reach a terminal is written as the bytes that it is in UTF-8,
// as bash and zsh read them in any locale.
function word(text) {
  if (/^[\w.:/@%+,=-]+$/.test(text)) return text;
  if (!anyDangerous.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const bytes = (character) => [...new TextEncoder().encode(character)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
  const hidden = text.replace(/[\\']/g, "\\$&").replace(everyDangerous, bytes);
  return `$'${hidden}'`;
}

// An option of a command line; with '=', a value that begins with '-' is no option.
function option(name, value) {
  return ` --${name}=${word(value)}`;
}

let silence;
function say(text) {
  const place = document.getElementById("said");
  place.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { place.textContent = ""; }, 4000);
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${what || visible(text)}`);
  } catch {
    say("The browser does not let this page copy. Mark the text instead.");
  }
}

function download(name, blob) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function button(text, label, action) {
  return make("button", { type: "button", textContent: text, "aria-label": label, onclick: action });
}

// Texts of a cell, one below the other; the first counts most.
function lines(...texts) {
  return texts.filter((text) => text).map((text) => make("span", { className: "line" }, text instanceof Node ? text : visible(text)));
}

// Where the records of a stream, a request or a device are.
function logLink(name, value, text, label) {
  return make("a", { href: `/portal/logs#${name}=${encodeURIComponent(value)}`, "aria-label": label ?? text }, visible(text));
}

// What happened, what to do, code and tracking id, as the command line tells it.
function show(thrown) {
  const place = document.getElementById("problem");
  if (!thrown) {
    place.hidden = true;
    return;
  }
  const error = thrown.code ? thrown : { message: String(thrown), hint: "Load the page again.", code: "LocalFailure", number: 600208,
    trackingId: "none" };
  const stage = error.stage ? ` stage: ${visible(error.stage)}` : "";
  const isKnown = error.trackingId && error.trackingId !== "none" && document.querySelector("nav a[href='/portal/logs']");
  place.replaceChildren(
    make("p", { className: "problem" }, visible(error.message)),
    make("p", {}, error.hint ? visible(error.hint) : make("code", {}, `devicestream explain ${visible(error.code)}`)),
    make("p", {}, `code: ${visible(error.code)} (${visible(error.number)})${stage} tracking: `,
      isKnown ? logLink("trackingId", error.trackingId, error.trackingId, `Records of the request ${error.trackingId}`)
        : visible(error.trackingId)),
    button("Dismiss", "Dismiss the problem", () => show(null)));
  place.hidden = false;
}

// A request to the API with the browser's session; a good answer of one with a `control` is not read, but given up.
async function request(method, path, body, fields, control) {
  const headers = { Accept: "application/json", "x-devicestream-portal": "1", ...fields };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-cache",
      signal: control?.signal });
  } catch {
    throw { message: "The hub does not answer.", hint: "Look whether the server runs, and whether this machine reaches it.",
      code: "ServerUnreachable", number: 600203, trackingId: "none" };
  }
  if (response.ok) return response;
  let content = null;
  try { content = JSON.parse(await response.text()); } catch { content = null; }
  if (response.status === 401) location.assign("/");
  throw content?.error ?? { message: `The hub answered with ${response.status}.`, code: "ResponseNotUnderstood", number: 600206,
    hint: "Load the page again; what stands between browser and hub may have answered.",
    trackingId: response.headers.get("x-ms-request-id") ?? "none" };
}

async function ask(method, path, body, fields, control) {
  const response = await request(method, path, body, fields, control);
  if (control) control.abort();
  if (response.status === 204 || control) return null;
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

async function guarded(work) {
  try {
    show(null);
    await work();
  } catch (error) {
    show(error);
  }
}

// Does something again and again as long as somebody looks at the page; a failure is told until it has passed.
function poll(milliseconds, work) {
  let hasFailed = false;
  setTimeout(async function again() {
    if (!document.hidden) {
      try {
        await work();
        if (hasFailed) show(null);
        hasFailed = false;
      } catch (error) {
        hasFailed = true;
        show(error);
      }
    }
    setTimeout(again, milliseconds);
  }, milliseconds);
}

// The query of a path; the API takes a '+' for itself, as URLs do, and not for a space, as forms do.
function query(parameters) {
  return parameters.filter(([, value]) => value).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

// A page's next page; another origin is never asked.
function pathOf(link) {
  const url = new URL(link, location.href);
  return url.origin === location.origin ? url.pathname + url.search : null;
}

// A table with what it can be taken along as: text, JSON, and the command that shows the same.
//
// A row that is there already is changed in place, cell by cell: one that was made anew would lose the click that somebody has
// begun. A cell that is made anew keeps the focus.
function table(place, { columns, rows, key, command, empty, caption, nouns, open }) {
  place.rows = rows;
  place.command = command;
  if (!place.querySelector(".tools")) {
    const titled = columns.filter((column) => column.text);
    const taken = () => [titled.map((column) => column.title), ...place.rows.map((row) => titled.map((column) => visible(column.text(row))))];
    place.replaceChildren(make("div", { className: "tools" }, make("p", { className: "count" }),
      button("Copy", `Copy the table ${caption}`, () => copy(taken().map((line) => line.join("\t")).join("\n"), "the table")),
      button("JSON", `Copy the table ${caption} as JSON`, () => copy(JSON.stringify(place.rows, null, 2), "the JSON")),
      button("CLI", `Copy the command for ${caption}`, () => copy(place.command))),
    make("p", { className: "empty" }),
    make("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, make("table", { className: "tall" },
      make("thead", {}, make("tr", {}, ...columns.map((column) => make("th", { scope: "col", textContent: column.title })))),
      make("tbody"))));
  }
  place.querySelector(".count").textContent = rows.length === 0 ? "" : `${rows.length} ${nouns[rows.length === 1 ? 0 : 1]}`;
  const nothing = place.querySelector(".empty");
  const words = make("p", {}, ...empty);
  if (nothing.innerHTML !== words.innerHTML) nothing.replaceChildren(...words.childNodes);
  nothing.hidden = rows.length > 0;
  place.querySelector(".scroll").hidden = rows.length === 0;
  const body = place.querySelector("tbody");
  const present = new Map([...body.children].map((line) => [line.key, line]));
  rows.forEach((row, index) => {
    let line = present.get(key(row));
    if (!line) {
      line = make("tr", {}, ...columns.map((column) => make("td", { className: column.kind ?? "", "data-title": column.title })));
      if (open) {
        line.className = "opens";
        // Who marks text, or presses what is in the row, does not open it.
        line.onclick = (event) => { if (!event.target.closest("a, button") && getSelection().isCollapsed) open(line.row); };
      }
    }
    present.delete(key(row));
    line.key = key(row);
    line.row = row;
    columns.forEach((column, number) => fill(line.children[number], column, row));
    if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
  });
  for (const line of present.values()) line.remove();
}

function fill(cell, column, row) {
  const sign = column.sign ? column.sign(row) : column.text(row);
  if (cell.sign === sign) return;
  cell.sign = sign;
  const pressed = [...cell.querySelectorAll("a, button")].indexOf(document.activeElement);
  cell.replaceChildren(...(column.cells ? column.cells(row) : sign ? [make("span", {}, visible(sign))] : []));
  if (pressed >= 0) cell.querySelectorAll("a, button")[pressed]?.focus();
}

// The hub's times are in UTC, and so are those that people are shown.
function time(text) {
  return text ? text.replace("T", " ").replace(/\.\d+/, "").replace("Z", "") : "never";
}

function duration(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 1) return `${milliseconds} ms`;
  if (seconds < 10) return `${(milliseconds / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds / 60) % 60} min`;
}

function amount(bytes) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let index = 0;
  let value = bytes;
  while (value >= 1024 && index < units.length - 1) {
    value /= 1024;
    index += 1;
  }
  return `${index === 0 ? Math.round(value) : value.toFixed(1)} ${units[index]}`;
}

const secondsToReconnect = 1;
const secondsToAskAgain = 5;

// Follows server-sent events; `begin` is called whenever the hub has begun to send, and `place` says whether it sends.
//
// A page that nobody looks at follows nothing. Browsers do not tell scripts why events end or are refused: the hub is asked
// again as by any other request, which tells.
function follow(path, { place, begin, take, refused }) {
  let source = null;
  let waiting = null;
  let isOver = false;

  function tell(isFollowing, text) {
    place.className = `following dot${isFollowing ? " good" : ""}`;
    place.textContent = text;
  }

  async function why() {
    const control = new AbortController();
    let wait = secondsToReconnect;
    try {
      await ask("GET", path, undefined, { Accept: "text/event-stream" }, control);
    } catch (error) {
      if (isOver) return;
      refused(error);
      wait = secondsToAskAgain;
    }
    waiting = setTimeout(open, wait * 1000);
  }

  function open() {
    clearTimeout(waiting);
    if (isOver || document.hidden || source) return;
    tell(false, "connecting");
    source = new EventSource(path);
    source.onopen = () => {
      tell(true, "live");
      guarded(begin);
    };
    source.onmessage = (event) => take(JSON.parse(event.data));
    source.onerror = () => {
      shut();
      why();
    };
  }

  function shut() {
    clearTimeout(waiting);
    source?.close();
    source = null;
    tell(false, "not connected");
  }

  const look = () => { if (document.hidden) shut(); else open(); };
  document.addEventListener("visibilitychange", look);
  // Where the browser leaves the page, nothing is to be said of the end.
  addEventListener("pagehide", shut);
  open();
  return () => {
    isOver = true;
    document.removeEventListener("visibilitychange", look);
    removeEventListener("pagehide", shut);
    shut();
    place.className = "following";
    place.textContent = "";
  };
}

for (const one of document.querySelectorAll("button[data-copy]")) {
  one.addEventListener("click", () => copy(one.dataset.copy, one.dataset.what));
}

// A list that the hub cannot make is told of here, and not by a file that holds the error.
for (const link of document.querySelectorAll("a[download]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    guarded(async () => download(link.download, await (await request("GET", link.getAttribute("href"), undefined, { Accept: "*/*" })).blob()));
  });
}
