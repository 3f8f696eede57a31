// Joins the parts: what footcv tells goes to the picture, the view, the voice; what is pressed goes back.

import { Controls } from "./controls.js";
import { Link } from "./link.js";
import { Picture } from "./picture.js";
import { Tones } from "./tones.js";
import { View } from "./view.js";
import { Voice } from "./voice.js";
import { filled, setText } from "./text.js";

const CAPTION_MS = 6000;

const byId = (id) => document.getElementById(id);
const link = new Link();
const view = new View();
const picture = new Picture(byId("picture"), (number) => link.send({ shown: number }));
const notice = new Notice();
let words = null;
let soundBlocked = false;

const tones = new Tones((blocked) => {
  soundBlocked = blocked;
  controls.soundBlocked(blocked);
});
const voice = new Voice(tones, (way) => notice.say(words[way === "tones" ? "page.no-voice" : "page.no-sound"], { forMs: 12000 }));
const controls = new Controls({
  act: (action) => link.send({ action }),
  mute: (muted) => voice.mute(muted),
});

link.addEventListener("settings", ({ detail: settings }) => {
  words = settings.words;
  document.documentElement.lang = settings.lang;
  document.title = words["page.title"];
  picture.set(settings);
  view.set(words);
  controls.set(settings);
  controls.soundBlocked(soundBlocked);
  voice.set(settings);
  notice.clear();
  document.body.dataset.gone = false;
});

link.addEventListener("state", ({ detail: { progress, marks, cues } }) => {
  picture.mark(marks);
  view.show(progress);
  controls.offer(progress.actions, progress.phase);
  give(cues);
});

link.addEventListener("picture", ({ detail }) => {
  picture.show(detail);
  view.aspect(picture.aspect);
});
link.addEventListener("lost", () => {
  document.body.dataset.gone = true;
  if (words) notice.say(words["page.lost"]);
});
link.addEventListener("over", () => leave("page.over"));
link.addEventListener("elsewhere", () => leave("page.elsewhere", { label: words["page.here"], act: () => link.open() }));

setInterval(() => view.stale(picture.stale), 500);
keepAwake();
link.open();

function give(cues) {
  const tone = cues.filter(({ kind }) => kind === "tone");
  const say = cues.filter(({ kind }) => kind === "say");
  if (!controls.muted) tone.forEach(({ key }) => tones.play(key));
  say.forEach((cue) => voice.say(cue, tone.length === 0));
  const texts = [...new Set(cues.map(({ text }) => text).filter(Boolean))];
  if (texts.length) caption(texts.join(" "));
}

// What is said can be read, too; screen readers read it from here.
function caption(text) {
  byId("caption-text").classList.toggle("long", text.length > 60);
  setText(byId("caption-text"), text);
  clearTimeout(caption.timer);
  caption.timer = setTimeout(() => setText(byId("caption-text"), ""), CAPTION_MS);
}

function leave(key, button) {
  document.body.dataset.gone = true;
  if (!words) return;
  controls.offer([], "over");
  notice.say(words[key], { button });
}

// A screen that goes dark in the middle of a set helps nobody.
async function keepAwake() {
  const ask = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", ask);
  await ask();
}

function Notice() {
  const button = byId("notice-button");
  this.say = (text, { forMs, button: offer } = {}) => {
    setText(byId("notice-text"), filled(text));
    button.hidden = !offer;
    if (offer) {
      setText(button, offer.label);
      button.onclick = offer.act;
    }
    byId("notice").hidden = false;
    clearTimeout(this.timer);
    if (forMs) this.timer = setTimeout(this.clear, forMs);
  };
  this.clear = () => {
    byId("notice").hidden = true;
  };
}
