// The camera's picture, and what was found in it drawn over it.

const STALE_MS = 2000;
// A page that is seen is drawn sooner than that.
const HIDDEN_MS = 100;
// A foot's lines are drawn for a picture whose shorter side is this long, and grow with it.
const DESIGN_PX = 480;

export class Picture {
  #canvas;
  #shown;
  #marks = {};
  #words = {};
  #mirror = false;
  #image = null;
  #waiting = null;
  #busy = false;
  #since = performance.now();

  // `shown` is called with the number of each picture that was drawn, or passed over for a newer one.
  constructor(canvas, shown) {
    this.#canvas = canvas;
    this.#shown = shown;
    new ResizeObserver(() => this.#draw()).observe(canvas);
  }

  set({ mirror, words }) {
    this.#mirror = mirror;
    this.#words = { left: words["page.mark.left"], right: words["page.mark.right"] };
  }

  // Whether no picture has come for so long that the one on the screen is no longer true.
  get stale() {
    return performance.now() - this.#since > STALE_MS;
  }

  get aspect() {
    return this.#image ? this.#image.width / this.#image.height : null;
  }

  async show(picture) {
    this.#waiting = picture;
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting) {
      const { number, jpeg } = this.#waiting;
      this.#waiting = null;
      try {
        const image = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" }));
        await nextDraw();
        this.#image?.close();
        this.#image = image;
        this.#since = performance.now();
        this.#draw();
      } catch (error) {
        console.warn("a picture could not be drawn", error);
      }
      this.#shown(number);
    }
    this.#busy = false;
  }

  mark(marks) {
    this.#marks = marks;
  }

  #draw() {
    const canvas = this.#canvas;
    if (!this.#image || !canvas.clientWidth || !canvas.clientHeight) return;
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const pen = canvas.getContext("2d", { alpha: false });
    const scale = Math.min(width / this.#image.width, height / this.#image.height);
    const box = { width: this.#image.width * scale, height: this.#image.height * scale };
    const left = (width - box.width) / 2;
    const top = (height - box.height) / 2;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.fillStyle = "#0c1114";
    pen.fillRect(0, 0, width, height);
    if (this.#mirror) pen.setTransform(-1, 0, 0, 1, width, 0);
    pen.drawImage(this.#image, left, top, box.width, box.height);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    const place = ([x, y]) => [left + (this.#mirror ? 1 - x : x) * box.width, top + y * box.height];
    const unit = Math.min(box.width, box.height) / DESIGN_PX;
    for (const [side, marks] of Object.entries(this.#marks)) drawMarks(pen, marks, side, this.#words[side], place, unit);
  }
}

// When the browser draws next; it draws no page that is hidden, whose pictures are to be taken all the same.
function nextDraw() {
  return new Promise((done) => {
    requestAnimationFrame(done);
    setTimeout(done, document.hidden ? 0 : HIDDEN_MS);
  });
}

// Okabe and Ito's colours, which the colour-blind tell apart; a dark edge keeps them readable on light floors and dark ones.
const COLOURS = { left: "#56b4e9", right: "#e69f00" };
const EDGE = "#161a20";

function drawMarks(pen, { points, leg, foot, outline }, side, name, place, unit) {
  const colour = COLOURS[side];
  pen.lineCap = pen.lineJoin = "round";
  if (outline.length) {
    trace(pen, outline.map(place), true);
    pen.globalAlpha = 0.28;
    stroke(pen, colour, 30 * unit);
    pen.fillStyle = colour;
    pen.fill();
    pen.globalAlpha = 1;
  }
  // A small foot shall not vanish under its own lines.
  const length = extent(points.map(place));
  const line_px = Math.min(2.8 * unit, length / 60);
  const dot_px = Math.min(4 * unit, length / 38);
  for (const [lines, width] of [[leg, 3 * unit], [foot, line_px]]) {
    for (const [ink, wide] of [[EDGE, 2], [colour, 1]]) {
      for (const line of lines) {
        trace(pen, line.map(place), false);
        stroke(pen, ink, Math.max(1, wide * width));
      }
    }
  }
  for (const [ink, radius] of [[EDGE, 1.4 * dot_px], ["#fff", dot_px]]) {
    pen.fillStyle = ink;
    for (const [x, y] of points.map(place)) {
      pen.beginPath();
      pen.arc(x, y, radius * unit, 0, 2 * Math.PI);
      pen.fill();
    }
  }
  if (outline.length && name) drawName(pen, name, outline.map(place), colour, unit);
}

function drawName(pen, name, corners, colour, unit) {
  const size = 24 * unit;
  pen.font = `700 ${size}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const x = (Math.min(...corners.map((c) => c[0])) + Math.max(...corners.map((c) => c[0]))) / 2;
  const y = Math.max(1.2 * size, Math.min(...corners.map((c) => c[1])) - 2 * size);
  const width = pen.measureText(name).width + size;
  pen.fillStyle = EDGE;
  pen.beginPath();
  pen.roundRect(x - width / 2, y - 0.8 * size, width, 1.6 * size, 0.8 * size);
  pen.fill();
  pen.fillStyle = colour;
  pen.fillText(name, x, y + 0.05 * size);
}

function extent(points) {
  const spread = (axis) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]));
  return points.length ? Math.max(spread(0), spread(1)) : Infinity;
}

function trace(pen, points, closed) {
  pen.beginPath();
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  if (closed) pen.closePath();
}

function stroke(pen, colour, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.stroke();
}
