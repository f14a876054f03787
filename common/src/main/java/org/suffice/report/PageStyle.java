package org.suffice.report;

/** The style sheet of the pages: light and dark, wide and narrow, on screen and on paper. */
final class PageStyle {
  /** Where a page is narrow, a row of the table is a card, for seven columns do not fit. */
  static final String CSS =
      """
      :root { color-scheme: light dark;
        --paper: #ffffff; --panel: #f4f6f8; --ink: #1b1f24; --muted: #56606b; --rule: #d3d9df;
        --accent: #0b57a4; --caution: #fff3d1; --edge: #9a6700; }
      @media screen and (prefers-color-scheme: dark) { :root {
        --paper: #14171a; --panel: #1e2328; --ink: #e6e9ec; --muted: #a2acb6; --rule: #3a4149;
        --accent: #7ab7ff; --caution: #33290f; --edge: #d9a521; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--paper);
        color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
        "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
      h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; break-after: avoid; }
      p { margin: .5rem 0; max-width: 46rem; }
      .subtitle { max-width: none; }
      .muted, .subtitle, figcaption, .note { color: var(--muted); font-size: .875rem; }
      .figures { display: grid; grid-template-columns: repeat(4, 1fr); gap: .6rem;
        margin: 1.25rem 0 0; }
      .figures div { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px;
        padding: .6rem .8rem; break-inside: avoid; }
      dt { color: var(--muted); font-size: .875rem; }
      dd { margin: 0; font-variant-numeric: tabular-nums; }
      dd.value { font-size: 1.3rem; font-weight: 600; line-height: 1.35; }
      .warnings { background: var(--caution); border-left: 4px solid var(--edge);
        padding: .7rem 1rem; margin: 1.25rem 0 0; border-radius: 0 6px 6px 0; }
      .warnings h2 { margin: 0; font-size: 1rem; }
      .warnings ul { margin: .25rem 0 0; padding-left: 1.2rem; }
      figure { margin: 0; }
      figcaption { margin-top: .5rem; max-width: 46rem; }
      svg { display: block; }
      svg text { font-size: 13px; fill: var(--ink); white-space: pre; }
      svg text.tick, svg text.axis { font-size: 12px; fill: var(--muted); text-anchor: middle; }
      svg text.name { text-anchor: end; }
      svg text.narrow { display: none; }
      .grid { stroke: var(--rule); }
      .zero { stroke: var(--muted); stroke-width: 1.5; }
      .clear line { stroke: var(--accent); stroke-width: 2.5; }
      .clear circle { fill: var(--accent); stroke: var(--accent); stroke-width: 1.5; }
      .unclear line { stroke: var(--muted); stroke-width: 2.5; }
      .unclear circle { fill: var(--paper); stroke: var(--muted); stroke-width: 2; }
      table { border-collapse: collapse; width: 100%; font-size: .9rem;
        font-variant-numeric: tabular-nums; }
      caption { text-align: left; color: var(--muted); font-size: .875rem; padding-bottom: .4rem; }
      th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--rule); text-align: right;
        vertical-align: baseline; font-weight: 400; }
      thead th { font-weight: 600; border-bottom: 2px solid var(--muted); vertical-align: bottom;
        position: sticky; top: 0; background: var(--paper); }
      th:first-child { text-align: left; padding-left: 0; }
      td:last-child, th:last-child { padding-right: 0; }
      tbody th { white-space: pre-wrap; min-width: 7rem; }
      .coefficients td, .account td { white-space: nowrap; }
      .stars { display: inline-block; width: 2em; text-align: left; padding-left: .2em; }
      .account { max-width: 26rem; }
      .total th, .total td { font-weight: 600; }
      .facts th, .facts td { text-align: left; }
      .facts tbody th { width: 34%; color: var(--muted); }
      .facts td { white-space: pre-wrap; }
      @media screen and (max-width: 48rem) {
        body { padding: 1rem .75rem 2rem; }
        .figures { grid-template-columns: repeat(2, 1fr); }
        svg text.name { font-size: 12px; }
        svg text.wide { display: none; }
        svg text.narrow { display: block; }
        .coefficients, .coefficients caption, .coefficients tbody { display: block; }
        .coefficients thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
          clip-path: inset(50%); }
        .coefficients tbody tr { display: grid; grid-template-columns: 1fr 1fr;
          gap: .1rem 1rem; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
        .coefficients tbody th, .coefficients td { border: 0; padding: 0; }
        .coefficients tbody th, .coefficients td:last-child { grid-column: 1 / -1; }
        .coefficients tbody th { font-weight: 600; }
        .coefficients td { display: flex; flex-wrap: wrap; justify-content: end; }
        .coefficients td::before { color: var(--muted); margin-right: auto; padding-right: .5rem; }
        .coefficients td:nth-of-type(1)::before { content: "coefficient"; }
        .coefficients td:nth-of-type(2)::before { content: "std. error"; }
        .coefficients td:nth-of-type(3)::before { content: "t"; }
        .coefficients td:nth-of-type(4)::before { content: "p"; }
        .coefficients td:nth-of-type(5)::before { content: "interval"; }
        .coefficients .stars { width: auto; }
        .coefficients .stars:empty { display: none; }
      }
      @media print {
        @page { margin: 15mm; }
        thead th { position: static; }
        body { max-width: none; padding: 0; font-size: 10pt; }
        table { font-size: 8.5pt; }
        caption { caption-side: bottom; padding-top: .4rem; }
        svg text.name { font-size: 12px; }
        tr, figure, .warnings { break-inside: avoid; }
        svg, .figures div, .warnings { print-color-adjust: exact; }
      }
      """;

  private PageStyle() {}
}
