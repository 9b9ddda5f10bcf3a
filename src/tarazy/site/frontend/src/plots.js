// The marks that our pictures are made of; a page's own script draws with `Plot.plot({ marks: [Plot.barX(…)] })`.
import {
  areaY,
  barX,
  barY,
  dot,
  line,
  lineY,
  link,
  plot,
  rectY,
  ruleX,
  ruleY,
  text,
} from "@observablehq/plot";

window.Plot = { areaY, barX, barY, dot, line, lineY, link, plot, rectY, ruleX, ruleY, text };
