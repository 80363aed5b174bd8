/** How the editor looks, in the variables of the page, which reach into its shadow root. */
import { EditorView } from "@codemirror/view";

export const editorTheme = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--page)", fontSize: "14px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--panel)", border: "none" },
  ".cm-activeLine": { backgroundColor: "var(--active-line)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--selection)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--selection)",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--error)",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning, .cm-lintRange-hint": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warning)",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    color: "var(--text)",
    backgroundColor: "var(--panel)",
    border: "1px solid var(--line)",
    borderRadius: "6px",
    maxWidth: "min(32rem, 90vw)",
  },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", padding: "4px 8px", border: "none" },
  ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {
    color: "var(--page)",
    backgroundColor: "var(--accent)",
  },
  ".hover": { padding: "4px 8px", whiteSpace: "pre-wrap", fontSize: "13px" },
  ".hover code, .hover pre": { fontFamily: "var(--mono)", margin: "0" },
  ".seq-keyword": { color: "var(--accent)", fontWeight: "600" },
  ".seq-key": { color: "var(--candidate)" },
  ".seq-name": { fontWeight: "600" },
  ".seq-axis, .seq-word": { color: "var(--lstm)" },
  ".seq-call": { color: "var(--own)" },
  ".seq-number": { color: "var(--gru)" },
  ".seq-string": { color: "var(--rnn)" },
  ".seq-comment": { color: "var(--muted)" },
  ".seq-doc": { color: "var(--muted)", fontStyle: "italic" },
  ".seq-sign": { color: "var(--accent)" },
});
