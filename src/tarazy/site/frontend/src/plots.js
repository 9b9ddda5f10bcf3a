import * as Plot from "@observablehq/plot";
window.Plot = Plot;
