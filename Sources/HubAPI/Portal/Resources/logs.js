// The Logs tab.
"use strict";

// So many records are shown at most; a browser draws them without a pause.
const mostRecords = 1000;
const drawMilliseconds = 100;

// What a record holds, name by name; `properties_s` says nothing that the properties do not.
function membersOf(record) {
  const { properties, properties_s: _, ...columns } = record;
  return { ...columns, ...properties };
}

function textOf(value) {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}

// A cell that a spreadsheet takes for text: one that begins like a formula is led by an apostrophe.
function csvCell(value) {
  const text = visible(textOf(value));
  const shown = /^[=+@-]/.test(text) ? `'${text}` : text;
  return /[",']/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

function csv(records) {
  const lines = records.map(membersOf);
  const names = [...new Set(lines.flatMap(Object.keys))];
  return [names, ...lines.map((line) => names.map((name) => line[name]))].map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

function download(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], { type }));
  make("a", { href: url, download: name }).click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function logs() {
  const place = document.getElementById("logs");
  const live = document.getElementById("live");
  const value = (id) => document.getElementById(id).value;
  const more = button("More", "Show more records", () => guarded(() => load(next)));
  let rows = [];
  let next = null;
  let arrived = [];
  let drawing = null;
  let end = null;
  let search = 0;
  more.hidden = true;
  place.after(more);

  // Names of parameters, the options of the command line that do the same, and what is wanted.
  function filters() {
    // A browser leaves seconds out where they are zero.
    const moment = (id) => value(id) && `${value(id)}${value(id).length === 16 ? ":00" : ""}Z`;
    return [["from", "from", moment("from")], ["to", "to", moment("to")], ["category", "category", value("category")],
      ["level", "level", value("level")], ["deviceId", "device", value("device").trim()],
      ["trackingId", "tracking-id", value("tracking").trim()], ["result", "result", value("result").trim()],
      ["text", "text", value("text")]].filter(([, , wanted]) => wanted);
  }

  let wanted = filters();
  const parameters = () => wanted.map(([name, , text]) => [name, text]);

  function command() {
    const verb = live.checked ? "tail" : "list";
    // With '=', a text that begins with '-' is no option.
    return [`devicestream log ${verb} --name ${page.hub}`, ...wanted.map(([, option, text]) => `--${option}=${word(text)}`)].join(" ");
  }

  // The newest first, each once, whether it was asked for or came by itself.
  function merge(records) {
    const known = new Map([...rows, ...records].map((record) => [record.sequence, record]));
    const sorted = [...known.values()].sort((one, other) => other.sequence - one.sequence);
    rows = live.checked ? sorted.slice(0, mostRecords) : sorted;
    draw();
  }

  async function load(from) {
    const present = search;
    const found = await ask("GET", from || `${api}/logs?${query([...parameters(), ["$top", "100"]])}`);
    if (present !== search) return;
    // What is followed goes on at the top; where its older records end does not change with it.
    if (from || rows.length === 0) next = found.nextLink ? pathOf(found.nextLink) : null;
    merge(found.value);
  }

  function take(record) {
    arrived.push(record);
    if (arrived.length > mostRecords) arrived.shift();
    drawing ??= setTimeout(() => {
      drawing = null;
      merge(arrived.splice(0));
    }, drawMilliseconds);
  }

  async function start() {
    end?.();
    end = null;
    clearTimeout(drawing);
    drawing = null;
    search += 1;
    [rows, arrived, next, wanted] = [[], [], null, filters()];
    show(null);
    if (!live.checked) return load();
    // What is there is asked for once the hub sends what comes: so nothing falls between them.
    end = follow(`${api}/logs/tail?${query(parameters())}`, { begin: () => load(), take, refused: show });
  }

  function open(record) {
    const list = document.getElementById("record-list");
    list.replaceChildren(...Object.entries(membersOf(record)).flatMap(([name, content]) => [make("dt", {}, visible(name)),
      make("dd", {}, make("code", {}, visible(textOf(content))))]));
    document.getElementById("record-tools").replaceChildren(
      button("JSON", `Copy the record ${record.sequence} as JSON`, () => copy(JSON.stringify(record, null, 2), "the JSON")),
      button("CLI", `Copy the command for the record ${record.sequence}`,
        () => copy(`devicestream log show ${record.sequence} --name ${page.hub}`)));
    document.getElementById("record-title").textContent = `Record ${record.sequence}`;
    document.getElementById("record").showModal();
  }

  const levels = { Error: "bad", Warning: "warned" };

  function draw() {
    table(place, {
      caption: "Records",
      rows,
      command: command(),
      columns: [
        { title: "Time", text: (row) => time(row.TimeGenerated) },
        { title: "Level", text: (row) => row.Level, cells: (row) => [make("span", { className: levels[row.Level] ?? "" }, visible(row.Level))] },
        { title: "Operation", text: (row) => `${row.Category} ${row.OperationName}` },
        { title: "Device", text: (row) => row.properties.deviceId ?? "",
          cells: (row) => [make("code", {}, visible(row.properties.deviceId))] },
        { title: "Result", text: (row) => row.ResultType },
        { title: "What happened", text: (row) => row.ResultDescription },
        { title: "Reason", text: (row) => row.properties.reason ?? "" },
        { title: "Record", sign: (row) => row.hash, cells: (row) => [
          button("Open", `Open the record ${row.sequence}`, () => open(row))] },
      ],
      key: (row) => row.sequence,
      empty: ["No record is like that. One is written when a device connects, and when a stream is asked for: ",
        make("code", {}, `devicestream stream test DEVICE --name ${page.hub}`)],
    });
    more.hidden = !next || rows.length >= mostRecords;
  }

  document.getElementById("log-filter").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(start);
  });
  live.addEventListener("change", () => guarded(start));
  document.getElementById("export-json").addEventListener("click", () => download(`${page.hub}-logs.jsonl`, "application/x-ndjson",
    rows.map((record) => JSON.stringify(record) + "\n").join("")));
  document.getElementById("export-csv").addEventListener("click", () => download(`${page.hub}-logs.csv`, "text/csv", csv(rows)));
  guarded(start);
}

logs();
