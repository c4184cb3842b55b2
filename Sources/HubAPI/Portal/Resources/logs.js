// The Logs tab.
"use strict";

// So many records are shown at most; a browser draws them without a pause.
const mostRecords = 1000;
const pageRecords = 100;
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
  const shown = /^\s*[=+@-]/.test(text) ? `'${text}` : text;
  return /[",']/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

function csv(records) {
  const rows = records.map(membersOf);
  const names = [...new Set(rows.flatMap(Object.keys))];
  return [names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");
}

function logs() {
  const place = document.getElementById("logs");
  const live = document.getElementById("live");
  const rest = document.getElementById("rest");
  const value = (id) => document.getElementById(id).value;
  const more = button("More", "Show more records", () => guarded(() => load(next)));
  // Fields of the filter, parameters of the API and options of the command line that mean the same.
  const fields = [["from", "from", "from"], ["to", "to", "to"], ["category", "category", "category"], ["level", "level", "level"],
    ["device", "deviceId", "device"], ["tracking", "trackingId", "tracking-id"], ["result", "result", "result"], ["text", "text", "text"]];
  let rows = [];
  let next = null;
  let arrived = [];
  let drawing = null;
  let end = null;
  let search = 0;
  // The newest record before what is not read yet: that of a break, 0 where nothing has been read; `null` where all is.
  let unread = null;
  more.hidden = true;
  rest.after(more);

  function filters() {
    return fields.map(([id, name, opt]) => {
      const text = id === "text" ? value(id) : value(id).trim();
      const isTime = id === "from" || id === "to";
      // A browser leaves seconds out where they are zero.
      return [name, opt, isTime && text ? `${text}${text.length === 16 ? ":00" : ""}Z` : text];
    }).filter(([, , text]) => text);
  }

  let wanted = filters();
  const parameters = () => wanted.map(([name, , text]) => [name, text]);
  const firstPath = () => `${api}/logs?${query([...parameters(), ["$top", String(pageRecords)]])}`;
  const command = (verb) => `devicestream log ${verb} --name ${page.hub}${wanted.map(([, name, text]) => option(name, text)).join("")}`;

  // The newest first, each once, whether it was asked for or came by itself.
  function merge(records) {
    const known = new Map([...rows, ...records].map((record) => [record.sequence, record]));
    rows = [...known.values()].sort((one, other) => other.sequence - one.sequence);
    if (rows.length > mostRecords && live.checked) rows = rows.slice(0, mostRecords);
    draw();
  }

  async function load(from) {
    const present = search;
    const found = await ask("GET", from);
    if (present !== search) return;
    next = found.nextLink ? pathOf(found.nextLink) : null;
    merge(found.value);
  }

  // Reads the records that came while nothing was followed, page by page, until they meet those that are shown.
  //
  // Where that are more than are shown at all, older ones go: what is shown has no gap.
  async function catchUp() {
    const present = search;
    flush();
    unread ??= rows[0]?.sequence ?? 0;
    const newest = unread;
    const found = [];
    let path = firstPath();
    let meets = false;
    try {
      while (path && !meets && found.length < mostRecords) {
        const part = await ask("GET", path);
        if (present !== search) return;
        found.push(...part.value);
        path = part.nextLink ? pathOf(part.nextLink) : null;
        meets = newest === 0 || part.value.some((record) => record.sequence <= newest);
      }
    } catch (error) {
      draw();
      throw error;
    }
    unread = null;
    if (!meets || newest === 0) {
      const oldest = found.at(-1)?.sequence ?? 0;
      rows = rows.filter((record) => record.sequence > oldest);
      next = path;
    }
    merge(found);
  }

  function flush() {
    clearTimeout(drawing);
    drawing = null;
    if (arrived.length > 0) merge(arrived.splice(0));
  }

  function take(record) {
    arrived.push(record);
    if (arrived.length > mostRecords) arrived.shift();
    drawing ??= setTimeout(flush, drawMilliseconds);
  }

  async function start() {
    end?.();
    end = null;
    clearTimeout(drawing);
    drawing = null;
    search += 1;
    [rows, arrived, next, unread, wanted] = [[], [], null, null, filters()];
    show(null);
    draw();
    // A page that is loaded again, or kept as a bookmark, shows the same.
    history.replaceState(null, "", wanted.length > 0 ? `#${query(parameters())}` : location.pathname);
    if (!live.checked) return load(firstPath());
    // What is there is asked for once the hub sends what comes: so nothing falls between them.
    end = follow(`${api}/logs/tail?${query(parameters())}`, { place: document.getElementById("following"), begin: catchUp, take, refused: show });
  }

  // The filter that another page, or a bookmark, has asked for.
  function fillIn() {
    const given = new URLSearchParams(location.hash.slice(1).replaceAll("+", "%2B"));
    for (const [id, name] of fields) {
      const text = given.get(name) ?? "";
      document.getElementById(id).value = id === "from" || id === "to" ? text.replace("Z", "") : text;
    }
  }

  // The search goes on before the oldest record that is shown.
  function older() {
    const oldest = Date.parse(rows.at(-1).TimeGenerated);
    live.checked = false;
    // All of that second again, rather than one record of it too few.
    document.getElementById("to").value = new Date((Math.floor(oldest / 1000) + 1) * 1000).toISOString().slice(0, 19);
    guarded(start);
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

  function tellRest() {
    rest.hidden = false;
    if (unread !== null) {
      rest.replaceChildren("Records are missing here: they could not be read. ", button("Read them", "Read the records that are missing", () => guarded(catchUp)));
    } else if (rows.length >= mostRecords) {
      rest.replaceChildren(`The newest ${rows.length} records of this search are shown. `, button("Show older ones", "Show older records", older));
    } else {
      rest.hidden = true;
    }
  }

  function draw() {
    table(place, {
      caption: "Records",
      nouns: ["record", "records"],
      rows,
      command: command(live.checked ? "tail" : "list"),
      columns: [
        { title: "Time (UTC)", kind: "plain", text: (row) => time(row.TimeGenerated) },
        { title: "Level", kind: "plain", text: (row) => row.Level, cells: (row) => [make("span", { className: levels[row.Level] ?? "" }, visible(row.Level))] },
        { title: "Operation", kind: "plain", text: (row) => `${row.Category} ${row.OperationName}`, cells: (row) => lines(row.OperationName, row.Category) },
        { title: "Device", kind: "id", text: (row) => row.properties.deviceId ?? "",
          cells: (row) => (row.properties.deviceId ? [make("code", {}, visible(row.properties.deviceId))] : []) },
        { title: "Result", kind: "plain", text: (row) => row.ResultType },
        { title: "What happened", kind: "text", text: (row) => row.ResultDescription },
        { title: "Reason", kind: "text", text: (row) => row.properties.reason ?? "" },
        { title: "Record", kind: "actions", sign: (row) => row.hash, cells: (row) => [
          button("Open", `Open the record ${row.sequence}`, () => open(row))] },
      ],
      key: (row) => row.sequence,
      open,
      empty: [wanted.length > 0 ? "No record is like that. Clear a field and search again; " : "Nothing is on record yet; ",
        "one is written when a device connects, and when a stream is asked for: ",
        make("code", {}, `devicestream stream test DEVICE --name ${page.hub}`)],
    });
    tellRest();
    more.hidden = !next || unread !== null || rows.length >= mostRecords;
  }

  document.getElementById("log-filter").addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(start);
  });
  live.addEventListener("change", () => guarded(start));
  addEventListener("hashchange", () => {
    fillIn();
    guarded(start);
  });
  document.getElementById("export-json").addEventListener("click", () => download(`${page.hub}-logs.jsonl`,
    new Blob(rows.map((record) => JSON.stringify(record) + "\n"), { type: "application/x-ndjson" })));
  document.getElementById("export-csv").addEventListener("click", () => download(`${page.hub}-logs.csv`, new Blob([csv(rows)], { type: "text/csv" })));
  fillIn();
  guarded(start);
}

logs();
