// The Diagnostic settings tab.
"use strict";

function diagnostics() {
  const place = document.getElementById("diagnostics");
  const tested = document.getElementById("tested");
  const form = document.getElementById("setting");
  const field = (id) => document.getElementById(id);
  // A browser asks again by itself so often, to show what is delivered.
  const pollMilliseconds = 5000;
  let rows = [];
  // The setting that is changed; none where a new one is made.
  let present = null;

  const item = (name) => `${api}/diagnosticSettings/${encodeURIComponent(name)}`;

  function told({ kind, name, maximumBytes, maximumFiles, host, port, transport, facility, url }) {
    switch (kind) {
      case "local": return "the hub's own log";
      case "file": return `file ${name}, ${maximumFiles} of ${maximumBytes} bytes at most`;
      case "syslog": return `syslog ${transport}://${host.includes(":") ? `[${host}]` : host}:${port} ${facility}`;
      case "webhook": return `webhook ${url}`;
      default: return kind;
    }
  }

  async function load() {
    let path = `${api}/diagnosticSettings`;
    const found = [];
    while (path) {
      const part = await ask("GET", path);
      found.push(...part.value);
      path = part.nextLink ? pathOf(part.nextLink) : null;
    }
    rows = found;
    draw();
  }

  async function test(setting) {
    tested.className = "";
    tested.textContent = `${visible(setting.name)}: a sample is on its way`;
    try {
      const result = await ask("POST", `${item(setting.name)}/test`);
      const status = result.status ? `, status ${result.status}` : "";
      tested.className = result.succeeded ? "good" : "bad";
      tested.textContent = visible(`${setting.name}: ${result.succeeded ? "taken" : "not taken"} after ${result.durationMs} ms${status}. ${result.message}`);
    } catch (error) {
      tested.textContent = "";
      throw error;
    }
  }

  function remove(setting) {
    const dialog = field("deleting");
    field("deleting-title").textContent = `Delete the setting ${visible(setting.name)}`;
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue !== "delete") return;
      guarded(async () => {
        await ask("DELETE", item(setting.name), undefined, { "If-Match": `"${setting.etag}"` });
        await load();
        say(`${visible(setting.name)} is deleted`);
      });
    };
    dialog.showModal();
  }

  // What does not belong to the kind is neither seen nor asked for.
  function choose() {
    for (const part of form.querySelectorAll("[data-kind]")) {
      part.hidden = part.dataset.kind !== field("kind").value;
      for (const one of part.querySelectorAll("input, select")) one.disabled = part.hidden;
    }
  }

  function edit(setting) {
    present = setting;
    form.reset();
    const to = setting?.destination ?? { kind: "file" };
    field("setting-title").textContent = setting ? `Change ${visible(setting.name)}` : "New setting";
    field("name").value = setting?.name ?? "";
    field("name").readOnly = Boolean(setting);
    field("kind").value = to.kind;
    field("kind").disabled = to.kind === "local";
    for (const [id, content] of [["file-name", to.name], ["file-bytes", to.maximumBytes], ["file-count", to.maximumFiles],
      ["host", to.host], ["transport", to.transport], ["port", to.port], ["facility", to.facility], ["webhook-url", to.url]]) {
      if (content !== undefined) field(id).value = content;
    }
    for (const box of form.elements.categories) box.checked = setting ? setting.categories.includes(box.value) : true;
    field("secret").required = to.kind !== "webhook";
    field("secret-note").textContent = to.kind === "webhook" ? "Empty keeps the present one, which is never shown." : "16 to 256 characters; it is never shown again.";
    choose();
    form.hidden = false;
    field(setting ? "kind" : "name").focus();
  }

  function close() {
    form.reset();
    form.hidden = true;
    field("new-setting").focus();
  }

  const number = (id) => (field(id).value === "" ? undefined : Number(field(id).value));

  function wanted() {
    const kind = field("kind").value;
    const destinations = {
      local: () => ({ kind }),
      file: () => ({ kind, name: field("file-name").value, maximumBytes: number("file-bytes"), maximumFiles: number("file-count") }),
      syslog: () => ({ kind, host: field("host").value, port: number("port"), transport: field("transport").value,
        facility: field("facility").value }),
      webhook: () => ({ kind, url: field("webhook-url").value }),
    };
    const categories = [...form.elements.categories].filter((box) => box.checked).map((box) => box.value);
    const secret = kind === "webhook" && field("secret").value ? field("secret").value : undefined;
    return { categories, destination: destinations[kind](), secret };
  }

  async function save() {
    const name = field("name").value;
    if (!present && rows.some((row) => row.name === name)) {
      throw { message: `There is a setting '${name}' already.`, hint: "Choose another name, or change that one.",
        code: "ResourceConflict", number: 409201, trackingId: "none" };
    }
    await ask("PUT", item(name), wanted(), present ? { "If-Match": `"${present.etag}"` } : {});
    close();
    await load();
    say(`${visible(name)} is saved`);
  }

  function actions(setting) {
    const name = visible(setting.name);
    const isLocal = setting.destination.kind === "local";
    return [
      isLocal ? null : button("Test", `Test the setting ${name}`, () => guarded(() => test(setting))),
      button("Change", `Change the setting ${name}`, () => edit(setting)),
      isLocal ? null : button("Delete", `Delete the setting ${name}`, () => remove(setting)),
    ].filter((one) => one);
  }

  function delivery(row) {
    if (!row.delivery) return "";
    const { delivered, dropped, lastDeliveredAt } = row.delivery;
    return `${delivered} delivered, ${dropped} dropped; the last: ${lastDeliveredAt ? `${time(lastDeliveredAt)} UTC` : "never"}`;
  }

  function draw() {
    table(place, {
      caption: "Diagnostic settings",
      nouns: ["setting", "settings"],
      rows,
      command: `devicestream diagnostic-setting list --name ${page.hub}`,
      columns: [
        { title: "Name", kind: "id", text: (row) => row.name, cells: (row) => [make("code", {}, visible(row.name))] },
        { title: "Categories", text: (row) => row.categories.join(" ") || "none" },
        { title: "Destination", kind: "text", text: (row) => told(row.destination) },
        { title: "Records", text: delivery },
        { title: "Last failure (UTC)", kind: "text", text: (row) => (row.delivery?.lastFailedAt ? `${time(row.delivery.lastFailedAt)} ${row.delivery.lastError ?? ""}` : "") },
        ...(may.own ? [{ title: "Actions", kind: "actions", sign: (row) => row.etag, cells: actions }] : []),
      ],
      key: (row) => row.name,
      empty: ["There is no setting. Make one with: ", make("code", {},
        `devicestream diagnostic-setting create NAME --file streams.jsonl --name ${page.hub}`)],
    });
  }

  if (may.own) {
    field("new-setting").addEventListener("click", () => edit(null));
    field("cancel").addEventListener("click", close);
    field("kind").addEventListener("change", choose);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      guarded(save);
    });
  }
  guarded(load);
  poll(pollMilliseconds, load);
}

diagnostics();
