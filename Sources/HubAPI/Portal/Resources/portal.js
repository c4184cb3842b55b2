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

// A request to the API with the browser's session.
async function ask(method, path, body, fields) {
  const headers = { Accept: "application/json", "x-devicestream-portal": "1", ...fields };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-cache" });
  } catch {
    throw { message: "The hub does not answer.", hint: "Look whether the server runs, and whether this machine reaches it.",
      code: "ServerUnreachable", number: 600203, trackingId: "none" };
  }
  if (response.status === 204) return null;
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
  if (!place.querySelector(".tools")) {
    const titled = columns.filter((column) => column.text);
    const lines = () => [titled.map((column) => column.title), ...place.rows.map((row) => titled.map((column) => visible(column.text(row))))];
    place.replaceChildren(make("div", { className: "tools" },
      button("Copy", `Copy the table ${caption}`, () => copy(lines().map((line) => line.join("\t")).join("\n"), "the table")),
      button("JSON", `Copy the table ${caption} as JSON`, () => copy(JSON.stringify(place.rows, null, 2), "the JSON")),
      button("CLI", `Copy the command for ${caption}`, () => copy(command))),
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

// Devices.

function devices() {
  const place = document.getElementById("devices");
  const filter = document.getElementById("device-filter");
  const value = (id) => document.getElementById(id).value;
  const more = button("More", "Show more devices", () => guarded(() => load(next)));
  let rows = [];
  let next = null;
  more.hidden = true;
  place.after(more);

  function path() {
    const query = new URLSearchParams();
    if (value("prefix")) query.set("prefix", value("prefix"));
    if (value("status")) query.set("status", value("status"));
    if (value("connection")) query.set("connectionState", value("connection"));
    query.set("$top", "100");
    return `${api}/devices?${query}`;
  }

  const item = (device) => `${api}/devices/${encodeURIComponent(device.deviceId)}`;

  async function load(from) {
    const found = await ask("GET", from || path());
    rows = from ? rows.concat(found.value) : found.value;
    next = found.nextLink ? pathOf(found.nextLink) : null;
    draw();
  }

  async function set(device, status) {
    const changed = await ask("PATCH", item(device), { status }, { "If-Match": `"${device.etag}"` });
    rows = rows.map((row) => (row.deviceId === changed.deviceId ? changed : row));
    draw();
    say(`${visible(device.deviceId)} is ${status}`);
  }

  async function keys(device) {
    const [pair, text] = await Promise.all([ask("GET", `${item(device)}/keys`), ask("GET", `${item(device)}/connectionString`)]);
    const list = document.getElementById("keys-list");
    list.replaceChildren();
    for (const [title, secret] of [["Primary key", pair.primaryKey], ["Secondary key", pair.secondaryKey],
      ["Connection string", text.connectionString]]) {
      list.append(make("dt", {}, title), make("dd", {}, make("code", {}, secret), " ",
        button("Copy", `Copy the ${title.toLowerCase()}`, () => copy(secret, `the ${title.toLowerCase()}`))));
    }
    document.getElementById("keys-title").textContent = `Keys of ${visible(device.deviceId)}`;
    document.getElementById("keys").showModal();
  }

  async function test(device) {
    const begin = performance.now();
    say(`Asking ${visible(device.deviceId)} for a stream`);
    const grant = await ask("POST", `${item(device)}/streams`, { streamName: "portal-test", reason: "test from the portal" });
    const took = Math.round(performance.now() - begin);
    await ask("POST", `${api}/streams/${encodeURIComponent(grant.streamId)}/close`, { reason: "the test is over" });
    say(`${visible(device.deviceId)} accepted a stream after ${took} ms`);
  }

  function actions(device) {
    const id = visible(device.deviceId);
    const isOn = device.status === "enabled";
    const some = [];
    if (may.operate) {
      some.push(button(isOn ? "Disable" : "Enable", `${isOn ? "Disable" : "Enable"} ${id}`,
        () => guarded(() => set(device, isOn ? "disabled" : "enabled"))));
      some.push(button("Test stream", `Open a test stream to ${id}`, () => guarded(() => test(device))));
    }
    if (may.readKeys && device.authentication.type === "sas") {
      some.push(button("Keys", `Show the keys of ${id}`, () => guarded(() => keys(device))));
    }
    return some;
  }

  function draw() {
    table(place, {
      caption: "Devices",
      rows,
      command: `devicestream device list --name ${page.hub}`,
      columns: [
        { title: "Device", text: (row) => row.deviceId, cells: (row) => [make("code", {}, visible(row.deviceId))] },
        { title: "Status", text: (row) => row.status + (row.statusReason ? `: ${row.statusReason}` : "") },
        { title: "Connection", text: (row) => row.connectionState, cells: (row) => [make("span",
          { className: row.connectionState === "Connected" ? "good" : "" }, row.connectionState)] },
        { title: "Last activity", text: (row) => time(row.lastActivityTime) },
        { title: "Signs in with", text: (row) => row.authentication.type },
        { title: "Tags", text: (row) => Object.entries(row.tags).map(([name, tag]) => `${name}=${tag}`).join(" ") },
        { title: "Actions", sign: (row) => row.etag, cells: actions },
      ],
      key: (row) => row.deviceId,
      empty: ["No device is like that. Make one with: ", make("code", {}, `devicestream device create press-07 --name ${page.hub}`)],
    });
    more.hidden = !next;
  }

  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(() => load());
  });
  guarded(() => load());
}

