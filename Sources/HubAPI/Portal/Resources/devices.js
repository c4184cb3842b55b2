// The Devices tab.
"use strict";

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
    const wanted = [["prefix", value("prefix")], ["status", value("status")], ["connectionState", value("connection")], ["$top", "100"]];
    return `${api}/devices?${query(wanted)}`;
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

devices();
