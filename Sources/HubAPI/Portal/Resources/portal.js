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

// Control and bidirectional characters, made visible as the command line does it.
function visible(value) {
  return String(value ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u{${character.codePointAt(0).toString(16).toUpperCase()}}`);
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

function button(text, label, action) {
  return make("button", { type: "button", textContent: text, "aria-label": label, onclick: action });
}

// What happened, what to do, code and tracking id, as the command line tells it.
function show(error) {
  const place = document.getElementById("problem");
  if (!error) {
    place.hidden = true;
    return;
  }
  const hint = error.hint ? make("p", {}, visible(error.hint)) : null;
  const stage = error.stage ? ` stage: ${visible(error.stage)}` : "";
  place.replaceChildren(
    ...[make("p", { className: "problem" }, visible(error.message)), hint,
      make("p", {}, `code: ${visible(error.code)} (${visible(error.number)})${stage} tracking: ${visible(error.trackingId)}`)]
      .filter((part) => part));
  place.hidden = false;
}

// A request to the API with the browser's session; a good answer of one with a `control` is not read, but given up.
async function ask(method, path, body, fields, control) {
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
  if (response.ok && control) control.abort();
  if (response.status === 204 || control?.signal.aborted) return null;
  const text = await response.text();
  let content = null;
  try { content = text ? JSON.parse(text) : null; } catch { content = null; }
  if (response.ok) return content;
  if (response.status === 401) location.assign("/");
  throw content?.error ?? { message: `The hub answered with ${response.status}.`, code: "ResponseNotUnderstood", number: 600206,
    trackingId: response.headers.get("x-ms-request-id") ?? "none" };
}

async function guarded(work) {
  try {
    show(null);
    await work();
  } catch (error) {
    show(error.code ? error : { message: String(error), code: "LocalFailure", number: 600208, trackingId: "none" });
  }
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
// A row that is there already is changed in place, cell by cell: one that was made anew would lose the focus, and the click
// that somebody has begun.
function table(place, { columns, rows, key, command, empty, caption }) {
  place.rows = rows;
  place.command = command;
  if (!place.querySelector(".tools")) {
    const titled = columns.filter((column) => column.text);
    const lines = () => [titled.map((column) => column.title), ...place.rows.map((row) => titled.map((column) => visible(column.text(row))))];
    place.replaceChildren(make("div", { className: "tools" },
      button("Copy", `Copy the table ${caption}`, () => copy(lines().map((line) => line.join("\t")).join("\n"), "the table")),
      button("JSON", `Copy the table ${caption} as JSON`, () => copy(JSON.stringify(place.rows, null, 2), "the JSON")),
      button("CLI", `Copy the command for ${caption}`, () => copy(place.command))),
    make("p", {}, ...empty),
    make("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: caption }, make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((column) => make("th", { scope: "col", textContent: column.title })))),
      make("tbody"))));
  }
  place.querySelector("p").hidden = rows.length > 0;
  place.querySelector(".scroll").hidden = rows.length === 0;
  const body = place.querySelector("tbody");
  const present = new Map([...body.children].map((line) => [line.key, line]));
  rows.forEach((row, index) => {
    const line = present.get(key(row)) ?? make("tr", {}, ...columns.map(() => make("td")));
    present.delete(key(row));
    line.key = key(row);
    columns.forEach((column, number) => {
      const cell = line.children[number];
      const sign = column.sign ? column.sign(row) : column.text(row);
      if (cell.sign === sign) return;
      cell.sign = sign;
      cell.replaceChildren(...(column.cells ? column.cells(row) : [visible(sign)]));
    });
    if (body.children[index] !== line) body.insertBefore(line, body.children[index] ?? null);
  });
  for (const line of present.values()) line.remove();
}

function time(text) {
  return text ? text.replace("T", " ").replace(/\.\d+/, "").replace("Z", " UTC") : "never";
}

// A word of a command line, as a shell must get it.
function word(text) {
  return /^[\w.:/@%+,=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

const secondsToReconnect = 1;
const secondsToAskAgain = 5;

// Follows server-sent events; `begin` is called whenever the hub has begun to send.
//
// A page that nobody looks at follows nothing. Browsers do not tell scripts why events end or are refused: the hub is asked
// again as by any other request, which tells.
function follow(path, { begin, take, refused }) {
  let source = null;
  let waiting = null;
  let isOver = false;

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
    source = new EventSource(path);
    source.onopen = () => guarded(begin);
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
  };
}

for (const one of document.querySelectorAll("button[data-copy]")) {
  one.addEventListener("click", () => copy(one.dataset.copy, one.dataset.what));
}
