/** The editor: CodeMirror in a shadow root, so that its styles are constructed sheets and the page needs no inline ones. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { type Analysis, analyse } from "@seqloom/seq";
import { coloursOf } from "./colours.ts";
import { completions, hovers, lintOf } from "./services.ts";
import { editorTheme } from "./theme.ts";

export interface Editor {
  text(): string;
  /** Puts another text in place; undoable. */
  replace(text: string): void;
  /** Puts the cursor there and the focus into the editor. */
  goTo(place: number): void;
  /** Applies the fix of a problem, by its place in the list; undoable. */
  fix(problem: number): boolean;
}

export interface EditorOptions {
  readonly text: string;
  readonly label: string;
  /** At first and after each change, once there is a rest. */
  readonly onAnalysed: (analysis: Analysis) => void;
  /** Ctrl+Enter. */
  readonly onRun: () => void;
}

/** A rest in typing after which the text is analysed. */
const restMs = 50;
/** Longer texts have no colours. */
const colouredAtMost = 200_000;

export function createEditor(host: HTMLElement, options: EditorOptions): Editor {
  const root = host.attachShadow({ mode: "open" });
  let analysis = analyse(options.text);
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The text as it stands is what services answer about, also before the rest. */
  const fresh = () => {
    const text = view.state.doc.toString();
    if (text !== analysis.source.text) analysis = analyse(text, {}, analysis);
    return analysis;
  };
  const show = () => {
    clearTimeout(timer);
    const { diagnostics, source } = fresh();
    const lints = diagnostics.map((found) => lintOf(found, source.text.length));
    view.dispatch(setDiagnostics(view.state, lints), { effects: coloured.of(decorate(analysis)) });
    options.onAnalysed(analysis);
  };
  const fix = (problem: number): boolean => {
    const edits = fresh().diagnostics[problem]?.fix?.edits;
    if (edits === undefined) return false;
    const changes = edits.map(({ span, newText }) => ({ from: span.start, to: span.end, insert: newText }));
    view.dispatch({ changes, userEvent: "input.fix" });
    show();
    return true;
  };
  const goTo = (place: number) => {
    view.dispatch({ selection: { anchor: Math.min(place, view.state.doc.length) }, scrollIntoView: true });
    view.focus();
  };
  const nextProblem = () => {
    const { head } = view.state.selection.main;
    const { diagnostics } = fresh();
    const next = diagnostics.find(({ span }) => span.start > head) ?? diagnostics[0];
    if (next !== undefined) goTo(next.span.start);
    return true;
  };
  const fixHere = () => {
    const { head } = view.state.selection.main;
    const { diagnostics } = fresh();
    const isHere = ({ span }: (typeof diagnostics)[number]) => span.start <= head && head <= span.end;
    const here = diagnostics.findIndex((found) => found.fix !== undefined && isHere(found));
    return fix(here >= 0 ? here : diagnostics.findIndex((found) => found.fix !== undefined));
  };
  const run = () => {
    options.onRun();
    return true;
  };

  const view: EditorView = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        ...[lineNumbers(), history(), drawSelection(), highlightActiveLine(), colours, editorTheme],
        EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0" }),
        hovers(fresh),
        completions(fresh),
        EditorView.updateListener.of(({ docChanged }) => {
          if (!docChanged) return;
          clearTimeout(timer);
          timer = setTimeout(show, restMs);
        }),
        keymap.of([
          { key: "Mod-Enter", run },
          { key: "F8", run: nextProblem },
          { key: "Mod-.", run: fixHere },
          ...defaultKeymap,
          ...historyKeymap,
        ]),
      ],
    }),
  });
  show();
  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      show();
    },
    goTo,
    fix,
  };
}

const coloured = StateEffect.define<DecorationSet>();

/** Between two analyses colours move with the text. */
const colours = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (set, { changes, effects }) =>
    effects.find((effect) => effect.is(coloured))?.value ?? set.map(changes),
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(analysis: Analysis): DecorationSet {
  if (analysis.source.text.length > colouredAtMost) return Decoration.none;
  return Decoration.set(
    coloursOf(analysis).map(({ start, end, className }) =>
      Decoration.mark({ class: className }).range(start, end),
    ),
  );
}
