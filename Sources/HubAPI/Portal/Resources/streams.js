// The Streams tab.
"use strict";

const handshakeSeconds = 60;
// Streams that have ended, of which so many are shown.
const mostEnded = 100;
const chartPoints = 30;

// Bytes in a second, second by second: of two at a time, because those of the hub and those of this page do not begin together.
function rates(points) {
  const steps = points.slice(2).map((value, index) => (value - points[index]) / 2);
  return [...Array(Math.max(0, chartPoints - steps.length)).fill(0), ...steps];
}

function chart(steps) {
  const most = Math.max(1, ...steps);
  const name = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(name, "svg");
  const line = document.createElementNS(name, "polyline");
  const area = document.createElementNS(name, "polygon");
  const points = steps.map((step, index) => `${index},${(9.5 - (step / most) * 9).toFixed(1)}`).join(" ");
  svg.setAttribute("viewBox", `0 0 ${chartPoints - 1} 10`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "chart");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `Traffic of the last ${chartPoints} seconds, ${amount(most)} a second at most`);
  line.setAttribute("points", points);
  area.setAttribute("points", `0,10 ${points} ${chartPoints - 1},10`);
  svg.append(area, line);
  return svg;
}

function streams() {
  const live = document.getElementById("live");
  const recent = document.getElementById("recent");
  const dialog = document.getElementById("closing");
  const history = new Map();
  const known = new Map();
  // How far the hub's clock is ahead of this machine's, in milliseconds.
  let ahead = 0;
  // Whether the next event is the first of its connection.
  let isFirst = true;

  const hasEnded = (stream) => stream.state === "ended";
  const sum = (stream) => stream.bytes.fromDevice + stream.bytes.fromService;

  // Seconds until the stage fails unless it is done; `null` where nothing is waited for.
  function left(stream) {
    if (!stream.stageEndsAt) return null;
    return Math.max(0, Math.ceil((Date.parse(stream.stageEndsAt) - ahead - Date.now()) / 1000));
  }

  function state(stream) {
    const seconds = left(stream);
    return seconds === null ? stream.state : `${stream.state}, ${seconds} s left${stream.stage ? ` for ${stream.stage}` : ""}`;
  }

  function stateCells(stream) {
    const seconds = left(stream);
    if (seconds === null) return [make("span", { className: `dot${stream.state === "established" ? " good" : ""}` }, visible(stream.state))];
    return [...lines(stream.state, `${seconds} s left for ${visible(stream.stage)}`),
      make("progress", { max: handshakeSeconds, value: seconds, "aria-label": "Time that is left" })];
  }

  function close(stream) {
    document.getElementById("closing-title").textContent = `Close the stream to ${visible(stream.deviceId)}`;
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

  const log = (row) => logLink("trackingId", row.trackingId, "Log", `Records of the stream ${visible(row.streamId)}`);

  const device = { title: "Device", kind: "id", text: (row) => row.deviceId + (row.moduleId ? `/${row.moduleId}` : ""),
    cells: (row) => [make("code", {}, visible(row.deviceId + (row.moduleId ? `/${row.moduleId}` : "")))] };
  const stream = { title: "Stream", text: (row) => row.streamName + (row.service ? ` (${row.service})` : ""),
    cells: (row) => lines(row.streamName, row.service) };
  const by = { title: "By", text: (row) => `${row.caller} ${row.callerAddress}`, cells: (row) => lines(row.caller, row.callerAddress) };
  const why = { title: "Reason", kind: "text", text: (row) => row.reason ?? "" };
  const bytes = { title: "Bytes", kind: "plain", text: (row) => `${row.bytes.fromService} to the device, ${row.bytes.fromDevice} to the service`,
    cells: (row) => [
      make("span", { className: "line", title: `${row.bytes.fromService} bytes` }, `${amount(row.bytes.fromService)} to the device`),
      make("span", { className: "line", title: `${row.bytes.fromDevice} bytes` }, `${amount(row.bytes.fromDevice)} to the service`)] };

  const newestFirst = () => [...known.values()].sort((one, other) => Date.parse(other.openedAt) - Date.parse(one.openedAt));

  // Each event is a page of streams that have changed; the first, of all that are shown.
  function take({ value }) {
    for (const one of value) {
      known.set(one.streamId, one);
      if (!hasEnded(one)) ahead = Date.parse(one.openedAt) + one.durationMs - Date.now();
    }
    for (const one of newestFirst().filter(hasEnded).slice(mostEnded)) known.delete(one.streamId);
    for (const id of history.keys()) if (!known.has(id) || hasEnded(known.get(id))) history.delete(id);
  }

  // A chart goes on also where nothing is sent.
  function measure() {
    for (const one of known.values()) {
      if (hasEnded(one)) continue;
      history.set(one.streamId, [...(history.get(one.streamId) ?? []), sum(one)].slice(-chartPoints - 2));
    }
  }

  const traffic = { title: "Traffic", sign: (row) => (history.get(row.streamId) ?? []).join(), cells: (row) => {
    const steps = rates(history.get(row.streamId) ?? []);
    return [chart(steps), ...lines(`${amount(steps.at(-1))}/s`)];
  } };

  function draw() {
    const found = newestFirst();
    table(live, {
      caption: "Live streams",
      nouns: ["stream", "streams"],
      rows: found.filter((one) => !hasEnded(one)),
      command: `devicestream stream watch --name ${page.hub} --output table`,
      columns: [device, stream,
        { title: "State", kind: "plain", text: state, cells: stateCells },
        { title: "Opened (UTC)", kind: "plain", text: (row) => time(row.openedAt), cells: (row) => lines(...time(row.openedAt).split(" ").reverse()) }, by, why, bytes, traffic,
        { title: "Actions", kind: "actions", sign: (row) => row.streamId, cells: (row) => [
          may.operate ? button("Close", `Close the stream ${visible(row.streamId)}`, () => close(row)) : null, log(row)]
          .filter((one) => one) }],
      key: (row) => row.streamId,
      empty: ["No stream is open. Open one with: ", make("code", {}, `devicestream forward DEVICE -L 2222:ssh --name ${page.hub}`)],
    });
    table(recent, {
      caption: "Recent streams",
      nouns: ["stream", "streams"],
      rows: found.filter(hasEnded),
      command: `devicestream stream list --name ${page.hub} --state ended`,
      columns: [device, stream,
        { title: "Ended (UTC)", kind: "plain", text: (row) => `${time(row.endedAt)} after ${duration(row.durationMs)}`,
          cells: (row) => lines(time(row.endedAt), `after ${duration(row.durationMs)}`) },
        { title: "Why it ended", kind: "text", text: (row) => [row.resultCode, row.closeReason].filter((one) => one).join(": "),
          cells: (row) => lines(row.closeReason ?? row.resultCode, row.closeReason ? row.resultCode : null) },
        by, why, bytes,
        { title: "Actions", kind: "actions", sign: (row) => row.streamId, cells: (row) => [log(row)] }],
      key: (row) => row.streamId,
      empty: ["No stream has ended yet. Try a device with: ", make("code", {}, `devicestream stream test DEVICE --name ${page.hub}`)],
    });
  }

  follow(`${api}/streams/events`, {
    place: document.getElementById("following"),
    begin: () => { isFirst = true; },
    take: (changed) => {
      if (isFirst) known.clear();
      isFirst = false;
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
