// The coach's progress, as a person three metres away can read it.

import { element, filled, setData, setLine, setList, setStyle, setText } from "./text.js";

// The gauge shows a little more than the set's own range, so that more than enough is seen as such.
const GAUGE_TOP = 1.2;
const GAP = 1.2; // between two repetitions of the ring, of its 100
const MOST_SEGMENTS = 40;
// A headline of more letters is set smaller.
const LONG = 45;
const byId = (id) => document.getElementById(id);

export class View {
  #words = {};
  #phase = null;
  #longest_s = 0;
  #told = "";

  constructor() {
    new ResizeObserver(() => {
      const told = this.#told;
      this.#told = "";
      this.#letScroll(told);
    }).observe(byId("panel"));
  }

  set(words) {
    this.#words = words;
    byId("picture").setAttribute("aria-label", words["page.camera"]);
    for (const [id, key] of Object.entries({
      target: "page.target",
      "upcoming-label": "page.next",
      "no-picture": "page.no-picture",
      "summary-title": "page.summary",
    })) setText(byId(id), words[key]);
  }

  show(progress) {
    const { phase } = progress;
    const held = phase === "exercise" && progress.hold_s > 0;
    setData(document.body, { phase, held, fault: progress.faults.length > 0 });
    const over = phase === "summary";
    setText(byId("exercise"), over ? this.#words["page.summary"] : progress.exercise_name);
    setLine(byId("side"), !over && progress.side && this.#words[`page.side.${progress.side}`]);
    setLine(byId("direction"), !over && progress.direction && this.#words[`page.direction.${progress.direction}`]);
    byId("where").hidden = progress.steps < 2;
    setText(byId("step"), filled(this.#words["page.step"], progress));
    setStyle(byId("step-bar"), "width", percent((over ? progress.steps : progress.step - 1) / progress.steps));
    this.#showDial(progress, held);
    this.#showGauge(progress);
    setText(byId("headline"), progress.headline);
    byId("headline").hidden = progress.headline === byId("dial-label").textContent;
    byId("headline").classList.toggle("long", progress.headline.length > LONG);
    setList(byId("faults"), phase === "exercise" ? progress.faults : []);
    setList(byId("advice"), progress.advice.filter((text) => text !== progress.headline));
    this.#showCard(phase === "card" ? progress.card : null);
    byId("upcoming").hidden = !progress.upcoming || phase === "card" || phase === "framing";
    setText(byId("upcoming-text"), progress.upcoming);
    this.#showSummary(progress);
    this.#letScroll(`${phase} ${progress.headline} ${progress.faults} ${progress.advice}`);
  }

  // Where a small screen lets the figures scroll, the keyboard can scroll them, too.
  #letScroll(told) {
    if (told === this.#told) return;
    this.#told = told;
    const panel = byId("panel");
    if (panel.scrollHeight > panel.clientHeight) panel.tabIndex = 0;
    else panel.removeAttribute("tabindex");
  }

  stale(stale) {
    setData(document.body, { stale });
    byId("no-picture").hidden = !stale;
  }

  aspect(aspect) {
    if (aspect) setStyle(document.documentElement, "--aspect", aspect.toFixed(3));
  }

  #showDial(progress, held) {
    const words = this.#words;
    const { phase, done, asked, left_s } = progress;
    byId("dial").hidden = ["card", "framing", "summary"].includes(phase);
    const counts = phase === "rest" || phase === "countdown";
    if (counts && phase !== this.#phase) this.#longest_s = 0;
    this.#phase = phase;
    this.#longest_s = Math.max(this.#longest_s, left_s ?? 0);
    const label = { rest: "page.rest", paused: "page.paused" }[phase];
    setText(byId("dial-label"), label && words[label]);
    const unit = words[progress.in_turns ? "page.turns" : "page.reps"];
    const ofAsked = asked === null ? unit : filled(words["page.of"], { asked });
    setText(byId("count"), counts ? clock(left_s) : done);
    setText(byId("asked"), counts ? "" : ofAsked);
    byId("asked").classList.toggle("word", asked === null);
    ringSegments(byId("ring-reps"), done, asked);
    ringSegments(document.querySelector(".reps-track"), asked ?? 0, asked);
    const share = counts
      ? (left_s ?? 0) / (this.#longest_s || 1)
      : progress.hold_asked_s
        ? progress.hold_s / progress.hold_asked_s
        : progress.seconds_asked
          ? progress.seconds_done / progress.seconds_asked
          : Number(held);
    const filledTo = 100 * Math.min(1, Math.max(0, share));
    setStyle(byId("ring-time"), "stroke-dasharray", `${filledTo.toFixed(1)}, 200`);
    // A line without length still shows its round ends.
    setStyle(byId("ring-time"), "visibility", filledTo > 0.1 ? "visible" : "hidden");
    this.#showClock(progress, held, counts ? `${done} ${ofAsked}` : null);
  }

  // Below the ring: how long to hold still, how long was circled, or, where the ring shows a rest, the count.
  #showClock(progress, held, count) {
    const words = this.#words;
    const { phase, hold_s, hold_asked_s, seconds_done, seconds_asked } = progress;
    const enough = held && hold_asked_s !== null && hold_s >= hold_asked_s;
    byId("clock").classList.toggle("enough", enough);
    let time = "";
    if (held) {
      const seconds = hold_asked_s === null || enough ? Math.floor(hold_s) : Math.ceil(hold_asked_s - hold_s);
      time = filled(words["page.seconds"], { seconds });
    } else if (phase === "rest") {
      time = count;
    } else if (seconds_asked !== null && (phase === "exercise" || phase === "paused")) {
      time = filled(words["page.seconds-of"], { seconds: Math.floor(seconds_done), asked: seconds_asked });
    }
    byId("clock").hidden = !time || !["exercise", "rest", "paused"].includes(phase);
    setText(byId("clock-time"), time);
  }

  #showGauge({ phase, level, band }) {
    byId("gauge").hidden = !band || phase !== "exercise";
    if (!band) return;
    const share = (value) => Math.min(1, Math.max(0, value / GAUGE_TOP));
    const [low, high] = band.map(share);
    setStyle(byId("gauge"), "--low", percent(low));
    setStyle(byId("gauge"), "--high", percent(high));
    byId("gauge").classList.toggle("inside", level !== null && level >= band[0]);
    byId("gauge").classList.toggle("unknown", level === null);
    // Moved and not made longer: that needs no new layout.
    setStyle(byId("level"), "transform", `translateY(${percent(1 - share(level ?? 0))})`);
    setStyle(byId("mark"), "transform", `translateY(${percent(-share(level ?? 0))})`);
  }

  #showCard(card) {
    const list = byId("card");
    list.hidden = !card;
    const rows = card
      ? [
          ["dose", card.dose],
          ["position", card.position],
          ["equipment", card.equipment],
          ["place", card.camera],
          ["how", card.how],
          ["note", card.instructions],
        ].filter(([, text]) => text)
      : [];
    const key = JSON.stringify(rows);
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(
      ...rows.map(([name, text]) => {
        const row = element("div", "", { class: name });
        row.append(element("dt", this.#words[`page.${name}`]), element("dd", text));
        return row;
      }),
    );
  }

  #showSummary({ phase, summary }) {
    byId("summary").hidden = phase !== "summary";
    byId("stage").hidden = phase === "summary";
    const key = JSON.stringify(summary);
    if (phase !== "summary" || byId("summary").dataset.key === key) return;
    byId("summary").dataset.key = key;
    const words = this.#words;
    const withHolds = summary.some((row) => row.full_holds !== null);
    const withBest = summary.some((row) => row.best_range !== null);
    const columns = ["exercise", "done", ...(withHolds ? ["full-holds"] : []), ...(withBest ? ["best"] : [])];
    byId("summary-head").replaceChildren(...columns.map((name) => element("th", words[`page.summary.${name}`], { scope: "col" })));
    byId("summary-rows").replaceChildren(
      ...summary.map((row) => {
        const line = element("tr", "", { class: row.complete ? "complete" : row.complete === false ? "partly" : "" });
        const name = element("th", row.exercise_name, { scope: "row" });
        const of = [row.side && words[`page.side.${row.side}`], row.direction && words[`page.direction.${row.direction}`]].filter(Boolean).join(", ");
        if (of) name.append(element("span", of, { class: "of" }));
        const done = element("td", row.done, { class: "done" });
        if (row.asked !== null) done.append(element("span", ` ${filled(words["page.of"], row)}`, { class: "of" }));
        if (row.seconds_asked !== null) {
          const seconds = filled(words["page.seconds-of"], { seconds: Math.floor(row.seconds_done), asked: row.seconds_asked });
          done.append(element("span", ` · ${seconds}`, { class: "of" }));
        }
        if (row.complete !== null) done.append(element("span", words[row.complete ? "page.summary.complete" : "page.summary.partly"], { class: "verdict" }));
        line.append(name, done);
        if (withHolds) line.append(element("td", row.full_holds));
        if (withBest) line.append(element("td", row.best_range));
        return line;
      }),
    );
  }
}

// Whole seconds, as minutes where there are many.
function clock(left_s) {
  const seconds = Math.ceil(left_s ?? 0);
  return seconds < 100 ? seconds : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

// One piece of the ring for each repetition.
function ringSegments(circle, done, asked) {
  const count = asked === null ? 0 : Math.min(done, asked);
  setStyle(circle, "visibility", count > 0 ? "visible" : "hidden");
  if (!count) return;
  const piece = 100 / asked;
  const dashes = asked > MOST_SEGMENTS ? [piece * count, 200] : [...Array(count).fill([piece - GAP, GAP]).flat(), 0, 200];
  setStyle(circle, "stroke-dasharray", dashes.map((dash) => dash.toFixed(1)).join(", "));
}
