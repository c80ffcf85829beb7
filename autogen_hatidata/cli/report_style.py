"""How the page of a report looks: light and dark, on paper and on a phone."""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --back: #fff; --tile: #f6f8fa;
  --good: #1a7f37; --bad: #cf222e; --s0: #0969da; --s1: #d4790c; --s2: #1a8f6f; --s3: #b95c9a; --s4: #6e56cf;
  --s5: #a5322b; --s6: #8a7a00; --s7: #8b949e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #3d444d; --back: #0d1117;
  --tile: #161b22; --good: #3fb950; --bad: #ff7b72; --s0: #58a6ff; --s1: #f0a04b; --s2: #3fc29a; --s3: #e08bc4;
  --s4: #a99bf5; --s5: #f0766d; --s6: #d6c32f; --s7: #8b949e; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 62rem; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p { margin: .3rem 0; } .soft { color: var(--soft); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .6rem; margin: 1rem 0; }
.tiles div { background: var(--tile); border: 1px solid var(--line); border-radius: 6px; padding: .5rem .8rem; }
.tiles dt { color: var(--soft); } .tiles dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
.chain { border: 1px solid var(--line); border-left: 6px solid var(--good); border-radius: 6px; padding: .6rem .9rem; }
.chain.broken { border-left-color: var(--bad); } .chain b { color: var(--good); } .chain.broken b { color: var(--bad); }
.chain code { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: .2rem 0; }
th, td { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; } .n { text-align: right; white-space: nowrap; } .t { white-space: nowrap; }
td.bars { min-width: 6rem; width: 25%; }
code { font: 13px/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
td code { overflow-wrap: normal; } code.sql { display: block; min-width: 15rem; overflow-wrap: anywhere; }
del, ins { text-decoration: none; color: var(--bad); } ins { color: var(--good); }
del code::before { content: "- "; } ins code::before { content: "+ "; }
svg.chart { display: block; width: 100%; height: auto; }
svg text { font: 12px system-ui, sans-serif; fill: var(--soft); } .grid { stroke: var(--line); }
svg.bar { display: block; width: 100%; height: .8rem; margin-top: .35rem; }
svg.swatch { width: .8rem; height: .8rem; margin-right: .35rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; padding: 0; margin: .5rem 0; list-style: none; }
.s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); } .s3 { fill: var(--s3); }
.s4 { fill: var(--s4); } .s5 { fill: var(--s5); } .s6 { fill: var(--s6); } .s7 { fill: var(--s7); }
@media (max-width: 40rem) { svg.chart text { font-size: 20px; }
  .texts thead { position: absolute; clip-path: inset(50%); } .texts tr { display: block; padding: .4rem 0; }
  .texts tr { border-bottom: 1px solid var(--line); } .texts td { border: 0; display: inline-block; text-align: left; }
  .texts td::before { content: attr(data-name) " "; color: var(--soft); }
  .texts td:has(.sql) { display: block; } .texts td:has(.sql)::before { content: none; } }
@media print { body { max-width: none; padding: 0; font-size: 12px; } .scroll { overflow: visible; }
  tr, .chain, .tiles { break-inside: avoid; } h2 { break-after: avoid; }
  svg rect, .chain { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