// Streams.

const handshakeSeconds = 60;
const pollMilliseconds = 2000;
const chartPoints = 30;

function streams() {
  const live = document.getElementById("live");
  const recent = document.getElementById("recent");
  const dialog = document.getElementById("closing");
  const history = new Map();

  const sum = (stream) => stream.bytes.fromDevice + stream.bytes.fromService;

  function chart(stream) {
    const points = history.get(stream.streamId) ?? [];
    const known = points.slice(1).map((value, index) => value - points[index]);
    const steps = [...Array(chartPoints - known.length).fill(0), ...known];
    const most = Math.max(1, ...steps);
    const name = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(name, "svg");
    const line = document.createElementNS(name, "polyline");
    svg.setAttribute("viewBox", `0 0 ${chartPoints} 10`);
    svg.setAttribute("preserveAspectRatio", "none");
    svg.setAttribute("class", "chart");
    svg.setAttribute("aria-hidden", "true");
    line.setAttribute("points", steps.map((step, index) => `${index},${(9.5 - (step / most) * 9).toFixed(1)}`).join(" "));
    svg.append(line);
    return svg;
  }

  function state(stream) {
    if (stream.state === "established" || stream.state === "ended") return stream.state;
    const left = handshakeSeconds - Math.floor((Date.now() - Date.parse(stream.openedAt)) / 1000);
    return `${stream.state}, ${Math.max(0, left)} s left${stream.stage ? ` for ${stream.stage}` : ""}`;
  }

  function close(stream) {
    document.getElementById("reason").value = "";
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue !== "close") return;
      const reason = document.getElementById("reason").value;
      guarded(async () => {
        await ask("POST", `${api}/streams/${encodeURIComponent(stream.streamId)}/close`, reason ? { reason } : {});
        await load();
      });
    };
    dialog.showModal();
  }

  const columns = [
    { title: "Device", text: (row) => row.deviceId, cells: (row) => [make("code", {}, visible(row.deviceId))] },
    { title: "Stream", text: (row) => row.streamName + (row.service ? ` (${row.service})` : "") },
    { title: "State", text: state },
    { title: "Opened", text: (row) => time(row.openedAt) },
    { title: "By", text: (row) => `${row.caller} ${row.callerAddress}` },
    { title: "Reason", text: (row) => row.reason ?? "" },
    { title: "Bytes", text: (row) => `${row.bytes.fromService} to the device, ${row.bytes.fromDevice} to the service` },
  ];

  async function load() {
    const found = (await ask("GET", `${api}/streams?$top=200`)).value;
    const running = found.filter((stream) => stream.state !== "ended");
    const known = new Set(running.map((stream) => stream.streamId));
    for (const id of history.keys()) if (!known.has(id)) history.delete(id);
    for (const stream of running) {
      history.set(stream.streamId, [...(history.get(stream.streamId) ?? []), sum(stream)].slice(-chartPoints - 1));
    }
    table(live, {
      caption: "Live streams",
      rows: running,
      command: `devicestream stream list --name ${page.hub}`,
      columns: [...columns, { title: "Traffic", sign: (row) => history.get(row.streamId).join(), cells: (row) => [chart(row)] },
        ...(may.operate ? [{ title: "Actions", sign: (row) => row.streamId, cells: (row) => [
          button("Close", `Close the stream ${visible(row.streamId)}`, () => close(row))] }] : [])],
      key: (row) => row.streamId,
      empty: ["No stream is open. Open one with: ", make("code", {}, `devicestream forward DEVICE -L 2222:ssh --name ${page.hub}`)],
    });
    table(recent, {
      caption: "Recent streams",
      rows: found.filter((stream) => stream.state === "ended"),
      command: `devicestream stream list --name ${page.hub} --state ended`,
      columns: [...columns.filter((column) => column.title !== "State"), { title: "Ended", text: (row) =>
        `${time(row.endedAt)} ${row.resultCode ?? ""} ${row.closeReason ?? ""}` }],
      key: (row) => row.streamId,
      empty: ["No stream has ended lately."],
    });
  }

  async function poll() {
    if (!document.hidden) await guarded(load);
    setTimeout(poll, pollMilliseconds);
  }
  poll();
}

