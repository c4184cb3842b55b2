// The Streams tab.
"use strict";

const handshakeSeconds = 60;
// Streams that have ended, of which so many are shown.
const mostEnded = 100;
const chartPoints = 30;

function streams() {
  const live = document.getElementById("live");
  const recent = document.getElementById("recent");
  const dialog = document.getElementById("closing");
  const history = new Map();
  const known = new Map();

  const hasEnded = (stream) => stream.state === "ended";
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
        take({ value: [await ask("POST", `${api}/streams/${encodeURIComponent(stream.streamId)}/close`, reason ? { reason } : {})] });
        draw();
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

  const newestFirst = () => [...known.values()].sort((one, other) => Date.parse(other.openedAt) - Date.parse(one.openedAt));

  // Each event is a page of streams that have changed; the first, of all that are shown.
  function take({ value }) {
    for (const stream of value) known.set(stream.streamId, stream);
    for (const stream of newestFirst().filter(hasEnded).slice(mostEnded)) known.delete(stream.streamId);
    for (const id of history.keys()) if (!known.has(id) || hasEnded(known.get(id))) history.delete(id);
  }

  // A chart goes on also where nothing is sent.
  function measure() {
    for (const stream of known.values()) {
      if (hasEnded(stream)) continue;
      history.set(stream.streamId, [...(history.get(stream.streamId) ?? []), sum(stream)].slice(-chartPoints - 1));
    }
  }

  function draw() {
    const found = newestFirst();
    const running = found.filter((stream) => !hasEnded(stream));
    table(live, {
      caption: "Live streams",
      rows: running,
      command: `devicestream stream list --name ${page.hub}`,
      columns: [...columns, { title: "Traffic", sign: (row) => (history.get(row.streamId) ?? []).join(), cells: (row) => [chart(row)] },
        ...(may.operate ? [{ title: "Actions", sign: (row) => row.streamId, cells: (row) => [
          button("Close", `Close the stream ${visible(row.streamId)}`, () => close(row))] }] : [])],
      key: (row) => row.streamId,
      empty: ["No stream is open. Open one with: ", make("code", {}, `devicestream forward DEVICE -L 2222:ssh --name ${page.hub}`)],
    });
    table(recent, {
      caption: "Recent streams",
      rows: found.filter(hasEnded),
      command: `devicestream stream list --name ${page.hub} --state ended`,
      columns: [...columns.filter((column) => column.title !== "State"), { title: "Ended", text: (row) =>
        `${time(row.endedAt)} ${row.resultCode ?? ""} ${row.closeReason ?? ""}` }],
      key: (row) => row.streamId,
      empty: ["No stream has ended lately."],
    });
  }

  follow(`${api}/streams/events`, {
    begin: () => {
      known.clear();
      history.clear();
    },
    take: (changed) => {
      take(changed);
      draw();
    },
    refused: show,
  });
  draw();
  // Countdowns and charts go on by themselves.
  setInterval(() => {
    measure();
    draw();
  }, 1000);
}

streams();
