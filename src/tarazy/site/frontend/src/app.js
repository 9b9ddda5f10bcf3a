import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";
import { Alert } from "@ministryofjustice/frontend/moj/components/alert/alert.mjs";
import { ButtonMenu } from "@ministryofjustice/frontend/moj/components/button-menu/button-menu.mjs";
import { SortableTable } from "@ministryofjustice/frontend/moj/components/sortable-table/sortable-table.mjs";
import htmx from "htmx.org/dist/htmx.esm.js";
import { keepWhatWasTyped } from "./typed.js";
import { menu } from "./menu.js";

const COMPONENTS = [
  Alert,
  Button,
  ButtonMenu,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  SortableTable,
  Tabs,
];

// Words of a component in the page's language come from data-i18n.* attributes in the templates.
function start(scope) {
  for (const Component of COMPONENTS) createAll(Component, undefined, { scope, onError() {} });
}

htmx.config.includeIndicatorStyles = false; // they are in the style sheet: the page allows no inline style
htmx.config.attributesToSettle = ["class", "width", "height"]; // nor is a style carried over to what comes in the place
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.onLoad((element) => start(element));
window.htmx = htmx;

start(document);
menu();
keepWhatWasTyped();
