package org.suffice.report;

/** The style sheet of the pages: light and dark, wide and narrow, on screen and on paper. */
final class PageStyle {
  /** Where a page is narrow, a row of the table is a card, for seven columns do not fit. */
  static final String CSS =
      """
      :root { color-scheme: light dark;
        --paper: #ffffff; --panel: #f4f6f8; --ink: #1b1f24; --muted: #56606b; --rule: #d3d9df;
        --accent: #0b57a4; --caution: #fff3d1; --edge: #9a6700;
        --c0: #0b57a4; --c1: #c2410c; --c2: #15803d; --c3: #9d174d; --c4: #6d28d9;
        --c5: #0f766e; --c6: #92400e; --c7: #be123c; --c8: #4d7c0f; --c9: #475569; }
      @media screen and (prefers-color-scheme: dark) { :root {
        --paper: #14171a; --panel: #1e2328; --ink: #e6e9ec; --muted: #a2acb6; --rule: #3a4149;
        --accent: #7ab7ff; --caution: #33290f; --edge: #d9a521;
        --c0: #7ab7ff; --c1: #fb923c; --c2: #4ade80; --c3: #f472b6; --c4: #c4b5fd;
        --c5: #2dd4bf; --c6: #d6a36b; --c7: #fb7185; --c8: #a3e635; --c9: #cbd5e1; } }
      * { box-sizing: border-box; }
      body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: var(--paper);
        color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
        "Liberation Sans", Arial, sans-serif; overflow-wrap: anywhere; }
      h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; }
      h2 { font-size: 1.15rem; margin: 2.25rem 0 .6rem; break-after: avoid; }
      h3 { font-size: 1rem; margin: 1.6rem 0 .5rem; break-after: avoid; }
      .target > h2 { font-size: 1.35rem; border-top: 2px solid var(--rule); padding-top: 1.25rem;
        margin-bottom: 0; }
      a { color: var(--accent); }
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
      svg text.level { font-size: 12px; fill: var(--muted); text-anchor: end; }
      svg text.unit { font-size: 12px; fill: var(--muted); }
      svg text.count, svg text.label { fill: var(--ink); paint-order: stroke; stroke: var(--paper);
        stroke-width: 4px; }
      .c0 { --curve: var(--c0); } .c1 { --curve: var(--c1); }
      .c2 { --curve: var(--c2); } .c3 { --curve: var(--c3); }
      .c4 { --curve: var(--c4); } .c5 { --curve: var(--c5); }
      .c6 { --curve: var(--c6); } .c7 { --curve: var(--c7); }
      .c8 { --curve: var(--c8); } .c9 { --curve: var(--c9); }
      .curves polyline { fill: none; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
      .curve polyline, .leader { stroke: var(--curve); }
      .curve polyline { stroke-width: 2; }
      .curve circle { fill: var(--curve); }
      .class ellipse { fill: var(--curve); fill-opacity: .1; stroke: var(--curve);
        stroke-width: 1.5; }
      .class circle { fill: var(--curve); }
      .shaded td { text-align: center; white-space: nowrap; }
      .shaded .with { background: color-mix(in srgb, var(--c0) calc(var(--size) * 5%), transparent); }
      .shaded .against { background: color-mix(in srgb, var(--c1) calc(var(--size) * 5%), transparent); }
      .s0 { --size: 0; } .s1 { --size: 1; } .s2 { --size: 2; } .s3 { --size: 3; }
      .s4 { --size: 4; } .s5 { --size: 5; } .s6 { --size: 6; } .s7 { --size: 7; }
      .s8 { --size: 8; } .s9 { --size: 9; } .s10 { --size: 10; }
      .other polyline { stroke: var(--muted); opacity: .4; }
      .other circle { fill: var(--muted); opacity: .4; }
      .mark line { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 6 4; }
      .fit line { stroke-dasharray: none; }
      .simplest line { stroke-dasharray: 2 3; }
      svg text.label { font-size: 12px; text-anchor: middle; }
      svg text.starts { text-anchor: start; }
      svg text.ends { text-anchor: end; }
      .error polyline, .error > line { stroke: var(--accent); stroke-width: 2; }
      .error polygon { fill: var(--accent); opacity: .18; }
      .error circle { fill: var(--accent); }
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
      .high { color: var(--edge); display: inline-block; width: 1.1em; }
      .scroll { overflow-x: auto; margin-top: 1rem; }
      .steps td, .steps th, .contents td { white-space: nowrap; }
      .steps tbody th { min-width: 0; }
      .steps td.which { text-align: left; color: var(--accent); }
      .contents { max-width: 40rem; margin-top: 1.25rem; }
      .zeros { margin-top: .75rem; }
      .zeros ul { list-style: none; margin: .4rem 0; padding: 0; display: flex; flex-wrap: wrap;
        gap: .2rem 1rem; color: var(--muted); font-size: .875rem; }
      .stars { display: inline-block; width: 2em; text-align: left; padding-left: .2em; }
      .account { max-width: 26rem; }
      .total th, .total td { font-weight: 600; }
      .facts th, .facts td { text-align: left; }
      .facts tbody th { width: 34%; color: var(--muted); }
      .facts td { white-space: pre-wrap; }
      @media screen and (max-width: 48rem) {
        body { padding: 1rem .75rem 2rem; }
        .figures { grid-template-columns: repeat(2, 1fr); }
        svg text.name, svg text.end { font-size: 12px; }
        svg text.wide { display: none; }
        svg text.narrow { display: block; }
        .coefficients, .coefficients caption, .coefficients tbody { display: block; }
        .coefficients thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
          clip-path: inset(50%); }
        .coefficients tbody tr { display: grid; grid-template-columns: 1fr 1fr;
          gap: .1rem 1rem; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
        .coefficients tbody th, .coefficients td { border: 0; padding: 0; }
        .coefficients tbody th, .coefficients td.interval { grid-column: 1 / -1; }
        .coefficients tbody th { font-weight: 600; }
        .coefficients td { display: flex; flex-wrap: wrap; justify-content: end; }
        .coefficients td::before { color: var(--muted); margin-right: auto; padding-right: .5rem; }
        .coefficients td::before { content: attr(data-label); }
        .coefficients .stars { width: auto; }
        .coefficients .stars:empty, .coefficients .high:empty { display: none; }
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
