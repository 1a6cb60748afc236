/** The styles of a page: system fonts, light and dark by the reader's setting, A4 in print. */
export const PAGE_CSS = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;--link:#0550ae;--good:#116329;--mixed:#7d4e00;--bad:#a40e26;--tile:#fff}
@media (prefers-color-scheme:dark){:root{--paper:#0f1318;--ink:#e6edf3;--dim:#9da7b3;--line:#343b44;--soft:#181d24;--link:#79b8ff;--good:#7ee2a0;--mixed:#e8c26a;--bad:#ff9a94;--tile:#e9ecef}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
main,footer,body>header{max-width:72rem;margin:0 auto;padding:0 1.25rem}
body>header{padding-top:1.5rem}
footer{color:var(--dim);font-size:.875rem;border-top:1px solid var(--line);padding-top:.75rem;padding-bottom:2rem;margin-top:3rem}
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 .25rem}
h2{font-size:1.3rem;line-height:1.3;margin:2.5rem 0 .75rem}
h3{font-size:1.1rem;margin:2rem 0 .5rem}
.chapter{border-top:2px solid var(--line);margin-top:3rem}
.chapter h2{font-size:1.5rem;margin-top:1.25rem;margin-bottom:.25rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem 1rem;z-index:1}
.subject,.note,.meta{color:var(--dim)}
.subject{margin:0 0 1rem}
.note,.meta{font-size:.875rem;margin:.35rem 0}
.answer{border-left:5px solid var(--dim);background:var(--soft);padding:.75rem 1rem;border-radius:0 6px 6px 0;margin:0 0 1rem}
.answer p{margin:.35rem 0}
.verdict{font-size:1.15rem;font-weight:600}
.good{border-color:var(--good)}
.mixed{border-color:var(--mixed)}
.bad{border-color:var(--bad)}
b.good{color:var(--good)}
b.mixed{color:var(--mixed)}
b.bad{color:var(--bad)}
.contents{border:1px solid var(--line);border-radius:6px;padding:.25rem 1rem;margin:1rem 0;font-size:.9375rem}
.contents ol{margin:.4rem 0;padding-left:1.4rem}
.contents .columns{columns:18rem}
.contents p{margin:.2rem 0;max-width:60rem;border-left-style:solid;border-left-width:4px;padding-left:.6rem}
.contents p.meta,.contents p.plain{border-left-color:transparent}
.contents li{break-inside:avoid}
.scroll{overflow-x:auto;margin:1rem 0 .5rem}
table{min-width:min(100%,34rem);border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;overflow-wrap:normal}
caption{text-align:left;font-weight:600;padding-bottom:.4rem}
th,td{padding:.3rem .7rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line);white-space:nowrap}
thead th{color:var(--dim);font-weight:600;vertical-align:bottom;border-bottom-width:2px;white-space:normal;min-width:5.5rem}
tbody th{font-weight:400}
tbody th[scope=rowgroup]{font-weight:600}
.words,thead .words{text-align:left;white-space:normal;min-width:6rem;max-width:32rem}
.ci{color:var(--dim);font-size:.85em}
code{font:0.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.reason{white-space:normal;display:inline-block;max-width:9rem}
.command{display:block;background:var(--soft);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;white-space:pre-wrap}
ul.notes{padding-left:1.25rem}
ul.notes li{margin:.3rem 0}
details{border:1px solid var(--line);border-radius:6px;padding:.5rem 1rem;margin:.75rem 0}
summary{cursor:pointer;font-weight:600}
.figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1.5rem}
.figures figure{margin:0;min-width:0}
.figures svg{display:block;width:100%;height:auto;max-width:44rem}
figcaption{font-size:.875rem;color:var(--dim);margin-top:.4rem}
figcaption b{color:var(--ink)}
figure details{border:0;padding:0;margin:.25rem 0;font-size:.875rem}
figure summary{font-weight:400;color:var(--link)}
figure .scroll{max-height:22rem;overflow:auto}
.pairs{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,31rem),1fr));gap:1rem;list-style:none;padding:0;margin:1rem 0}
.pair{border:1px solid var(--line);border-radius:6px;padding:.75rem;break-inside:avoid;min-width:0}
.pair>p{margin:0 0 .5rem}
.sides{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
.side{min-width:0;margin:0;font-size:.875rem}
.side svg{display:block;width:100%;height:auto;max-width:220px;border-radius:4px}
.tile{fill:var(--tile)}
.side figcaption{margin-top:.25rem}
.side code{display:block;font-size:.75rem;color:var(--dim)}
.none{border:1px dashed var(--line);border-radius:4px;padding:1rem;color:var(--dim);max-width:220px}
@media (max-width:34rem){main,footer,body>header{padding-left:1rem;padding-right:1rem}h1{font-size:1.4rem}.sides{gap:.5rem}table{font-size:.8125rem}th,td{padding:.25rem .4rem}.words,thead .words,thead th{min-width:4.25rem}}
@media print{@page{size:A4;margin:16mm}:root{color-scheme:light;--paper:#fff;--ink:#000;--dim:#444;--line:#bbb;--soft:#f5f5f5;--link:#000;--good:#116329;--mixed:#7d4e00;--bad:#a40e26;--tile:#fff}html{font-size:9.5pt}body{font-size:1rem;line-height:1.45}main,footer,body>header{max-width:none;padding-left:0;padding-right:0}footer{margin-top:1rem;padding-bottom:0;break-before:avoid}.contents,.skip{display:none}h2,h3{break-after:avoid}figure,tr,.answer,.pair,.command{break-inside:avoid}.scroll{break-inside:avoid}.scroll+.note,.command{break-before:avoid}p:has(+.pairs),p:has(+.note+.pairs),p:has(+p>.command),caption,thead{break-after:avoid}h2{margin-top:1.75rem}.scroll{overflow:visible}table{font-size:8pt}th,td{white-space:normal;padding:.2rem .35rem}.figures{grid-template-columns:1fr 1fr}.note{break-inside:avoid}.chapter+.chapter{break-before:page;border-top:0;margin-top:0}.pairs{display:block}.pair{display:inline-block;vertical-align:top;width:48.5%;margin:0 .6% .6rem 0;padding:.5rem}.side{font-size:8pt;line-height:1.35}.side code{font-size:6.5pt;line-height:1.3}figure details,summary{display:none}details{border:0;padding:0}details::details-content{content-visibility:visible;display:block;height:auto}}
`;
