"""The style sheet of pages and notebooks, and the colours and signs of the tones.

Text keeps the colour of what surrounds it, and the tones are middle colours that stand out at 3:1 or more from both
white and near-black (WCAG 2.2, 1.4.11), so one picture serves light and dark notebooks. A tone is never told by colour
alone: every mark has a sign and a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alignkit.display.blocks import Tone

COLOURS: dict[Tone, str] = {
    "good": "#178a6a",
    "warn": "#b97a12",
    "bad": "#cb4b3f",
    "neutral": "#4d83b8",
    "muted": "#848b93",
}
"""Middle colours that people with a colour-blindness can tell apart: green leans to blue, red to orange."""

SIGNS: dict[Tone, str] = {"good": "✓", "warn": "!", "bad": "✗", "neutral": "", "muted": ""}
"""The sign in front of a mark's word."""

FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif"

_TONES = "".join(f".ak-{tone}{{--ak-tone:{colour}}}" for tone, colour in COLOURS.items())

# The doubled class outweighs the notebook's own rules for tables (Jupyter, VS Code) without `!important`.
STYLE = (
    """
.alignkit{--ak-line:rgba(127,127,127,.32);--ak-soft:rgba(127,127,127,.1);line-height:1.5;max-width:62rem;
font-variant-numeric:tabular-nums lining-nums;overflow-wrap:break-word}
.alignkit>*{margin-block:0 1rem}
.alignkit.alignkit :is(h1,h2,h3,h4){line-height:1.25;font-weight:650;margin:1.6em 0 .5em;text-wrap:balance}
.alignkit.alignkit>:is(h1,h2,h3,h4,style+h1,style+h2,style+h3,style+h4):first-child{margin-top:0}
.alignkit.alignkit h1{font-size:1.75em}
.alignkit.alignkit h2{font-size:1.3em}
.alignkit.alignkit h3{font-size:1.1em}
.alignkit.alignkit h4{font-size:1em}
.alignkit p{max-width:42em}
.alignkit .ak-more,.alignkit.alignkit caption,.alignkit figcaption,.alignkit blockquote footer{
font-size:.9em;opacity:.78}
.alignkit blockquote{margin-inline:0;padding:.1em 0 .1em 1em;border-left:3px solid var(--ak-line);max-width:42em}
.alignkit blockquote p{margin:.2em 0}
.alignkit .ak-bullets{padding-left:1.3em;max-width:42em}
.alignkit .ak-bullets li{margin:.2em 0}
.alignkit .ak-revised>*{margin-block:0 .7rem}
.alignkit del{background:rgba(203,75,63,.14);text-decoration:line-through #cb4b3f}
.alignkit ins{background:rgba(23,138,106,.16);text-decoration:underline 2px #178a6a;text-underline-offset:.15em}
.alignkit .ak-scroll{overflow-x:auto}
.alignkit.alignkit.alignkit table{border-collapse:collapse;border:0;margin:0;font-size:inherit;table-layout:auto}
.alignkit.alignkit.alignkit caption{caption-side:top;text-align:left;padding:0 0 .4em;color:inherit}
.alignkit.alignkit.alignkit tr{background:none;border:0}
.alignkit.alignkit.alignkit :is(th,td){border:0;border-bottom:1px solid var(--ak-line);padding:.42em 1.1em .42em 0;
text-align:left;vertical-align:top;font-weight:400;white-space:normal;max-width:34em;background:none;color:inherit}
.alignkit.alignkit.alignkit :is(th,td):last-child{padding-right:2px}
.alignkit.alignkit.alignkit thead th{font-size:.88em;padding-right:1.25em;font-weight:600;vertical-align:bottom;
border-bottom:1.5px solid currentColor}
.alignkit.alignkit.alignkit tbody th{font-weight:600;min-width:9em}
.alignkit.alignkit.alignkit .ak-right{text-align:right}
.alignkit.alignkit.alignkit td.ak-right{white-space:nowrap}
.alignkit .ak-mark{display:inline-block;padding:0 .6em;border-radius:1em;border:1px solid var(--ak-tone);
font-size:.92em;line-height:1.4}
.alignkit .ak-short{white-space:nowrap}
.alignkit .ak-sign{color:var(--ak-tone);font-weight:700}
.alignkit .ak-bar{display:inline-flex;align-items:center;gap:.55em}
.alignkit .ak-bar svg{width:6.5em;height:.7em;flex:none}
.alignkit .ak-tree,.alignkit .ak-tree ul{list-style:none;margin:0;padding:0}
.alignkit .ak-tree ul{padding-left:.55em}
.alignkit .ak-tree li{position:relative;margin:0;padding:.2em 0}
.alignkit .ak-tree ul>li{padding-left:1.35em;border-left:1px solid var(--ak-line)}
.alignkit .ak-tree ul>li:last-child{border-left-color:transparent}
.alignkit .ak-tree ul>li::before{content:"";position:absolute;left:-1px;top:0;width:1em;height:.95em;
border-left:1px solid var(--ak-line);border-bottom:1px solid var(--ak-line)}
.alignkit .ak-beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,31rem),1fr));gap:0 2.5rem}
.alignkit .ak-beside>div{min-width:0}
.alignkit .ak-beside .ak-bar svg{width:2.8em}
.alignkit.alignkit.alignkit .ak-beside :is(th,td){padding-right:.6em}
.alignkit.alignkit.alignkit .ak-beside thead th{padding-right:.68em}
.alignkit figure{margin-inline:0}
.alignkit figcaption{padding:0 0 .4em}
.alignkit svg{font-family:inherit}
.alignkit figure svg{display:block;width:100%;height:auto}
.alignkit .ak-funnel svg{max-width:30rem}
.alignkit .ak-time svg{max-width:46rem;min-width:30rem}
@media screen and (max-width:34rem){
.alignkit.alignkit.alignkit .ak-stack :is(table,caption,tbody,tr,th,td){display:block;max-width:none}
.alignkit.alignkit.alignkit .ak-stack thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.alignkit.alignkit.alignkit .ak-stack tr{border-top:1px solid var(--ak-line);padding:.6em 0}
.alignkit.alignkit.alignkit .ak-stack :is(tbody th,td){display:flex;gap:1em;justify-content:space-between;
border:0;padding:.14em 0;text-align:right;white-space:normal}
.alignkit.alignkit.alignkit .ak-stack tbody th{display:block;min-width:0;text-align:left}
.alignkit .ak-stack td{overflow-wrap:anywhere}
.alignkit .ak-stack .ak-bar span{min-width:3.4em}
.alignkit .ak-stack td::before{
content:attr(data-label);font-size:.9em;opacity:.78;text-align:left;flex:none;max-width:50%;white-space:normal}
.alignkit .ak-stack td:not([data-label])::before{content:none}
}
@media print{
.alignkit{max-width:none}
.alignkit.alignkit.alignkit :is(th,td){padding-block:.3em;padding-right:.7em}
.alignkit .ak-bar svg{width:4.5em}
.alignkit .ak-beside{display:block}
.alignkit :is(p,.ak-bullets,blockquote){max-width:none}
.alignkit :is(tbody tr,li):is(:first-child:not(:last-child),:nth-last-child(2)),
.alignkit p:has(+:is(ul,div,figure)){break-after:avoid}
.alignkit.alignkit :is(h1,h2,h3,h4),.alignkit caption,.alignkit figcaption{break-after:avoid}
.alignkit :is(tr,li,figure,blockquote,.ak-mark){break-inside:avoid}
.alignkit thead{display:table-header-group}
.alignkit .ak-scroll{overflow:visible}
.alignkit .ak-time svg{min-width:0}
.alignkit svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
""".replace("\n", "")
    + "".join(f".alignkit {rule}}}" for rule in _TONES.split("}") if rule)
)
"""Rules for what `to_html` makes, all within `.alignkit`; no external resources."""

PAGE_STYLE = (
    ":root{color-scheme:light dark}"
    f"body{{margin:0;background:#fff;color:#1d262d;font:1rem/1.5 {FONT}}}"
    "main.alignkit{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:70rem;box-sizing:border-box}"
    "main.alignkit.alignkit.alignkit table{width:100%}"
    "@media screen and (prefers-color-scheme:dark){body{background:#14191d;color:#e4e8eb}}"
    "@media print{@page{margin:18mm 16mm}body{font-size:10pt;line-height:1.4;background:none;color:#000}"
    "main.alignkit{padding:0}}"
)
"""What a whole page needs besides: colours of paper and ink, margins, print."""
