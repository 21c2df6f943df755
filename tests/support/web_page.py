"""A web page with an article and much around it."""

CLUTTER = (
    "Skip to main content",
    "We use cookies to count visits",
    "Site menu entry",
    "Latest headline",
    "Another headline",
    "Get our newsletter",
    "Share on social",
    "Terms of use",
    "Search the site",
)


PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Scale works | Digest</title>
<meta property="og:site_name" content="Digest"><meta name="author" content="rebecca rosen">
<meta property="article:published_time" content="2016-07-19T09:00:00+00:00">
<link rel="canonical" href="https://example.org/scale"></head><body>
<a class="skip" href="#m">Skip to main content</a>
<div class="cookie-banner"><p>We use cookies to count visits.</p><button>Accept</button></div>
<header class="site-header"><form><label>Search the site</label><input></form>
<nav><ul><li><a href="#">Site menu entry</a></li></ul></nav></header>
<main id="m"><article><header><h1>Scale works</h1><p>By rebecca rosen</p></header>
<div class="share-buttons"><a href="#">Share on social</a></div>
<p>Three quarters of practices have joined an organisation.<sup><a href="#fn1">1</a></sup> They pooled resources.</p>
<li>an item outside a list</li>
<ul><li>an item inside one</li></ul>
<table><caption>Practices over time</caption>
<tr><th rowspan="2">Year</th><th colspan="2">Practices</th></tr><tr><th>Modality</th><th>Harness</th></tr>
<tr><td>2008</td><td>2</td><td>12</td></tr><tr><td>2014</td><td>9</td><td>16</td></tr></table>
<figure><img src="https://example.org/x.png" alt="Bars"><figcaption>Figure 1: Growth</figcaption></figure>
<div class="related-services"><p>Related services include health-related advice for patients of all ages.</p></div>
</article></main>
<aside><h2>Just published</h2><ul><li><a href="#">Latest headline</a></li><li><a href="#">Another headline</a></li></ul>
<section class="newsletter"><h2>Sign up</h2><p>Get our newsletter</p></section></aside>
<footer><a href="#">Terms of use</a></footer></body></html>"""
