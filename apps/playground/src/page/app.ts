/** The playground: an editor, a run in a worker, and panes that show it. */
import { createEditor } from "../editor/editor.ts";
import { createGatesPane } from "../panes/gates.ts";
import { createLossPane } from "../panes/loss.ts";
import { createPredictionsPane } from "../panes/predictions.ts";
import { decodeLink, encodedAtMost, encodeLink, type Shared } from "../share/link.ts";
import { presetsIn } from "../spec/presets.ts";
import { button, h } from "./dom.ts";
import { readDraft, saveDraft } from "./draft.ts";
import { createEngine } from "./engine.ts";
import { onTheme } from "./inks.ts";
import { listenToKeys } from "./keys.ts";
import { createProblems } from "./problems.ts";
import { newRun, type RunState, take } from "./run-state.ts";
import { createStatus } from "./status.ts";
import { createStory } from "./story.ts";
import { createTabs } from "./tabs.ts";
import { createToolbar } from "./toolbar.ts";
import { type Language, wordsOf } from "./words.ts";

/** Links longer than this are cut by some chats. */
const longLink = 2_000;

/**
 * Fills an element with the playground. A link in the address is read; nothing runs before a click.
 *
 * @param host  an empty element
 */
export async function mountPlayground(host: HTMLElement, language: Language): Promise<void> {
  const words = wordsOf(language);
  const presets = presetsIn(language);
  const presetOf = (id: string) => presets.find((preset) => preset.id === id);
  const wanted = new URLSearchParams(location.search).get("preset") ?? "";
  const first = presetOf(wanted) ?? presets[0];
  const linked = await decodeLink(location.hash);
  const opened: Shared | undefined = typeof linked === "object" ? linked : undefined;
  let state = newRun(0, "", 1, "idle");
  let chosen = "";

  const status = createStatus(words);
  const panes = {
    loss: createLossPane(words),
    predictions: createPredictionsPane(words),
    gates: createGatesPane(words, language),
  };
  const story = createStory(words);
  const models = h("div", { class: "models", role: "group", "aria-label": words("model") });

  let isDirty = false;
  /** Panes are drawn once a frame at most; frames are dropped, data never. */
  const redraw = () => {
    if (isDirty) return;
    isDirty = true;
    requestAnimationFrame(() => {
      isDirty = false;
      draw();
    });
  };
  const draw = () => {
    const all = [...state.models.values()];
    const shown = state.models.get(chosen) ?? state.models.get(state.current);
    panes.loss.draw(all);
    panes.predictions.draw(shown, shown === undefined ? 0 : all.indexOf(shown));
    panes.gates.draw(shown);
    toolbar.show(state);
    status.show(state);
    const isStale = state.run > 0 && state.text !== editor.text();
    const paused = state.status === "paused" ? `${words("paused")} ${shown?.pictureStep ?? 0}` : "";
    for (const { pane } of Object.values(panes)) pane.badge(isStale ? words("stale") : paused);
    showModels(all.map(({ name }) => name));
  };
  const showModels = (names: readonly string[]) => {
    if (names.join() !== models.dataset.names) {
      models.dataset.names = names.join();
      const choose = (name: string) => () => {
        chosen = name;
        redraw();
      };
      models.replaceChildren(...names.map((name) => button(name, choose(name), { "data-model": name })));
    }
    for (const one of models.querySelectorAll<HTMLElement>("[data-model]"))
      one.setAttribute("aria-pressed", String(one.dataset.model === (chosen || state.current)));
  };

  const engine = createEngine(
    (message) => {
      if (!take(state, message)) return;
      if (message.kind === "done") announceEnd();
      redraw();
    },
    () => {
      state.status = "fault";
      state.fault = { message: words("engineStopped"), help: "" };
      redraw();
    },
  );
  const announceEnd = () => {
    const isOfLink = opened !== undefined && opened.spec === state.text && opened.seed === state.seed;
    const expected = isOfLink ? opened?.result?.lossHash : undefined;
    status.say(
      expected === undefined
        ? words("done")
        : words(expected === state.lossHash ? "reproduced" : "notReproduced"),
    );
  };
  const start = (isPaused: boolean) => {
    const [text, seed] = [editor.text(), toolbar.seed()];
    chosen = "";
    state = newRun(state.run + 1, text, seed, isPaused ? "paused" : "running");
    engine.send({ kind: "train", run: state.run, text, seed, isPaused });
    redraw();
  };
  const trainOrPause = () => {
    if (state.status === "running") engine.send({ kind: "pause" });
    else if (state.status === "paused" && state.text === editor.text()) {
      state.status = "running";
      engine.send({ kind: "resume" });
    } else start(false);
    redraw();
  };
  const step = () => {
    if (state.status === "running") engine.send({ kind: "pause" });
    else if (state.status === "paused" && state.text === editor.text()) engine.send({ kind: "step" });
    else start(true);
  };
  const reset = () => {
    if (state.status === "fault") engine.restart();
    else engine.send({ kind: "stop" });
    state = newRun(state.run + 1, "", toolbar.seed(), "idle");
    redraw();
  };
  const choose = (id: string) => {
    const preset = presetOf(id);
    editor.replace(preset?.text ?? readDraft() ?? "seq 1\n");
    story.show(preset);
    reset();
  };
  const share = async () => {
    const own: RunState | undefined = state.text === editor.text() ? state : undefined;
    const lossHash = own?.seed === toolbar.seed() ? own.lossHash : undefined;
    const hash = await encodeLink({
      ...{ spec: editor.text(), seed: toolbar.seed() },
      result: lossHash === undefined ? undefined : { lossHash },
    });
    if (hash.length > encodedAtMost) return status.say(words("linkBroken"));
    history.replaceState(null, "", hash);
    // The clipboard may be closed to the page; the link then stands in the address bar.
    const isCopied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    );
    status.say(words(!isCopied ? "sharedInBar" : hash.length > longLink ? "sharedLong" : "shared"));
  };

  const toolbar = createToolbar(words, presets, {
    ...{ trainOrPause, step, reset, choose },
    newSeed: () => {
      toolbar.setSeed(1 + Math.floor(Math.random() * 9_999));
      reset();
    },
    share: () => void share(),
  });
  const problems = createProblems(words, {
    goTo: (place) => editor.goTo(place),
    fix: (problem) => editor.fix(problem),
  });
  const editorHost = h("div", { class: "editor" });
  const spec = h(
    "div",
    { class: "column", "data-pane": "spec" },
    h("section", { class: "spec", "aria-label": words("editor") }, story.element, editorHost),
    problems.element,
  );
  const pictures = h(
    "div",
    { class: "panes" },
    models,
    ...Object.values(panes).map(({ pane }) => pane.element),
  );
  const main = h("div", { class: "work", "data-tab": "spec" }, spec, pictures);
  host.classList.add("playground");
  host.replaceChildren(toolbar.element, createTabs(words, main), main, status.element);

  const editor = createEditor(editorHost, {
    text: opened?.spec ?? first?.text ?? "seq 1\n",
    label: words("editorLabel"),
    onAnalysed(analysis) {
      problems.show(analysis);
      const { text } = analysis.source;
      if (!presets.some((preset) => preset.text === text) && text !== opened?.spec) saveDraft(text);
      redraw();
    },
    onRun: trainOrPause,
  });
  if (opened === undefined) story.show(first);
  toolbar.setPreset(opened === undefined ? (first?.id ?? "") : "draft");
  if (opened !== undefined) toolbar.setSeed(opened.seed);
  if (typeof linked === "string") status.say(`${words("linkBroken")} ${linked}`);
  else if (opened !== undefined) status.say(words("linkOpened"));
  listenToKeys({ trainOrPause, step, reset });
  onTheme(() => {
    for (const pane of Object.values(panes)) pane.repaint();
  });
  draw();
}
