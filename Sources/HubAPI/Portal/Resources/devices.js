// The Devices tab.
"use strict";

function devices() {
  const place = document.getElementById("devices");
  const filter = document.getElementById("device-filter");
  const tested = document.getElementById("tested");
  const dialog = document.getElementById("keys");
  const value = (id) => document.getElementById(id).value;
  const more = button("More", "Show more devices", () => guarded(() => load(next)));
  // A browser asks again by itself so often, to show who is connected.
  const pollMilliseconds = 5000;
  const pageRows = 100;
  const mostPolledRows = 1000;
  let rows = [];
  let next = null;
  let wanted = [];
  // Counts what changed the rows: an answer that was asked for before is old.
  let turn = 0;
  more.hidden = true;
  place.after(more);

  // Names of parameters, the options of the command line that do the same, and what is wanted.
  function filters() {
    return [["prefix", "prefix", value("prefix")], ["status", "status", value("status")],
      ["connectionState", "connection-state", value("connection")], ["tag", "tag", value("tag").trim()]].filter(([, , text]) => text);
  }

  function path(top) {
    return `${api}/devices?${query([...wanted.map(([name, , text]) => [name, text]), ["$top", String(top)]])}`;
  }

  const item = (device) => `${api}/devices/${encodeURIComponent(device.deviceId)}`;

  async function load(from) {
    const present = ++turn;
    if (!from) wanted = filters();
    const found = await ask("GET", from || path(pageRows));
    if (present !== turn) return;
    keep(from ? rows.concat(found.value) : found.value, found);
  }

  function keep(found, { nextLink }) {
    rows = found;
    next = nextLink ? pathOf(nextLink) : null;
    draw();
  }

  async function refresh() {
    if (rows.length > mostPolledRows) return;
    const present = turn;
    const found = await ask("GET", path(Math.max(pageRows, rows.length)));
    if (present === turn) keep(found.value, found);
  }

  async function set(device, status) {
    turn += 1;
    const changed = await ask("PATCH", item(device), { status }, { "If-Match": `"${device.etag}"` });
    turn += 1;
    rows = rows.map((row) => (row.deviceId === changed.deviceId ? changed : row));
    draw();
    say(`${visible(device.deviceId)} is ${status}`);
  }

  async function keys(device) {
    const [pair, text] = await Promise.all([ask("GET", `${item(device)}/keys`), ask("GET", `${item(device)}/connectionString`)]);
    const list = document.getElementById("keys-list");
    list.replaceChildren();
    for (const [title, secret] of [["Connection string", text.connectionString], ["Primary key", pair.primaryKey],
      ["Secondary key", pair.secondaryKey]]) {
      list.append(make("dt", {}, title), make("dd", {}, make("code", {}, secret), " ",
        button("Copy", `Copy the ${title.toLowerCase()}`, () => copy(secret, `the ${title.toLowerCase()}`))));
    }
    const command = `devicestream device connection-string --name ${page.hub}${option("device-id", device.deviceId)} --output tsv`;
    list.append(make("dt", {}, "CLI"), make("dd", {}, make("code", {}, visible(command)), " ",
      button("Copy", "Copy the command for the connection string", () => copy(command))));
    document.getElementById("keys-title").textContent = `Keys of ${visible(device.deviceId)}`;
    // A key is on the page no longer than it is looked at.
    dialog.onclose = () => list.replaceChildren();
    dialog.showModal();
  }

  // The agent has an echo in itself; a device of an SDK need not confirm that it has.
  async function test(device) {
    const id = visible(device.deviceId);
    const begin = performance.now();
    tested.className = "";
    tested.textContent = `${id}: asked for a stream`;
    try {
      const grant = await ask("POST", `${item(device)}/streams`, { streamName: "portal-test", service: "echo", anyService: true,
        reason: "test from the portal" });
      const took = Math.round(performance.now() - begin);
      await ask("POST", `${api}/streams/${encodeURIComponent(grant.streamId)}/close`, { reason: "the test is over" });
      tested.className = "good";
      tested.replaceChildren(`${id} accepted a stream after ${took} ms. How fast bytes go: `,
        make("code", {}, visible(`devicestream stream test --name ${page.hub}${option("device-id", device.deviceId)}`)));
    } catch (error) {
      tested.textContent = "";
      throw error;
    }
  }

  function actions(device) {
    const id = visible(device.deviceId);
    const isOn = device.status === "enabled";
    const some = [];
    if (may.operate) {
      some.push(button("Test stream", `Open a test stream to ${id}`, () => guarded(() => test(device))));
      some.push(button(isOn ? "Disable" : "Enable", `${isOn ? "Disable" : "Enable"} ${id}`,
        () => guarded(() => set(device, isOn ? "disabled" : "enabled"))));
    }
    if (may.readKeys && device.authentication.type === "sas") {
      some.push(button("Keys", `Show the keys of ${id}`, () => guarded(() => keys(device))));
    }
    some.push(logLink("deviceId", device.deviceId, "Log", `Records of ${id}`));
    return some;
  }

  const tags = (row) => Object.entries(row.tags).map(([name, tag]) => `${name}=${tag}`);

  function draw() {
    const create = make("code", {}, `devicestream device create press-07 --name ${page.hub}`);
    const run = make("code", {}, "devicestream agent run --connection-string-file FILE --service ssh=127.0.0.1:22");
    table(place, {
      caption: "Devices",
      nouns: ["device", "devices"],
      rows,
      command: `devicestream device list --name ${page.hub}${wanted.map(([, name, text]) => option(name, text)).join("")}`,
      columns: [
        { title: "Device", kind: "id", text: (row) => row.deviceId, cells: (row) => [make("code", {}, visible(row.deviceId))] },
        { title: "Status", kind: "text", text: (row) => row.status + (row.statusReason ? `: ${row.statusReason}` : ""), cells: (row) =>
          lines(make("span", { className: row.status === "enabled" ? "" : "warned" }, visible(row.status)), row.statusReason) },
        { title: "Connection", kind: "plain", text: (row) => row.connectionState, cells: (row) => [make("span",
          { className: `dot${row.connectionState === "Connected" ? " good" : ""}` }, visible(row.connectionState))] },
        { title: "Last activity (UTC)", kind: "plain", text: (row) => time(row.lastActivityTime) },
        { title: "Signs in with", text: (row) => row.authentication.type },
        { title: "Tags", kind: "text", text: (row) => tags(row).join(" "), cells: (row) => tags(row).map((tag) =>
          make("span", { className: "line" }, visible(tag))) },
        { title: "Actions", kind: "actions", sign: (row) => row.etag, cells: actions },
      ],
      key: (row) => row.deviceId,
      empty: wanted.length > 0 ? ["No device is like that. Clear a field and search again, or make one: ", create]
        : ["This hub has no device yet. Make one: ", create, ", and beside it run: ", run],
    });
    more.hidden = !next;
  }

  filter.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(() => load());
  });
  guarded(() => load());
  poll(pollMilliseconds, refresh);
}

devices();