// Limits.

const limitTitles = {
  newStreamsPerSecond: "New streams in a second", concurrentStreams: "Streams at once", bytesPerDay: "Bytes of streams in a day (UTC)",
  devices: "Devices", connections: "Connected devices", perDevice: "For each device", perCaller: "For each caller",
};

function limits() {
  const form = document.getElementById("limits");
  let hub = null;

  function fields(values, path) {
    return Object.entries(values).map(([name, value]) => {
      const title = limitTitles[name] ?? name;
      if (value !== null && typeof value === "object") {
        return make("fieldset", {}, make("legend", {}, title), ...fields(value, [...path, name]));
      }
      const id = [...path, name].join(".");
      return make("p", {}, make("label", { htmlFor: id, textContent: title }),
        make("input", { id, type: "number", min: 0, step: 1, value: value ?? "", placeholder: "no limit", disabled: !may.own }));
    });
  }

  function read(values, path) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => {
      if (value !== null && typeof value === "object") return [name, read(value, [...path, name])];
      const text = document.getElementById([...path, name].join(".")).value;
      return [name, text === "" ? null : Number(text)];
    }));
  }

  function draw() {
    const tools = make("div", { className: "tools" },
      button("JSON", "Copy the limits as JSON", () => copy(JSON.stringify(hub.properties.limits, null, 2), "the JSON")),
      button("CLI", "Copy the command for limits", () => copy(`devicestream hub show --name ${page.hub} --query properties.limits`)));
    form.replaceChildren(tools, make("fieldset", {}, make("legend", {}, "For the hub"), ...fields(hub.properties.limits, [])),
      may.own ? make("button", { type: "submit", textContent: "Save" }) : make("p", {}, "Changing them needs the role owner."));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(async () => {
      const wanted = { properties: { limits: read(hub.properties.limits, []) } };
      hub = await ask("PATCH", api, wanted, { "If-Match": `"${hub.etag}"` });
      draw();
      say("Saved");
    });
  });
  guarded(async () => {
    hub = await ask("GET", api);
    draw();
  });
}

for (const one of document.querySelectorAll("button[data-copy]")) {
  one.addEventListener("click", () => copy(one.dataset.copy, one.dataset.what));
}
for (const [id, start] of Object.entries({ devices, live: streams, limits })) if (document.getElementById(id)) start();
