// Draws the figures of a page from the numbers that stand in it, and gives each as an SVG file.
const INK = "#14202e";
const BLUE = "#0b3a6f";
const PALE = "#a9bdd6";
const GOLD = "#c8961e";
const style = { fontFamily: '"Golos Text Variable", "Noto Sans", arial, sans-serif', fontSize: "13px", color: INK };

// A count with its thousands apart as the page's language has it.
const counted = (count) => (document.documentElement.lang === "en" ? count.toLocaleString("en") : count.toLocaleString("ru"));
const percent = (share) => Math.round(share * 100);

function common(width) {
  return { width, style, className: "rr-plot-svg", marginLeft: 56, marginBottom: 56 };
}

// Words in lines of about so many letters, so that a long name has room beside its bar.
function inLines(words, letters) {
  const lines = [""];
  for (const word of words.split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.join("\n");
}

const draw = {
  flow(data, width) {
    const rows = data.rows.map((row) => ({ ...row, month: new Date(row.month) }));
    const every = Math.ceil(rows.length / (width < 500 ? 3 : 6));
    return Plot.plot({
      ...common(width),
      height: 240,
      x: { type: "utc", label: null, tickFormat: (day) => `${String(day.getUTCMonth() + 1).padStart(2, "0")}.${day.getUTCFullYear()}`, ticks: rows.map((row) => row.month).filter((_, place) => place % every === 0) },
      y: { label: data.axis, grid: true, nice: true, zero: true, ticks: Math.min(5, Math.max(...rows.map((row) => row.acts))), tickFormat: "d" },
      marks: [Plot.ruleY([0], { stroke: INK }), Plot.rectY(rows, { x: "month", y: "acts", interval: "month", fill: BLUE, insetLeft: 0.5, insetRight: 0.5 })],
    });
  },
  shares(data, width) {
    const narrow = width < 500;
    const letters = Math.max(...data.rows.flatMap((row) => row.name.split(" ")).map((word) => word.length));
    return Plot.plot({
      ...common(width),
      height: 76 + 38 * Math.max(1, data.rows.length),
      marginLeft: narrow ? Math.max(110, letters * 8 + 8) : 200,
      marginTop: 8,
      x: { domain: [0, 100], label: narrow ? "%" : data.axis, grid: true },
      y: { label: null, domain: data.rows.map((row) => row.name), tickSize: 0, tickFormat: (name) => inLines(name, narrow ? 14 : 28) },
      marks: [
        Plot.barX(data.rows, { x: (row) => percent(row.share), y: "name", fill: PALE, insetTop: 6, insetBottom: 6 }),
        Plot.link(data.rows, { x1: (row) => row.low * 100, x2: (row) => row.high * 100, y1: "name", y2: "name", stroke: BLUE, strokeWidth: 2 }),
        Plot.text(data.rows, { x: (row) => row.high * 100, y: "name", text: (row) => `${percent(row.share)}`, dx: 6, textAnchor: "start", fill: INK }),
      ],
    });
  },
  survival(data, width) {
    const rows = [{ days: 0, open: 1, low: 1, high: 1 }, ...data.rows];
    const marks = [
      Plot.areaY(rows, { x: "days", y1: (row) => row.low * 100, y2: (row) => row.high * 100, curve: "step-after", fill: PALE, fillOpacity: 0.5 }),
      Plot.lineY(rows, { x: "days", y: (row) => row.open * 100, curve: "step-after", stroke: BLUE, strokeWidth: 2 }),
    ];
    if (data.median !== null) marks.push(Plot.ruleX([data.median], { stroke: GOLD, strokeWidth: 2, strokeDasharray: "4 3" }));
    return Plot.plot({ ...common(width), height: 280, x: { label: data.axis, grid: true, tickFormat: counted, ticks: width < 500 ? 4 : 6 }, y: { domain: [0, 100], label: data.vertical, grid: true }, marks });
  },
  reliability(data, width) {
    const size = Math.min(width, 480);
    return Plot.plot({
      ...common(size),
      height: size,
      x: { domain: [0, 100], label: data.axis, grid: true },
      y: { domain: [0, 100], label: data.vertical, grid: true },
      marks: [
        Plot.line([[0, 0], [100, 100]], { stroke: GOLD, strokeWidth: 2, strokeDasharray: "4 3" }),
        Plot.link(data.rows, { x1: (row) => row.said * 100, x2: (row) => row.said * 100, y1: (row) => row.low * 100, y2: (row) => row.high * 100, stroke: PALE, strokeWidth: 3 }),
        Plot.dot(data.rows, { x: (row) => row.said * 100, y: (row) => row.was * 100, r: 5, fill: BLUE }),
      ],
    });
  },
};

function drawAll() {
  for (const figure of document.querySelectorAll("figure[data-plot]")) {
    const canvas = figure.querySelector("[data-canvas]");
    const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
    const make = draw[figure.dataset.plot];
    if (!make || !data.rows.length) continue;
    const picture = make(data, Math.max(260, Math.min(760, canvas.clientWidth)));
    for (const inner of picture.querySelectorAll("[aria-label], [aria-description]")) {
      inner.removeAttribute("aria-label");
      inner.removeAttribute("aria-description");
    }
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
    canvas.replaceChildren(picture);
    const button = document.querySelector(`button[data-svg="${figure.dataset.name}"]`);
    if (button) {
      button.hidden = false;
      button.onclick = () => save(picture, figure.dataset.name);
    }
  }
}

function save(picture, name) {
  const copy = picture.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const file = new Blob([copy.outerHTML], { type: "image/svg+xml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `${name}.svg`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

drawAll();
let width = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  drawAll();
});
