// Buttons, keys and the two dialogs. What can be pressed is what the coach offers now.

import { element, setText } from "./text.js";

// From the left: what is wanted most often, or in a hurry, first.
const ORDER = ["start", "pause", "resume", "undo", "add", "repeat", "skip", "change-side", "swap-feet", "quit"];
const PRIMARY = new Set(["start", "pause", "resume"]);
const PAGE_KEYS = { m: "sound", f: "full-screen", "?": "help" };
const byId = (id) => document.getElementById(id);

export class Controls {
  #act;
  #mute;
  #keys = {};
  #words = {};
  #offered = [];
  #phase = "";
  #buttons = new Map();
  #singleKeys = true;
  muted = false;

  constructor({ act, mute }) {
    this.#act = act;
    this.#mute = mute;
    addEventListener("keydown", (event) => this.#key(event));
    // A button clicked keeps the focus, and the space bar would press it again.
    addEventListener("click", (event) => event.detail > 0 && event.target.closest?.("button")?.blur());
    byId("sound").onclick = () => this.#toggleSound();
    byId("full-screen").onclick = toggleFullScreen;
    byId("full-screen").hidden = !document.fullscreenEnabled;
    document.addEventListener("fullscreenchange", () => byId("full-screen").setAttribute("aria-pressed", Boolean(document.fullscreenElement)));
    byId("help").onclick = () => byId("help-dialog").showModal();
    byId("single-keys").onchange = ({ target }) => (this.#singleKeys = target.checked);
    byId("quit-dialog").addEventListener("close", ({ target }) => target.returnValue === "end" && this.#act("quit"));
    byId("picture").onclick = () => this.press("swap-feet");
  }

  set({ words, keys }) {
    this.#words = words;
    this.#keys = keys;
    const label = (id, text, key) => {
      const name = `${text} (${this.#keyName(key)})`;
      byId(id).setAttribute("aria-label", text);
      byId(id).setAttribute("aria-keyshortcuts", key.toUpperCase());
      byId(id).title = name;
    };
    for (const [key, id] of Object.entries(PAGE_KEYS)) label(id, words[`page.${id}`], key);
    byId("actions").setAttribute("aria-label", words["page.controls"]);
    byId("actions").replaceChildren(...ORDER.map((action) => this.#button(action)));
    for (const [id, key] of Object.entries({
      "help-title": "page.help.keys",
      "single-keys-label": "page.help.single-keys",
      "single-keys-why": "page.help.single-keys.why",
      "help-close": "page.close",
      "quit-title": "page.quit.title",
      "quit-kept": "page.quit.kept",
      "quit-stay": "page.quit.stay",
      "quit-end": "page.quit.end",
    })) setText(byId(id), words[key]);
    const rows = [
      ...ORDER.map((action) => [keys[action], words[`page.action.${action}`]]),
      ...Object.entries(PAGE_KEYS).map(([key, id]) => [[key], words[`page.${id}`]]),
    ];
    byId("help-keys").replaceChildren(
      ...rows.flatMap(([names, text]) => {
        const term = element("dt");
        term.append(...names.map((key) => element("kbd", this.#keyName(key))));
        return [term, element("dd", text)];
      }),
    );
    this.offer(this.#offered, this.#phase);
  }

  offer(actions, phase) {
    this.#offered = actions;
    this.#phase = phase;
    const focused = document.activeElement;
    for (const [action, button] of this.#buttons) if (button.hidden === actions.includes(action)) button.hidden = !button.hidden;
    byId("picture").classList.toggle("touchable", actions.includes("swap-feet"));
    // Whoever works by keyboard is not thrown back to the top when a button goes.
    if (focused?.hidden && focused.dataset.action) [...this.#buttons.values()].find((button) => !button.hidden)?.focus();
  }

  press(action) {
    if (!this.#offered.includes(action)) return;
    if (action === "quit" && this.#phase !== "summary") {
      byId("quit-dialog").returnValue = "";
      byId("quit-dialog").showModal();
    } else this.#act(action);
  }

  soundBlocked(blocked) {
    const button = byId("sound");
    button.classList.toggle("blocked", blocked);
    const text = this.#words[blocked ? "page.sound.blocked" : "page.sound"];
    if (text) button.setAttribute("aria-label", text);
    if (blocked && text) button.dataset.hint = text;
    else delete button.dataset.hint;
  }

  #toggleSound() {
    // The first touch lets the browser play; it is not to turn the sound off at once.
    if (byId("sound").classList.contains("blocked")) return;
    this.muted = !this.muted;
    byId("sound").setAttribute("aria-pressed", !this.muted);
    this.#mute(this.muted);
  }

  #button(action) {
    const button = element("button", "", { type: "button", "data-action": action });
    const key = this.#keys[action][0];
    button.append(element("span", this.#words[`page.action.${action}`]), element("kbd", this.#keyName(key), { "aria-hidden": "true" }));
    button.setAttribute("aria-keyshortcuts", key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key);
    button.classList.toggle("primary", PRIMARY.has(action));
    button.onclick = () => this.press(action);
    this.#buttons.set(action, button);
    return button;
  }

  #keyName(key) {
    return this.#words[`page.key.${key}`] ?? key.toUpperCase();
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !this.#singleKeys) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const dialog = document.querySelector("dialog[open]");
    if (dialog) {
      // The key that asked answers, too.
      if (dialog.id === "quit-dialog" && this.#keys.quit?.includes(key)) dialog.close("end");
      return;
    }
    const pressesItself = key === "Enter" || key === " ";
    if (pressesItself && event.target.closest?.("button, a, input, summary")) return;
    const action = ORDER.find((one) => this.#offered.includes(one) && this.#keys[one].includes(key));
    if (action) {
      event.preventDefault();
      this.press(action);
    } else if (PAGE_KEYS[key]) {
      event.preventDefault();
      byId(PAGE_KEYS[key]).click();
    }
  }
}

function toggleFullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else document.documentElement.requestFullscreen().catch(() => {});
}
