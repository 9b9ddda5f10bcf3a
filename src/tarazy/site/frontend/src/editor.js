// The editor of an act: exactly the blocks and marks that the server's `acts/text.py` knows, and nothing else.
import { Editor, Extension, Mark } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Bold } from "@tiptap/extension-bold";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { Italic } from "@tiptap/extension-italic";
import { ListItem, OrderedList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Text } from "@tiptap/extension-text";
import { Placeholder, UndoRedo } from "@tiptap/extensions";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

// Each citation: its attributes with what they are when nothing is said, and how long they may be.
const CITATIONS = {
  norm: { code: 40, article: 20, point: 40 },
  sheet: { document: 40, page: 0 },
  act: { act: 200 },
  datum: { table: 80, condition: 80 },
};

function citation(name) {
  const places = CITATIONS[name];
  const attribute = (place) => `data-${name}-${place}`;
  return Mark.create({
    name,
    inclusive: false,
    addAttributes: () =>
      Object.fromEntries(
        Object.entries(places).map(([place, most]) => [
          place,
          {
            default: most ? "" : 1,
            parseHTML: (element) => {
              const given = element.getAttribute(attribute(place)) || "";
              return most ? given.slice(0, most) : Math.max(1, Number.parseInt(given, 10) || 1);
            },
            renderHTML: (attributes) => ({ [attribute(place)]: attributes[place] }),
          },
        ]),
      ),
    parseHTML: () => [{ tag: `span[${attribute(Object.keys(places)[0])}]` }],
    renderHTML: ({ HTMLAttributes }) => ["span", { ...HTMLAttributes, class: `td-cite td-cite--${name}` }, 0],
  });
}

const Quote = Blockquote.extend({ content: "paragraph+" });
const Point = ListItem.extend({ content: "paragraph+" });
const Points = OrderedList.extend({
  addAttributes: () => ({}),
  parseHTML: () => [{ tag: "ol" }, { tag: "ul" }],
  renderHTML: () => ["ol", 0],
});
// What others wrote has six levels of headings; an act's part has two.
const Title = Heading.extend({
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: level > 2 ? 3 : 2 } })),
}).configure({ levels: [2, 3] });

const staleKey = new PluginKey("stale");

// Norms that aren't in force are shown as such; which they are is said from outside, after the server has looked.
const Stale = Extension.create({
  name: "stale",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: staleKey,
      state: {
        init: () => ({ is: () => false, shown: DecorationSet.empty }),
        apply(transaction, value) {
          const is = transaction.getMeta(staleKey) || value.is;
          if (is === value.is && !transaction.docChanged) return value;
          const found = [];
          transaction.doc.descendants((node, position) => {
            const norm = node.marks.find((mark) => mark.type.name === "norm");
            if (norm && is(norm.attrs)) {
              found.push(Decoration.inline(position, position + node.nodeSize, { class: "td-cite--stale" }));
            }
          });
          return { is, shown: DecorationSet.create(transaction.doc, found) };
        },
      },
      props: { decorations: (state) => staleKey.getState(state).shown },
    }),
  ],
});

// Word leaves empty paragraphs of its own, and spaces that don't break; styles would be refused by the page's policy.
function cleaned(html) {
  return html
    .replace(/<(style|script|head)\b.*?<\/\1>/gis, "")
    .replace(/\s(style|on\w+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "")
    .replace(/<o:p>.*?<\/o:p>/gis, "")
    .replace(/<!--\[if .*?<!\[endif\]-->/gis, "")
    .replace(/&nbsp;|\u00a0/g, " ");
}

// A new line carries no marks, and an empty part has no blocks.
function tidy(block) {
  const { type, attrs, content, text, marks } = block;
  const kept = { type };
  if (attrs && Object.keys(attrs).length) kept.attrs = attrs;
  if (text !== undefined) kept.text = text;
  if (type === "text" && marks && marks.length) {
    kept.marks = marks.map((mark) => (mark.attrs && Object.keys(mark.attrs).length ? mark : { type: mark.type }));
  }
  if (content && content.length) kept.content = content.map(tidy);
  return kept;
}

function documentOf(blocks) {
  return { type: "doc", content: blocks.length ? blocks : [{ type: "paragraph" }] };
}

/** Put an editor into `element` with the blocks of one part; what comes back is all that a page may do with it. */
window.tarazyEditor = function start(element, { blocks, label, language, placeholder, changed, moved }) {
  const editor = new Editor({
    element,
    injectCSS: false,
    content: documentOf(blocks),
    enableInputRules: ["orderedList"],
    extensions: [
      Document, Paragraph, Text, Title, Quote, Points, Point, HardBreak, UndoRedo, Stale,
      Bold, Italic, ...Object.keys(CITATIONS).map(citation),
      Placeholder.configure({ placeholder }),
    ],
    editorProps: {
      attributes: {
        role: "textbox", "aria-multiline": "true", "aria-label": label, lang: language, spellcheck: "true",
        class: "td-editor",
      },
      transformPastedHTML: cleaned,
    },
    onUpdate: () => changed && changed(),
    onSelectionUpdate: () => moved && moved(),
    onTransaction: () => moved && moved(),
  });
  const run = (command) => command(editor.chain().focus()).run();
  const commands = {
    bold: (chain) => chain.toggleBold(),
    italic: (chain) => chain.toggleItalic(),
    heading: (chain) => chain.toggleHeading({ level: 2 }),
    points: (chain) => chain.toggleOrderedList(),
    quote: (chain) => chain.toggleBlockquote(),
    undo: (chain) => chain.undo(),
    redo: (chain) => chain.redo(),
  };
  const names = { heading: "heading", points: "orderedList", quote: "blockquote" };
  return {
    blocks() {
      const found = editor.getJSON().content.map(tidy);
      return found.length === 1 && found[0].type === "paragraph" && !found[0].content ? [] : found;
    },
    put(wanted) {
      editor.commands.setContent(documentOf(wanted), { emitUpdate: false });
    },
    run: (name) => run(commands[name]),
    can: (name) => !["undo", "redo"].includes(name) || editor.can()[name](),
    on: (name) => editor.isActive(names[name] || name),
    selected() {
      const { from, to } = editor.state.selection;
      return editor.state.doc.textBetween(from, to, " ");
    },
    // Words in the place of what is selected, or where one writes; with a mark they are a citation.
    write(text, mark = null) {
      run((chain) => chain.insertContent({ type: "text", text, ...(mark ? { marks: [mark] } : {}) }));
    },
    paragraphs: (wanted) => run((chain) => chain.insertContent(wanted)),
    stale: (is) => editor.view.dispatch(editor.state.tr.setMeta(staleKey, is)),
    focus: () => editor.commands.focus(),
    view: editor.view,
  };
};
