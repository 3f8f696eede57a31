// The coach's voice: the browser's own, else footcv's (a WAV from the same server), else tones.
// One text is said and at most one waits: a newer one takes its place.

// Voices may come a moment after the page.
const VOICES_WITHIN_MS = 1500;
// So long a text is let finish when a newer one waits: a word or two.
const LET_FINISH_MS = 1500;
// What waits longer is no longer true.
const KEPT_MS = 3000;
// A browser that has not begun or ended by then never will.
const BEGINS_WITHIN_MS = 4000;
const ENDS_WITHIN_MS = 20000;
const FAILURES = 2;

export class Voice {
  #tones;
  #onSilent;
  #settings = null;
  #way = "waiting"; // for the browser's voices; then browser, server, tones or none
  #voice = null;
  #saying = null; // {text, since, stop}
  #next = null;
  #timers = new Set();
  #failures = 0;
  #muted = false;

  // `onSilent` is called once, where there is no voice at all.
  constructor(tones, onSilent) {
    this.#tones = tones;
    this.#onSilent = onSilent;
  }

  set(settings) {
    const first = this.#settings === null;
    this.#settings = settings;
    if (!first) return;
    if (!settings.voice) {
      this.#way = "none";
      return;
    }
    const find = () => {
      this.#voice = localVoice(settings.lang);
      if (this.#voice) this.#way = "browser";
      return this.#voice !== null;
    };
    if (find()) return;
    window.speechSynthesis?.addEventListener?.("voiceschanged", () => this.#voice || find());
    setTimeout(() => this.#way === "waiting" && this.#fallBack(), window.speechSynthesis ? VOICES_WITHIN_MS : 0);
  }

  mute(muted) {
    this.#muted = muted;
    if (muted) {
      this.#next = null;
      this.#stop();
    }
  }

  // `cue` has a text and the id by which footcv knows it; `alone` that no tone comes with it.
  say(cue, alone) {
    if (this.#muted || this.#way === "none") return;
    if (this.#way === "tones") {
      if (alone) this.#tones.play("word");
      return;
    }
    this.#next = { ...cue, at: performance.now() };
    this.#turn();
  }

  #turn() {
    if (this.#way === "waiting") {
      this.#later(() => this.#turn(), 100);
      return;
    }
    if (!this.#next) return;
    if (this.#saying) {
      const said_ms = performance.now() - this.#saying.since;
      if (said_ms < LET_FINISH_MS) {
        this.#later(() => this.#turn(), LET_FINISH_MS - said_ms + 10);
        return;
      }
      this.#stop();
    }
    const cue = this.#next;
    this.#next = null;
    if (performance.now() - cue.at > KEPT_MS) return;
    if (this.#way === "browser") this.#sayInBrowser(cue);
    else if (this.#way === "server") this.#sayByServer(cue);
  }

  #begin(stop) {
    const saying = { since: performance.now(), stop };
    this.#saying = saying;
    return (failed) => {
      if (this.#saying !== saying) return; // stopped, or it ends twice
      this.#saying = null;
      this.#clear();
      if (!failed) this.#failures = 0;
      else if (++this.#failures >= FAILURES) this.#fallBack();
      this.#turn();
    };
  }

  #sayInBrowser({ text }) {
    const utterance = new SpeechSynthesisUtterance(text);
    utterance.voice = this.#voice;
    utterance.lang = this.#voice.lang;
    const end = this.#begin(() => speechSynthesis.cancel());
    let begun = false;
    utterance.onstart = () => (begun = true);
    utterance.onend = () => end(false);
    // A browser that waits for a touch has not failed.
    utterance.onerror = ({ error }) => end(!["canceled", "interrupted", "not-allowed"].includes(error));
    speechSynthesis.speak(utterance);
    const giveUp = () => {
      speechSynthesis.cancel();
      end(true);
    };
    this.#later(() => begun || giveUp(), BEGINS_WITHIN_MS);
    this.#later(giveUp, ENDS_WITHIN_MS);
  }

  async #sayByServer({ id }) {
    const aborter = new AbortController();
    let stop = () => aborter.abort();
    const end = this.#begin(() => stop());
    try {
      const answer = await fetch(`speech/${id}${location.search}`, { signal: aborter.signal });
      // 404: it has been forgotten meanwhile, the voice is not to blame.
      if (!answer.ok) return end(answer.status !== 404);
      stop = await this.#tones.playFile(await answer.arrayBuffer(), () => end(false));
      if (aborter.signal.aborted) stop();
    } catch (error) {
      end(error.name !== "AbortError");
    }
  }

  #stop() {
    const saying = this.#saying;
    this.#saying = null;
    this.#clear();
    saying?.stop();
  }

  #fallBack() {
    const had = this.#way;
    this.#failures = 0;
    this.#way = had !== "server" && this.#settings.server_voice && this.#tones.available ? "server" : this.#tones.available ? "tones" : "none";
    if (this.#way === "tones" || this.#way === "none") this.#onSilent(this.#way);
  }

  #later(act, after_ms) {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, after_ms);
    this.#timers.add(timer);
  }

  #clear() {
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
  }
}

// Other voices send the text away to be spoken; nothing leaves this machine.
function localVoice(lang) {
  const voices = (window.speechSynthesis?.getVoices() ?? []).filter((voice) => voice.localService && voice.lang.toLowerCase().startsWith(lang));
  return voices.find((voice) => voice.default) ?? voices[0] ?? null;
}
